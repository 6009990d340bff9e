"""From renewals by count to renewals by money: what each customer's contracts weigh."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from tests.metrics.bridge.leading import assert_leads

from holdfast.metrics import Request, measure
from holdfast.metrics.bridge import bridge

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]


def _asked(variant: str, **more: Any) -> Request:  # noqa: ANN401 - fields of a request
    given = {"as_of": date(2024, 7, 1), **more}
    parameters = {**more.get("parameters", {}), "variant": variant}
    return Request(metric="renewal_rate", **{**given, "parameters": parameters})


@pytest.mark.parametrize("variants", [("contracts", "money"), ("money", "contracts")])
@pytest.mark.parametrize("seed", range(2))
def test_money_over_one_denominator_leads_from_either_to_the_other(
    seed: int, variants: tuple[str, str], company: Company, world: MakeWorld
) -> None:
    """Prices of 1,007 for three months are no whole number by the month, and nor is the mean."""
    engine = company(_priced(world(seed, customers=60)))
    first, second = variants
    asked: dict[str, Any] = {"start": date(2024, 4, 1), "end": date(2024, 5, 1)}
    asked |= {"time_zone": "Asia/Kathmandu", "parameters": {"least_months": 1}}

    found = bridge(engine, _asked(first, **asked), second)

    assert_leads(found)
    assert found.lines
    assert found.first.denominator == found.second.denominator > 0
    for value, variant in ((found.first, first), (found.second, second)):
        [alone] = measure(engine, _asked(variant, **asked))
        assert value.value == alone.value
        # A rate of whole minor units is the rate, but for what rounding takes.
        assert Fraction(value.numerator, value.denominator) == pytest.approx(alone.value, abs=1e-3)


def test_each_customer_has_a_reason_and_what_both_count(company: Company) -> None:
    """Eight contracts of 80.00 by the month in all: the mean is 10.00."""
    found = bridge(company({"subscriptions": SPANS}), _asked("contracts", **JANUARY), "money")

    assert_leads(found)
    assert {one.customer_id: (one.reason, one.dates, one.first, one.second) for one in found.lines} == {
        "large": ("renewed; costs more by contract than the mean", *_sides(5, (1000, 1000), (3000, 3000))),
        "small": ("renewed; costs less by contract than the mean", *_sides(6, (1000, 1000), (500, 500))),
        "goes": ("lapsed; costs less by contract than the mean", *_sides(7, (0, 1000), (0, 500))),
        "two": (
            "some of several contracts renewed; costs less by contract than the mean",
            *_sides(9, (1000, 2000), (500, 1000)),
        ),
        "swaps": (
            "some of several contracts renewed; in all they cost as much as mean ones",
            *_sides(11, (1000, 2000), (300, 2000)),
        ),
    }
    assert (found.first.numerator, found.first.denominator, found.first.value) == (5000, 8000, 5 / 8)
    assert (found.second.numerator, found.second.denominator) == (5300, 8000)
    assert dict(found.first.details) == {"contracts": 8, "contracts_renewed": 5}
    assert "5 of 8 contracts were renewed" in found.note
    assert "costs the mean, 1,000." in found.note


def test_nobody_differs_where_all_contracts_cost_the_same(company: Company) -> None:
    spans = [_contract("one", 5, 500), _contract("other", 6, 500, ends="2024-01-06")]

    found = bridge(company({"subscriptions": spans}), _asked("money", **JANUARY), "contracts")

    assert not found.groups
    assert (found.second.numerator, found.second.denominator, found.second.value) == (500, 1000, 0.5)


def test_a_period_in_which_no_contract_is_due_has_nobody_and_no_value(company: Company) -> None:
    found = bridge(company({"subscriptions": []}), _asked("contracts", **JANUARY), "money")

    assert not found.groups
    assert {found.first.value, found.second.value} == {None}


def test_contracts_still_to_be_decided_are_on_neither_side(company: Company) -> None:
    """By the 8th, those due on the 5th, 6th and 7th are decided."""
    asked = _asked("contracts", **{**JANUARY, "as_of": date(2024, 1, 8)})

    found = bridge(company({"subscriptions": SPANS}), asked, "money")

    assert {one.customer_id for one in found.lines} == {"large", "small", "goes"}
    assert found.second.pending == 5


def test_a_filter_bridges_its_customers_only(company: Company) -> None:
    customers = [{"customer_id": one, "size": "big" if one in {"large", "two"} else "other"} for one in NAMES]
    asked = _asked("contracts", **JANUARY, filters={"size": ("big",)})

    found = bridge(company({"subscriptions": SPANS, "customers": customers}), asked, "money")

    assert_leads(found)
    assert {one.customer_id for one in found.lines} == {"large", "two"}
    assert found.second.denominator == 4000


JANUARY = {"start": date(2024, 1, 1), "end": date(2024, 2, 1)}


def _sides(day: int, first: tuple[int, int], second: tuple[int, int]) -> tuple[object, ...]:
    return f"due 2024-01-{day:02}", first, second


def _contract(customer: str, day: int, monthly: int, *, ends: str | None = None) -> dict[str, Any]:
    return {
        "subscription_id": f"{customer} {day} {monthly}",
        "customer_id": customer,
        "started_at": f"2023-01-{day:02} 12:00:00",
        "ended_at": ends and f"{ends} 12:00:00",
        "state": "active",
        "amount_minor": 12 * monthly,
        "interval_months": 12,
        "currency": "EUR",
    }


SPANS = [
    _contract("large", 5, 3000),
    _contract("small", 6, 500),
    _contract("goes", 7, 500, ends="2024-01-07"),
    _contract("two", 8, 500),
    _contract("two", 9, 500, ends="2024-01-09"),
    _contract("mean", 10, 1000),
    _contract("swaps", 10, 300),
    _contract("swaps", 11, 1700, ends="2024-01-11"),
]
NAMES = sorted({str(span["customer_id"]) for span in SPANS})


def _priced(tables: World) -> World:
    """Terms of one to three months, each span at a price of its own."""
    rows = [
        {**row, "amount_minor": 1000 + 7 * number, "interval_months": 1 + number % 3, "currency": "EUR"}
        for number, row in enumerate(tables["subscriptions"])
    ]
    return {**tables, "subscriptions": rows}
