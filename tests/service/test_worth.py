"""What keeping customers is worth, in companies whose truth is known, and what is refused."""

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
from holdfast.report.worth import worth_text
from holdfast.service.workspace import open_workspace
from holdfast.service.worth import worth
from holdfast.stats.sbg import Sbg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.records.worth import Worth
    from holdfast.service.workspace import Workspace

AS_OF = date(2025, 7, 1)
SMALL, LARGE = Sbg(0.9, 5.0), Sbg(0.8, 12.0)
TOML = """
[company]
name = "Simulated"
time_zone = "UTC"
currency = "EUR"
[data]
as_of = 2025-07-01
[tables.customers]
files = "customers.csv"
[tables.subscriptions]
files = "subscriptions.csv"
[tables.churn_reasons]
files = "churn_reasons.csv"
[tables.costs]
files = "costs.csv"
"""
SPAN = ["subscription_id", "customer_id", "started_at", "ended_at", "state", "interval_months"]
SPAN += ["amount_minor", "currency"]


def simulate(folder: Path, customers: int) -> dict[str, list[tuple[int, date | None]]]:
    """Small ones pay 10 a month, large ones 100 and leave more seldom; leavers of price say so.

    Returns:
        Renewals made by the as-of date, and the end where they left, by size.
    """
    generator = np.random.default_rng(5)
    (folder / "holdfast.toml").write_text(TOML, encoding="utf-8")
    people, spans, reasons = (
        [["customer_id", "signed_at", "size"]],
        [SPAN],
        [["customer_id", "left_at", "reason", "source"]],
    )
    truth: dict[str, list[tuple[int, date | None]]] = {"small": [], "large": []}
    for number in range(customers):
        size, model, price = ("large", LARGE, 10_000) if number % 4 == 0 else ("small", SMALL, 1_000)
        start = date(2022, 10, 1) + timedelta(days=int(generator.integers(990)))
        end = _later(start, min(int(generator.geometric(generator.beta(model.alpha, model.beta))), 200))
        left = end if end < AS_OF else None
        people.append([f"c{number}", str(start), size])
        spans.append(
            [
                f"s{number}",
                f"c{number}",
                str(start),
                str(left or ""),
                "ended" if left else "active",
                "1",
                str(price),
                "EUR",
            ]
        )
        if left and number % 3 == 0:
            reasons.append([f"c{number}", str(left), "price", "form"])
        truth[size].append((_whole_months(start), left))
    costs = [["kind", "at", "amount_minor", "currency"]]
    costs += [["acquisition", "2025-01-05", "500000", "EUR"], ["acquisition", "2024-01-05", "700000", "EUR"]]
    costs += [["acquisition", "2025-01-05", "900000", "USD"], ["retention", "2025-01-05", "300000", "EUR"]]
    tables = {"customers": people, "subscriptions": spans, "churn_reasons": reasons, "costs": costs}
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    return truth


def _whole_months(start: date) -> int:
    """To the last day of the data."""
    last = AS_OF - timedelta(days=1)
    return (last.year - start.year) * 12 + last.month - start.month - (last.day < start.day)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


@pytest.fixture(scope="module")
def company(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[str, list[tuple[int, date | None]]]]:
    folder = tmp_path_factory.mktemp("worth")
    return folder, simulate(folder, 6000)


@pytest.fixture
def workspace(company: tuple[Path, Any]) -> Iterator[Workspace]:
    with open_workspace(company[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(company: tuple[Path, Any]) -> Worth:
    with open_workspace(company[0]) as opened:
        return worth(opened, by=("size",), effort_minor=1_000_000, reach=500, kept=30)


def test_those_who_leave_within_a_year_are_as_many_as_the_truth_expects(
    found: Worth, company: tuple[Path, dict[str, list[tuple[int, date | None]]]]
) -> None:
    for segment, model in zip(found.segments[1:], (LARGE, SMALL), strict=True):
        there = [made for made, left in company[1][dict(segment.segment)["size"]] if left is None]
        expected = sum(1 - model.survival(made + 12) / model.survival(made) for made in there)
        assert segment.customers == len(there)
        assert segment.has_own_model
        assert segment.leavers == pytest.approx(expected, rel=0.15)


def test_keeping_one_is_worth_what_keeping_simulated_ones_brings(found: Worth) -> None:
    """Kept at the renewal that would have been the last, each goes on with its own chance to leave."""
    large = found.segments[1]
    generator, rate = np.random.default_rng(1), 1.1 ** (1 / 12)
    made = generator.integers(0, 33, 400_000)
    chances = generator.beta(LARGE.alpha, LARGE.beta + made)
    left = generator.geometric(chances)
    leavers = left <= 12
    again = np.minimum(left[leavers] + generator.geometric(chances[leavers]) - 1, 36)
    upto = np.concatenate(([0.0], np.cumsum(rate ** -np.arange(1.0, 37.0))))

    brought = 10_000 * float((upto[again] - upto[left[leavers] - 1]).mean())

    assert large.worth_minor == pytest.approx(brought, rel=0.08)
    assert large.yearly_minor == pytest.approx(120_000)
    assert large.stayer_minor is not None
    assert large.stayer_minor > brought


def test_a_point_is_one_in_a_hundred_of_those_who_are_there(found: Worth) -> None:
    everybody = found.segments[0]

    assert everybody.worth_minor is not None
    assert everybody.point_minor is not None
    assert everybody.customers == sum(one.customers for one in found.segments[1:])
    assert everybody.point_minor == pytest.approx(everybody.customers / 100 * everybody.worth_minor)
    assert found.point_range is not None
    assert found.point_range.low < everybody.point_minor < found.point_range.high


def test_where_who_pays_much_leaves_seldom_the_segments_are_to_be_used(found: Worth) -> None:
    assert any("Use the segments" in note for note in found.notes)


def test_leavers_of_the_last_year_are_counted_by_their_reason(
    found: Worth, company: tuple[Path, dict[str, list[tuple[int, date | None]]]]
) -> None:
    left = sum(day is not None and day >= date(2024, 7, 1) for own in company[1].values() for _, day in own)

    assert {one.reason for one in found.exits} == {"price", None}
    assert sum(one.customers for one in found.exits) == left
    assert all(one.worth_minor > 0 for one in found.exits)


def test_winning_costs_what_was_spent_in_a_year_in_the_company_s_currency(
    found: Worth, company: tuple[Path, dict[str, list[tuple[int, date | None]]]]
) -> None:
    won = found.winning

    assert won is not None
    assert won.costs_minor == 500_000
    assert won.customers == sum(made < 12 for own in company[1].values() for made, _ in own)
    assert won.cost_minor == pytest.approx(500_000 / won.customers)
    assert won.payback_months == 0


def test_an_effort_pays_from_the_customers_on_whose_payments_cover_it(found: Worth) -> None:
    effort, everybody = found.effort, found.segments[0]

    assert effort is not None
    assert everybody.worth_minor is not None
    assert effort.break_even * everybody.worth_minor == pytest.approx(1_000_000)
    assert effort.leavers == pytest.approx(500 * everybody.share)
    assert effort.cost_per_kept_minor == pytest.approx(1_000_000 / 30)
    assert effort.can_pay


def test_the_text_says_what_a_point_and_an_effort_are_worth(found: Worth) -> None:
    text = worth_text(found)

    assert "One point is" in text
    assert "who was about to leave stays likely to" in text
    assert "pays if it keeps" in text
    assert "by the reason given" in text


def test_the_command_prints_the_same_figures_as_json(company: tuple[Path, Any], found: Worth) -> None:
    given = ["worth", "--workspace", str(company[0]), "--by", "size", "--format", "json"]

    done = CliRunner().invoke(cli, [*given, "--effort", "10,000", "--reach", "500", "--kept", "30"])

    document = json.loads(done.output)
    assert document["segments"][0]["point_minor"] == pytest.approx(found.segments[0].point_minor)
    assert document["effort"]["cost_minor"] == 1_000_000
    assert document["segments"][1]["segment"] == {"size": "large"}


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"months": 11}, "months"),
        ({"discount_rate": 2}, "discount_rate"),
        ({"margin": 0}, "margin"),
        ({"by": ("colour",)}, "colour"),
        ({"reach": 10}, "effort"),
        ({"effort_minor": 0}, "effort"),
        ({"effort_minor": 10, "reach": 0}, "reach"),
        ({"effort_minor": 10, "reach": 10**6}, "reach"),
        ({"effort_minor": 10, "reach": 10, "kept": 11}, "kept"),
        ({"effort_minor": 10, "kept": -1}, "kept"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    workspace: Workspace, question: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        worth(workspace, **question)


def test_an_amount_that_is_none_is_refused_with_the_currency(company: tuple[Path, Any]) -> None:
    done = CliRunner().invoke(cli, ["worth", "--workspace", str(company[0]), "--effort", "much"])

    assert "EUR" in str(done.exception)


def test_too_few_customers_are_refused(tmp_path: Path) -> None:
    simulate(tmp_path, 60)

    with open_workspace(tmp_path) as opened, pytest.raises(InputError, match="too few"):
        worth(opened)
