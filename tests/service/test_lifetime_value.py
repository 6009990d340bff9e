"""Lifetime value on companies whose truth is known, and what is refused."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli
from holdfast.errors import InputError
from holdfast.report.lifetime_value import lifetime_value_json, lifetime_value_text
from holdfast.service.lifetime_value import lifetime_value
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.records.lifetime_value import LifetimeValue
    from holdfast.service.lifetime_question import Model
    from holdfast.service.workspace import Workspace

START, AS_OF = date(2024, 1, 1), date(2025, 7, 1)
# Rate and chance to stop as in MBG/NBD, spending as in Gamma-Gamma: days, minor units.
TRUTH = {"r": 0.9, "alpha": 30.0, "a": 0.8, "b": 3.0, "p": 5.0, "q": 4.0, "gamma": 2500.0}
TOML = """
[company]
name = "Simulated"
time_zone = "UTC"
currency = "EUR"
[data]
as_of = 2025-07-01
[segments.expressions]
kind = "case when channel = 'shop' then 'this' else 'that' end"
[tables.customers]
files = "customers.csv"
[tables.orders]
files = "orders.csv"
"""


def simulate(folder: Path, customers: int, seed: int = 7, *, leave: bool = True) -> None:
    """Customers of half a year, a third of whom (``channel`` shop) buy twice as often."""
    generator = np.random.default_rng(seed)
    (folder / "holdfast.toml").write_text(TOML, encoding="utf-8")
    with (
        (folder / "customers.csv").open("w", newline="") as people,
        (folder / "orders.csv").open("w", newline="") as orders,
    ):
        base, sales = csv.writer(people), csv.writer(orders)
        base.writerow(["customer_id", "signed_at", "channel"])
        sales.writerow(["order_id", "customer_id", "ordered_at", "amount_minor", "currency", "kind"])
        for number in range(customers):
            shop = number % 3 == 0
            first = START + timedelta(days=int(generator.integers(180)))
            base.writerow([f"c{number}", f"{first} 09:00:00", "shop" if shop else "web"])
            for order, (day, amount) in enumerate(_purchases(generator, first, shop=shop, leave=leave)):
                sales.writerow([f"o{number}-{order}", f"c{number}", f"{day} 12:00:00", amount, "EUR", "sale"])


def _purchases(
    generator: np.random.Generator, first: date, *, shop: bool, leave: bool
) -> Iterator[tuple[date, int]]:
    rate = generator.gamma(TRUTH["r"], 1 / TRUTH["alpha"]) * (2 if shop else 1)
    stop = generator.beta(TRUTH["a"], TRUTH["b"])
    scale = generator.gamma(TRUTH["q"], 1 / TRUTH["gamma"])
    day = 0.0
    while first + timedelta(days=int(day)) < AS_OF:
        yield first + timedelta(days=int(day)), max(1, round(generator.gamma(TRUTH["p"], 1 / scale)))
        if leave and generator.random() < stop:
            return
        day += generator.exponential(1 / rate)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    simulate(folder, 2400)
    return folder


@pytest.fixture(scope="module")
def found(company: Path) -> LifetimeValue:
    """The answer to the plain question, cut by channel."""
    with open_workspace(company) as opened:
        return lifetime_value(opened, by=("channel",))


@pytest.fixture(scope="module")
def web(company: Path) -> LifetimeValue:
    """Of the customers whom the model describes to the letter."""
    with open_workspace(company) as opened:
        return lifetime_value(opened, filters={"channel": ("web",)})


@pytest.fixture
def workspace(company: Path) -> Iterator[Workspace]:
    with open_workspace(company) as opened:
        yield opened


@pytest.mark.parametrize("model", ["mbg_nbd", "bg_nbd", "pareto_nbd"])
def test_every_fit_comes_with_a_check_on_purchases_held_out(workspace: Workspace, model: Model) -> None:
    found = lifetime_value(workspace, model=model)

    assert found.calibration.end == found.held_out.start
    assert found.held_out.end == AS_OF
    assert len(found.check.deciles) == 10
    assert found.checked.customers == found.fit.customers == 2400
    assert abs(found.check.bias) < 0.15
    assert found.check.mean_absolute_error < found.check.as_before_error


def test_the_right_model_is_right_about_the_tenths_too(web: LifetimeValue) -> None:
    for tenth in web.check.deciles[:3]:
        assert tenth.predicted == pytest.approx(tenth.actual, rel=0.2)


def test_it_finds_the_parameters_that_made_the_company(web: LifetimeValue) -> None:
    """In weeks; purchases of one day are one, so the rate is a little low: within four standard errors."""
    estimates = {one.name: one for one in web.fit.estimates}
    for name, truth in (("r", 0.9), ("alpha", 30 / 7), ("a", 0.8), ("b", 3.0)):
        assert abs(estimates[name].value - truth) < 4 * estimates[name].standard_error
    money = {one.name: one for one in web.spending.estimates}
    for name, truth in (("p", 5.0), ("q", 4.0), ("gamma", 25.0)):
        assert abs(money[name].value - truth) < 4 * money[name].standard_error


def test_segments_add_up_and_carry_their_own_check(found: LifetimeValue) -> None:
    everybody, *parts = found.segments

    assert [part.segment for part in parts] == [(("channel", "shop"),), (("channel", "web"),)]
    for name in ("customers", "alive", "purchases", "value_minor", "predicted", "actual", "actual_minor"):
        assert sum(getattr(part, name) for part in parts) == pytest.approx(getattr(everybody, name), rel=1e-9)


def test_segments_change_nothing_for_everybody(workspace: Workspace, found: LifetimeValue) -> None:
    whole = lifetime_value(workspace)

    assert [one.value for one in found.fit.estimates] == pytest.approx(
        [one.value for one in whole.fit.estimates], rel=1e-6
    )
    assert found.segments[0].value_minor == pytest.approx(whole.segments[0].value_minor, rel=1e-6)


def test_bands_of_chance_hold_everybody_and_higher_ones_buy_more(found: LifetimeValue) -> None:
    assert sum(band.customers for band in found.bands) == found.checked.customers
    assert sum(band.customers_now for band in found.bands) == found.fit.customers
    low, *_, high = [band.bought / band.customers for band in found.bands if band.customers > 50]
    assert low < high


def test_a_margin_and_a_discount_lower_the_value_and_nothing_else(
    workspace: Workspace, found: LifetimeValue
) -> None:
    plain = lifetime_value(workspace, discount_rate=0)
    dear = lifetime_value(workspace, discount_rate=0, margin=0.4)

    assert dear.segments[0].value_minor == pytest.approx(0.4 * plain.segments[0].value_minor)
    assert found.segments[0].value_minor < plain.segments[0].value_minor
    assert found.segments[0].purchases == pytest.approx(plain.segments[0].purchases, rel=1e-6)
    assert sum(plain.by_month) == pytest.approx(plain.segments[0].purchases)


def test_the_money_predicted_for_the_time_held_out_is_about_what_came(found: LifetimeValue) -> None:
    everybody = found.segments[0]

    assert everybody.predicted_minor == pytest.approx(everybody.actual_minor, rel=0.15)


def test_bg_nbd_says_what_it_takes_for_alive(workspace: Workspace, found: LifetimeValue) -> None:
    assert any(
        "never bought again for alive" in note for note in lifetime_value(workspace, model="bg_nbd").notes
    )
    assert not any("never bought again" in note for note in found.notes)


def test_where_nobody_leaves_the_model_without_leaving_is_used_and_named(tmp_path: Path) -> None:
    simulate(tmp_path, 250, leave=False)

    with open_workspace(tmp_path) as opened:
        found, asked = lifetime_value(opened), lifetime_value(opened, model="nbd")

    assert found.fit.model == found.checked.model == "nbd"
    assert [one.name for one in found.fit.estimates] == ["r", "alpha"]
    assert found.check == asked.check
    assert abs(found.check.bias) < 0.25
    assert sum("show nobody leaving: mbg_nbd" in note for note in found.notes) == 1
    assert set(found.notes) - set(asked.notes) == {found.notes[-2]}
    assert "by NBD and Gamma-Gamma" in lifetime_value_text(found)


def test_a_model_far_off_says_that_its_values_are_no_amounts(workspace: Workspace) -> None:
    """Checked on the last weeks of data that end in a stop of all purchases."""
    with open_workspace(workspace.path, as_of=date(2026, 7, 1)) as later:
        found = lifetime_value(later, calibration_end=AS_OF)

    assert found.check.actual == 0
    assert any("not as amounts" in note for note in found.notes)
    assert json.loads(lifetime_value_json(found))["check"]["bias"] is None


def test_too_few_customers_are_refused_with_what_it_would_need(tmp_path: Path) -> None:
    simulate(tmp_path, 120)

    with (
        open_workspace(tmp_path) as opened,
        pytest.raises(InputError, match="120 customers who bought instead of 200"),
    ):
        lifetime_value(opened)


def test_too_short_a_calibration_and_check_are_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="days of calibration instead of 60"):
        lifetime_value(workspace, calibration_end=START + timedelta(days=40))
    with pytest.raises(InputError, match="10 days held out to check it on instead of 28"):
        lifetime_value(workspace, calibration_end=AS_OF - timedelta(days=10))


def test_sales_in_several_currencies_are_not_added(tmp_path: Path) -> None:
    simulate(tmp_path, 300)
    orders = (tmp_path / "orders.csv").read_text(encoding="utf-8").splitlines()
    orders.append("x,c1,2024-07-01 12:00:00,100,USD,sale")
    (tmp_path / "orders.csv").write_text("\n".join(orders), encoding="utf-8")

    with open_workspace(tmp_path) as opened, pytest.raises(InputError, match="1 in USD"):
        lifetime_value(opened)


def test_where_nobody_bought_it_is_refused(tmp_path: Path) -> None:
    simulate(tmp_path, 0)

    with open_workspace(tmp_path) as opened, pytest.raises(InputError, match="0 customers who bought"):
        lifetime_value(opened)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"model": "excel"}, "model"),
        ({"months": 0}, "months"),
        ({"discount_rate": -0.1}, "discount_rate"),
        ({"margin": 0}, "margin"),
        ({"by": ("colour",)}, "colour"),
        ({"calibration_end": date(2026, 1, 1)}, "calibration_end"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    workspace: Workspace, question: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        lifetime_value(workspace, **question)


def test_a_segment_may_be_an_expression(workspace: Workspace) -> None:
    segments = lifetime_value(workspace, by=("kind",)).segments

    assert [one.segment for one in segments[1:]] == [(("kind", "that"),), (("kind", "this"),)]


def test_the_text_shows_the_check_before_any_value(found: LifetimeValue) -> None:
    text = lifetime_value_text(found)

    assert text.index("Check on purchases held out") < text.index("Expected over 12 months")
    assert "±" in text
    assert "channel: shop" in text
    assert "MBG/NBD" in text


def test_the_command_prints_text_and_json(company: Path) -> None:
    run = CliRunner()

    text = run.invoke(cli, ["lifetime-value", "--workspace", str(company)])
    both = run.invoke(
        cli,
        [
            *("lifetime-value", "--workspace", str(company), "--by", "channel", "--where", "channel=web"),
            *("--months", "24", "--format", "json"),
        ],
    )

    assert text.exit_code == 0
    assert text.output.startswith("Lifetime value of customers without a contract")
    document = json.loads(both.output)
    assert document["months"] == 24
    assert document["segments"][1]["segment"] == {"channel": "web"}
    assert document["calibration"]["start"] == "2024-01-01"


def test_the_same_question_has_the_same_answer(workspace: Workspace, found: LifetimeValue) -> None:
    assert lifetime_value(workspace, by=("channel",)) == found
