"""From the value of customers after refunds to that before them: to whom money went back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.metrics.bridge.leading import assert_leads

from holdfast.metrics import Request, measure
from holdfast.metrics.bridge import bridge

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]


def _asked(variant: str, **more: Any) -> Request:  # noqa: ANN401 - fields of a request
    given = {"as_of": date(2024, 7, 1), "start": date(2024, 1, 1), "end": date(2024, 2, 1)}
    parameters = {"within_days": 30, **more.pop("parameters", {}), "variant": variant}
    return Request(metric="historic_value", **{**given, **more}, parameters=parameters)


@pytest.mark.parametrize("variants", [("standard", "gross"), ("gross", "standard")])
@pytest.mark.parametrize("month", range(1, 5))
def test_refunds_lead_from_either_value_to_the_other(
    month: int, variants: tuple[str, str], company: Company, world: MakeWorld
) -> None:
    tables = world(3, customers=12)
    orders = [{**row, "currency": "EUR"} for row in tables["orders"]]
    engine = company({**tables, "orders": orders})
    first, second = variants
    asked = {"start": date(2024, month, 1), "end": date(2024, month + 1, 1), "time_zone": "Asia/Kathmandu"}

    found = bridge(engine, _asked(first, **asked), second)

    assert_leads(found)
    assert [found.first] == list(measure(engine, _asked(first, **asked)))
    assert [found.second] == list(measure(engine, _asked(second, **asked)))


def test_each_customer_has_a_reason_the_day_of_the_last_refund_and_both_sums(company: Company) -> None:
    found = bridge(company({"orders": ORDERS}), _asked("standard"), "gross")

    assert_leads(found)
    assert {one.customer_id: (one.reason, one.dates, one.first, one.second) for one in found.lines} == {
        "part": ("got a part of the money back", "last refund 2024-01-09", (800, 1), (1500, 1)),
        "all": ("got all of the money back", "last refund 2024-01-12", (0, 1), (900, 1)),
        "more": (
            "got more back than was paid within the window",
            "last refund 2024-02-02",
            (-100, 1),
            (900, 1),
        ),
    }
    assert [(one.reason, one.customers, one.change) for one in found.groups] == [
        ("got a part of the money back", 1, (700, 0)),
        ("got all of the money back", 1, (900, 0)),
        ("got more back than was paid within the window", 1, (1000, 0)),
    ]


def test_who_is_too_young_is_on_neither_side(company: Company) -> None:
    """On 4 February, customers of 1 to 4 January are 30 days old."""
    found = bridge(company({"orders": ORDERS}), _asked("gross", as_of=date(2024, 2, 4)), "standard")

    assert {one.customer_id for one in found.lines} == {"part", "more"}
    assert found.first.pending > 0


def test_a_filter_bridges_its_customers_only(company: Company) -> None:
    customers = [{"customer_id": one, "size": one} for one in ("part", "all", "more", "keeps")]
    asked = _asked("gross", filters={"size": ("part", "keeps")})

    found = bridge(company({"orders": ORDERS, "customers": customers}), asked, "standard")

    assert [one.customer_id for one in found.lines] == ["part"]
    assert_leads(found)


def _order(customer: str, day: str, amount: int, kind: str = "sale") -> dict[str, Any]:
    return {
        "order_id": f"{customer} {day} {kind}",
        "customer_id": customer,
        "ordered_at": f"{day} 10:00:00",
        "amount_minor": amount,
        "currency": "EUR",
        "kind": kind,
    }


ORDERS = [
    _order("keeps", "2024-01-01", 1500),
    _order("part", "2024-01-02", 1500),
    # A refund is written with either sign; one after the window is not counted.
    _order("part", "2024-01-05", -400, "refund"),
    _order("part", "2024-01-09", 300, "refund"),
    _order("part", "2024-02-02", 300, "refund"),
    _order("all", "2024-01-10", 900),
    _order("all", "2024-01-12", 900, "refund"),
    _order("more", "2024-01-03", 900),
    _order("more", "2024-02-02", 1000, "refund"),
]
