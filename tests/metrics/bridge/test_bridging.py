"""From one churn rate to another: every sum reconciles, and each customer has a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request
from holdfast.metrics.bridge import bridge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.metrics.conftest import Company

    from holdfast.records.bridge import BridgeLine, BridgePart

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
VARIANTS = ("standard", "daily", "stripe", "baremetrics", "average", "cancel_requested")
MAY = Request(metric="logo_churn", as_of=date(2024, 8, 1), start=date(2024, 5, 1), end=date(2024, 6, 1))


@pytest.mark.parametrize("pair", list(permutations(VARIANTS, 2)), ids="-".join)
def test_groups_and_lines_lead_from_one_variant_to_the_other_exactly(
    pair: tuple[str, str], company: Company, world: MakeWorld
) -> None:
    first, second = pair
    seed = VARIANTS.index(first) + VARIANTS.index(second)
    window = {"trailing_days": 45} if seed % 3 == 0 else {}
    request = replace(MAY, time_zone="Asia/Kathmandu", parameters={"variant": first, **window})

    found = bridge(company(world(seed, customers=40)), request, second)

    wanted = (
        found.second.numerator - found.first.numerator,
        found.second.denominator - found.first.denominator,
    )
    assert _sum(group.change for group in found.groups) == wanted
    assert _sum(_change(line) for line in found.lines) == wanted
    assert sum(group.customers for group in found.groups) == len(found.lines)
    assert {line.reason for line in found.lines} == {group.reason for group in found.groups}


def test_a_filter_bridges_its_customers_only(company: Company, world: MakeWorld) -> None:
    engine = company(world(1))
    request = replace(MAY, filters={"size": ("large", "(none)")})

    found = bridge(engine, request, "average")

    assert _sum(group.change for group in found.groups) == (
        found.second.numerator - found.first.numerator,
        found.second.denominator - found.first.denominator,
    )


def test_each_customer_has_the_reason_in_words(company: Company) -> None:
    engine = company({"subscriptions": SPANS})

    def reasons(to: str, **parameters: Any) -> dict[str, tuple[str, str]]:  # noqa: ANN401 - of the metric
        found = bridge(engine, replace(MAY, parameters=parameters), to)
        return {line.customer_id: (line.reason, line.dates) for line in found.lines}

    assert reasons("stripe") == {
        "back": ("left and came back", "left 2024-05-02, still pays"),
        "joined": ("joined and left in the window", "left 2024-05-20"),
        "twice": ("left twice, having come back", "left 2024-05-28"),
    }
    assert reasons("baremetrics") == {
        "due": (
            "past due over 30 days: has left, although the subscription goes on",
            "left 2024-05-20 by baremetrics, still pays",
        ),
        "joined": ("joined and left in the window", "left 2024-05-20"),
        "owing": ("past due over 30 days before the start: no customer any more", "still pays"),
    }
    assert reasons("cancel_requested") == {
        "notice": (
            "gave notice, and paid on beyond the end",
            "left 2024-05-11 by cancel_requested, paid until 2024-07-01",
        ),
    }
    assert reasons("cancel_requested", trailing_days=20) == {
        "notice": ("gave notice before the start, and still paid then", "paid until 2024-07-01"),
    }


def test_customers_are_counted_and_not_listed_beyond_a_limit(company: Company) -> None:
    engine = company({"subscriptions": SPANS})

    found = bridge(engine, MAY, "stripe", most=2)

    assert (found.lines, found.unlisted) == ((), 3)
    assert sum(group.customers for group in found.groups) == 3


def test_without_dates_the_last_period_that_has_ended_is_bridged(company: Company) -> None:
    engine = company({"subscriptions": SPANS})
    undated = replace(MAY, start=None, end=None, as_of=date(2024, 6, 17))

    found = bridge(engine, undated, "stripe")

    assert found == bridge(engine, replace(MAY, as_of=undated.as_of), "stripe")
    assert found.lines


@pytest.mark.parametrize(
    ("change", "to", "message"),
    [
        ({}, "stipe", "Did you mean 'stripe'"),
        ({}, "standard", "standard was given twice"),
        (
            {"end": None},
            "stripe",
            "3 periods of one month lie between the dates.*--from 2024-07-01 --to 2024-08-01",
        ),
        ({"by": ("size",)}, "stripe", "segments were given"),
        ({"metric": "mrr"}, "standard", "its variants do not judge the same customers"),
    ],
)
def test_what_cannot_be_bridged_is_refused(
    change: dict[str, Any], to: str, message: str, company: Company
) -> None:
    customers = [{"customer_id": "c1", "size": "large"}]

    with pytest.raises(InputError, match=message):
        bridge(company({"subscriptions": SPANS, "customers": customers}), replace(MAY, **change), to)


def _span(customer: str, begins: str, ends: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - columns
    return {
        "subscription_id": f"{customer} {begins}",
        "customer_id": customer,
        "started_at": begins,
        "ended_at": ends,
        "state": "active",
        "amount_minor": 900,
        **more,
    }


SPANS = [
    _span("stays", "2023-01-01", None),
    _span("leaves", "2023-01-01", "2024-05-10"),
    _span("joined", "2024-05-05", "2024-05-20"),
    _span("twice", "2023-01-01", "2024-05-03"),
    _span("twice", "2024-05-08", "2024-05-28"),
    _span("back", "2023-01-01", "2024-05-02"),
    _span("back", "2024-05-09", None),
    _span("due", "2024-04-20", None, state="past_due"),
    _span("owing", "2024-03-01", None, state="past_due"),
    _span("notice", "2023-01-01", "2024-07-01", cancel_requested_at="2024-05-11"),
]


def _change(line: BridgeLine) -> tuple[int, int]:
    return line.second.numerator - line.first.numerator, line.second.denominator - line.first.denominator


def _sum(changes: Iterable[tuple[int, int] | BridgePart]) -> tuple[int, int]:
    pairs = list(changes)
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
