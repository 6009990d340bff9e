"""The value of cohorts against its meaning in plain Python, order by order, on random companies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]
AS_OF = date(2024, 6, 12)


def oracle(
    orders: list[dict[str, Any]], zone: str, window: int, *, refunds: bool
) -> dict[str, tuple[int, int, int]]:
    """Money, customers of the age and pending ones by month of the first purchase."""
    end = datetime.combine(AS_OF, datetime.min.time(), ZoneInfo(zone))
    days: dict[str, list[tuple[date, int]]] = {}
    for order in orders:
        moment = order["ordered_at"].replace(tzinfo=UTC)
        if order["customer_id"] and moment < end:
            day, amount = moment.astimezone(ZoneInfo(zone)).date(), order["amount_minor"]
            if order["kind"] == "sale" and amount >= 1:
                days.setdefault(order["customer_id"], []).append((day, amount))
            elif order["kind"] == "refund" and refunds:
                days.setdefault(order["customer_id"], []).append((day, -abs(amount)))
    found: dict[str, tuple[int, int, int]] = {}
    for some in days.values():
        sales = [day for day, amount in some if amount > 0]
        if sales:
            first = min(sales)
            month, is_old = f"{first:%Y-%m-01}", (AS_OF - first).days > window
            money = sum(amount for day, amount in some if 0 <= (day - first).days <= window)
            before = found.get(month, (0, 0, 0))
            now = (money, 1, 0) if is_old else (0, 0, 1)
            found[month] = (before[0] + now[0], before[1] + now[1], before[2] + now[2])
    return found


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize(("variant", "window"), [("standard", 30), ("gross", 30), ("standard", 0)])
@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_each_customer_brought(  # noqa: PLR0913, PLR0917 - a grid of cases
    seed: int, variant: str, window: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    request = Request(
        metric="historic_value",
        as_of=AS_OF,
        parameters={"within_days": window, "variant": variant},
        time_zone=zone,
    )

    found = measure(company(tables), request)

    wanted = oracle(tables["orders"], zone, window, refunds=variant == "standard")
    counted = {
        one.period.start.isoformat(): (one.numerator, one.denominator, one.pending)
        for one in found
        if one.denominator or one.pending
    }
    assert counted == wanted


def test_the_range_is_that_of_the_mean_over_customers(company: Company) -> None:
    """Three customers of 10, 20 and 60: mean 30, standard error 15.2753, Student's 4.3027 with 2 degrees."""
    orders = [
        {"order_id": f"o{n}", "customer_id": f"c{n}", "ordered_at": "2024-01-05", "amount_minor": amount}
        | {"kind": "sale", "currency": "EUR"}
        for n, amount in enumerate((1000, 2000, 6000))
    ]

    found = measure(
        company({"orders": orders}),
        Request(metric="historic_value", as_of=date(2024, 3, 1), parameters={"within_days": 10}),
    )

    assert found[0].value == 3000
    assert found[0].interval is not None
    assert found[0].interval.high - 3000 == pytest.approx(4.302653 * 1527.525, rel=1e-5)


def test_younger_customers_change_no_range(company: Company) -> None:
    orders = [
        {"order_id": f"o{n}", "customer_id": f"c{n}", "ordered_at": at, "amount_minor": 1000 * (n + 1)}
        | {"kind": "sale", "currency": "EUR"}
        for n, at in enumerate(("2024-01-05", "2024-01-06", "2024-01-30", "2024-01-31"))
    ]
    request = Request(metric="historic_value", as_of=date(2024, 2, 10), parameters={"within_days": 20})

    [both, _] = measure(company({"orders": orders}), request)
    [alone, _] = measure(company({"orders": orders[:2]}), request)

    assert (both.value, both.interval) == (alone.value, alone.interval)
    assert (both.pending, alone.pending) == (2, 0)


def test_several_currencies_are_refused_and_one_can_be_named(company: Company) -> None:
    orders = [
        {"order_id": f"o{n}", "customer_id": f"c{n}", "ordered_at": "2024-01-05", "amount_minor": 1000}
        | {"kind": "sale", "currency": currency}
        for n, currency in enumerate(("EUR", "EUR", "USD"))
    ]
    engine = company({"orders": orders})
    asked = {"as_of": date(2024, 3, 1), "metric": "historic_value"}

    with pytest.raises(InputError, match="2 with EUR, 1 with USD"):
        measure(engine, Request(**asked, parameters={"within_days": 10}))  # type: ignore[arg-type]
    [euro, *_] = measure(engine, Request(**asked, parameters={"within_days": 10, "currency": "EUR"}))  # type: ignore[arg-type]
    assert (euro.numerator, euro.denominator) == (2000, 2)
