"""The value of contracts on companies whose truth is known, and what is refused."""

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
from holdfast.report.contract_value import contract_value_text
from holdfast.service.contract_value import contract_value
from holdfast.service.workspace import open_workspace
from holdfast.stats.sbg import Sbg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.records.contract_value import ContractValue
    from holdfast.service.workspace import Workspace

AS_OF, TRUTH = date(2025, 7, 1), (0.7, 3.0)
TOML = """
[company]
name = "Simulated"
time_zone = "UTC"
currency = "EUR"
[data]
as_of = 2025-07-01
[segments.expressions]
kind = "case when plan = 'pro' then 'this' else 'that' end"
[tables.customers]
files = "customers.csv"
[tables.subscriptions]
files = "subscriptions.csv"
"""


def simulate(folder: Path, customers: int, *, other_currency: bool = False) -> None:
    """Contracts of a month, begun over two and a half years; every tenth customer pays by the year."""
    generator = np.random.default_rng(8)
    (folder / "holdfast.toml").write_text(TOML, encoding="utf-8")
    people, spans = (
        [["customer_id", "signed_at", "plan"]],
        [
            [
                "subscription_id",
                "customer_id",
                "started_at",
                "ended_at",
                "state",
                "interval_months",
                "amount_minor",
                "currency",
            ]
        ],
    )
    for number in range(customers):
        start = date(2022, 10, 1) + timedelta(days=int(generator.integers(900)))
        stays = min(int(generator.geometric(generator.beta(*TRUTH))), 200)
        interval = 12 if number % 10 == 0 else 1
        end = _later(start, stays * interval)
        people.append([f"c{number}", str(start), "pro" if number % 2 else "basic"])
        over = end if end < AS_OF else ""
        row = [
            f"s{number}",
            f"c{number}",
            str(start),
            str(over),
            "ended" if over else "active",
            str(interval),
            "1000",
        ]
        spans.append([*row, "USD" if other_currency and not number else "EUR"])
        if other_currency and not number:
            spans.append([*row[:2], str(start + timedelta(days=1)), *row[3:], "EUR"])
    for name, rows in (("customers.csv", people), ("subscriptions.csv", spans)):
        with (folder / name).open("w", newline="") as file:
            csv.writer(file).writerows(rows)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts")
    simulate(folder, 4000)
    return folder


@pytest.fixture
def workspace(company: Path) -> Iterator[Workspace]:
    with open_workspace(company) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(company: Path) -> ContractValue:
    with open_workspace(company) as opened:
        return contract_value(opened, by=("plan",))


def test_it_finds_the_parameters_that_made_the_company(found: ContractValue) -> None:
    for fit in (found.checked, found.fit):
        for one, truth in zip(fit.estimates, TRUTH, strict=True):
            assert abs(one.value - truth) < 4 * one.standard_error


def test_the_check_is_right_where_the_model_is(found: ContractValue) -> None:
    assert abs(found.bias) < 0.05
    for one in found.check[3:12]:
        assert one.predicted == pytest.approx(one.actual, rel=0.15)


def test_retention_rates_rise_as_they_do_in_the_data(found: ContractValue) -> None:
    first, sixth = found.rates[0], found.rates[5]

    assert first.modelled < sixth.modelled
    assert first.renewed / first.due == pytest.approx(first.modelled, abs=0.03)
    assert first.modelled == pytest.approx(Sbg(*TRUTH).retention_rate(1), abs=0.02)


def test_contracts_of_another_length_are_named_and_left_out(found: ContractValue) -> None:
    assert found.interval_months == 1
    assert any(note.startswith("Left out: 400 customers") for note in found.notes)


def test_segments_add_up_and_carry_their_own_check(found: ContractValue) -> None:
    everybody, *parts = found.segments

    assert [part.segment for part in parts] == [(("plan", "basic"),), (("plan", "pro"),)]
    for name in ("customers", "renewals", "value_minor", "predicted", "actual"):
        assert sum(getattr(part, name) for part in parts) == pytest.approx(getattr(everybody, name))
    assert everybody.predicted == pytest.approx(sum(one.predicted for one in found.check))


def test_a_discount_and_a_margin_lower_the_value(found: ContractValue, workspace: Workspace) -> None:
    plain = contract_value(workspace, discount_rate=0).segments[0]
    dear = contract_value(workspace, discount_rate=0, margin=0.5).segments[0]

    assert plain.value_minor == pytest.approx(1000 * plain.renewals)
    assert dear.value_minor == pytest.approx(plain.value_minor / 2)
    assert found.segments[0].value_minor < plain.value_minor


def test_a_segment_may_be_an_expression(workspace: Workspace) -> None:
    segments = contract_value(workspace, by=("kind",)).segments

    assert [one.segment for one in segments[1:]] == [(("kind", "that"),), (("kind", "this"),)]


def test_the_text_shows_the_check_before_any_value(found: ContractValue) -> None:
    text = contract_value_text(found)

    assert text.index("Check on renewals held out") < text.index("Expected over 12 months")
    assert "plan: pro" in text


def test_the_command_takes_contracts_where_there_are_no_orders(company: Path) -> None:
    run = CliRunner()

    text = run.invoke(cli, ["lifetime-value", "--workspace", str(company)])
    document = run.invoke(
        cli, ["lifetime-value", "--workspace", str(company), "--of", "contracts", "--format", "json"]
    )

    assert text.exit_code == 0
    assert text.output.startswith("Value of contracts of 1 months")
    assert json.loads(document.output)["interval_months"] == 1


def test_too_few_are_refused_with_what_it_would_need(tmp_path: Path, workspace: Workspace) -> None:
    simulate(tmp_path, 60)

    with open_workspace(tmp_path) as opened, pytest.raises(InputError, match="customers had a contract"):
        contract_value(opened)
    with pytest.raises(InputError, match="no days are held out"):
        contract_value(workspace, calibration_end=AS_OF)
    with pytest.raises(InputError, match="customers left at 1 different renewals"):
        contract_value(workspace, interval_months=12)


def test_nobody_has_no_value(tmp_path: Path) -> None:
    simulate(tmp_path, 0)

    with open_workspace(tmp_path) as opened, pytest.raises(InputError, match="0 customers had a contract"):
        contract_value(opened)


def test_where_nobody_leaves_no_lifetime_is_made_up(tmp_path: Path) -> None:
    """ARPA by churn is infinite there, and products show 0 or assume a churn: here it is refused."""
    simulate(tmp_path, 1200)
    spans = (tmp_path / "subscriptions.csv").read_text(encoding="utf-8").splitlines()
    kept = [spans[0], *(line for line in spans if ",active,1," in line)]
    (tmp_path / "subscriptions.csv").write_text("\n".join(kept), encoding="utf-8")

    with (
        open_workspace(tmp_path) as opened,
        pytest.raises(InputError, match="left at 0 different renewals"),
    ):
        contract_value(opened)


def test_prices_in_several_currencies_are_not_added(tmp_path: Path) -> None:
    simulate(tmp_path, 300, other_currency=True)

    with (
        open_workspace(tmp_path) as opened,
        pytest.raises(InputError, match="300 in EUR, 1 in USD"),
    ):
        contract_value(opened)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"months": 0}, "months"),
        ({"interval_months": 0}, "interval_months"),
        ({"discount_rate": 2}, "discount_rate"),
        ({"by": ("colour",)}, "colour"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    workspace: Workspace, question: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        contract_value(workspace, **question)
