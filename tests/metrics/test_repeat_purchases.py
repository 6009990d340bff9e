"""What counts as coming back to buy, and of whom it can be said: traps 14 and 17."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

Row = dict[str, Any]


@pytest.mark.parametrize(
    "later",
    [
        {"ordered_at": "2024-01-02 18:00"},
        {"ordered_at": "2024-01-09", "kind": "refund", "amount_minor": -1500},
        {"ordered_at": "2024-01-09", "kind": "refund", "amount_minor": 1500},
        {"ordered_at": "2024-01-09", "amount_minor": 0},
        {"ordered_at": "2024-01-09", "kind": "test"},
        {"ordered_at": "2024-01-09", "customer_id": None},
        {"order_id": "o1"},
    ],
    ids=[
        "the same day",
        "a refund",
        "a refund without its sign",
        "nothing paid",
        "a test",
        "a guest",
        "the same row again",
    ],
)
def test_trap_14_what_is_no_second_purchase_day_is_no_repeat(later: Row, company: Company) -> None:
    found = _measured(company, [_order("o1", "2024-01-02"), {**_order("o2", "2024-01-02"), **later}])

    assert (found.numerator, found.denominator) == (0, 1)


def test_trap_14_a_purchase_on_another_day_is_one(company: Company) -> None:
    found = _measured(company, [_order("o1", "2024-01-02"), _order("o2", "2024-01-03")])

    assert (found.numerator, found.denominator) == (1, 1)


def test_trap_14_guests_are_in_no_share_and_counted_beside_it(company: Company) -> None:
    guests = [{**_order(f"g{number}", "2024-01-05"), "customer_id": None} for number in range(3)]

    found = _measured(company, [_order("o1", "2024-01-02"), *guests])

    assert found.denominator == 1
    assert dict(found.details)["guest_orders"] == 3


def test_trap_17_a_cohort_of_30_days_has_no_rate_of_90(company: Company) -> None:
    """Every second customer comes back after 60 days: at 30 days of age nobody has, which is no rate of 0."""
    orders = [
        _order(f"o{customer}-{visit}", "2024-01-01", customer=f"c{customer}", days=60 * visit)
        for customer in range(100)
        for visit in range(1 + customer % 2)
    ]

    young = _measured(company, orders, within=90, as_of=date(2024, 1, 31))
    older = _measured(company, orders, within=90, as_of=date(2024, 3, 15))
    grown = _measured(company, orders, within=90, as_of=date(2024, 6, 1))

    assert (young.value, young.denominator, young.pending, young.is_mature) == (None, 0, 100, False)
    assert (older.value, older.pending, dict(older.details)["kaplan_meier_rate"]) == (None, 100, 0.5)
    assert (grown.value, grown.pending, grown.is_mature) == (0.5, 0, True)


def test_trap_17_the_naive_rate_falls_short_where_kaplan_meier_does_not(company: Company) -> None:
    """One first purchase a day; every second customer is back on day 60. In March most are young."""
    orders = [
        _order(f"o{day}-{visit}", "2024-01-01", customer=f"c{day}", days=day + 60 * visit)
        for day in range(90)
        for visit in range(1 + day % 2)
    ]

    details = dict(_measured(company, orders, within=90, as_of=date(2024, 3, 31), quarter=True).details)

    assert details["naive_rate"] < 0.2
    assert details["kaplan_meier_rate"] == pytest.approx(0.5, abs=0.02)


def _order(number: str, day: str, *, customer: str = "c1", days: int = 0) -> Row:
    at = date.fromisoformat(day) + timedelta(days=days)
    return {
        "order_id": number,
        "customer_id": customer,
        "ordered_at": f"{at} 10:00",
        "amount_minor": 1500,
        "currency": "EUR",
        "kind": "sale",
    }


def _measured(
    company: Company,
    orders: list[Row],
    *,
    within: int = 30,
    as_of: date = date(2024, 6, 1),
    quarter: bool = False,
) -> Measurement:
    request = Request(
        metric="repeat_purchase_rate",
        grain="quarter" if quarter else "month",
        as_of=as_of,
        start=date(2024, 1, 1),
        end=None if quarter else min(as_of, date(2024, 2, 1)),
        parameters={"within_days": within},
    )
    [found] = measure(company({"orders": orders}), request)
    return found
