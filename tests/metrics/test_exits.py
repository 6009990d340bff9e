"""What leavers paid by reason, against plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.metrics import Request
from holdfast.metrics.exits import exits, last_paid

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
AS_OF, START = date(2024, 6, 12), date(2023, 9, 1)
END, SINCE = datetime(2024, 6, 11, 22), datetime(2023, 8, 31, 22)  # noqa: DTZ001 - UTC, as columns are
PAID = {"active", "past_due", "ended"}


def asked(metric: str = "logo_churn") -> Request:
    return Request(metric=metric, as_of=AS_OF, time_zone="Europe/Berlin")


def gone(world: World) -> dict[str, list[dict[str, Any]]]:
    """The spans of everybody who left that ended last: several where several subscriptions ended at once."""
    spans: dict[str, list[dict[str, Any]]] = {}
    for row in world["subscriptions"]:
        if (
            row["customer_id"]
            and row["state"] in PAID
            and row["amount_minor"] > 0
            and row["started_at"] < END
        ):
            spans.setdefault(row["customer_id"], []).append(row)
    last = {customer: max(row["ended_at"] or END for row in own) for customer, own in spans.items()}
    return {
        customer: [row for row in own if row["ended_at"] == last[customer]]
        for customer, own in spans.items()
        if last[customer] < END
    }


def by_hand(world: World) -> dict[str | None, tuple[int, float]]:
    """Customers and yearly money by reason."""
    people: defaultdict[str | None, int] = defaultdict(int)
    money: defaultdict[str | None, float] = defaultdict(float)
    for customer, own in gone(world).items():
        if own[0]["ended_at"] < SINCE:
            continue
        reason = _reason(world, customer)
        people[reason] += 1
        money[reason] += sum(row["amount_minor"] * 12 / row["interval_months"] for row in own)
    return {reason: (count, money[reason]) for reason, count in people.items()}


def _reason(world: World, customer: str) -> str | None:
    own = [
        row
        for row in world.get("churn_reasons", [])
        if row["customer_id"] == customer and SINCE <= row["left_at"] < END
    ]
    last = max((row["left_at"] for row in own), default=None)
    said = [row["reason"] for row in own if row["left_at"] == last and row["reason"] is not None]
    return min(said, default=None)


def with_reasons(world: World) -> World:
    """Some wrote a reason, two of them twice, one after the data end, and one at an instant two."""
    customers = sorted({row["customer_id"] for row in world["subscriptions"] if row["customer_id"]})
    rows = []
    for number, customer in enumerate(customers):
        if number % 3:
            rows.append(_said(customer, datetime(2024, 1, 5), ("price", "missing", None)[number % 5 % 3]))  # noqa: DTZ001
        if number % 7 == 0:
            rows.append(_said(customer, datetime(2024, 2, 1), "competitor"))  # noqa: DTZ001
            rows.append(_said(customer, datetime(2024, 2, 1), "bought"))  # noqa: DTZ001
        if number % 11 == 0:
            rows.append(_said(customer, END, "later"))
            rows.append(_said(customer, datetime(2021, 1, 1), "long ago"))  # noqa: DTZ001
    return {**world, "churn_reasons": rows}


def _said(customer: str, at: datetime, reason: str | None) -> dict[str, Any]:
    return {"customer_id": customer, "left_at": at, "reason": reason, "text": None, "source": "form"}


@pytest.mark.parametrize("seed", range(3))
def test_customers_and_money_of_each_reason_are_what_plain_python_counts(
    seed: int, company: Company, world: MakeWorld
) -> None:
    made = with_reasons(world(seed, customers=200))

    found = exits(company(made), asked(), start=START)

    wanted = by_hand(made)
    months = {
        customer: sum(row["amount_minor"] / row["interval_months"] for row in own)
        for customer, own in gone(made).items()
    }
    assert dict(last_paid(company(made), asked())) == pytest.approx(months)
    assert {one.reason: (one.customers, round(one.yearly_minor, 6)) for one in found} == wanted
    assert len(wanted) > 2
    assert [one.yearly_minor for one in found] == sorted((one.yearly_minor for one in found), reverse=True)


def test_an_add_on_without_a_notice_is_lost_with_its_contract(company: Company, world: MakeWorld) -> None:
    """A contract of 100 a month and an add-on of 20 end together; the old plan of 50 had been replaced."""
    old, contract, add_on = (dict(row) for row in world(1)["subscriptions"][:3])
    days = [datetime(2024, month, 1) for month in (1, 2, 4, 5)]  # noqa: DTZ001 - UTC, as columns are
    alike = {"customer_id": "A", "state": "ended", "interval_months": 1, "cancel_requested_at": None}
    old |= alike | {"started_at": days[0], "ended_at": days[1], "amount_minor": 50}
    contract |= alike | {"started_at": days[1], "ended_at": days[3], "amount_minor": 100}
    contract["cancel_requested_at"] = days[2]
    add_on |= alike | {"started_at": days[1], "ended_at": days[3], "amount_minor": 240, "interval_months": 12}
    engine = company({**world(1), "subscriptions": [old, contract, add_on]})

    by_notice = replace(asked(), parameters={"variant": "cancel_requested"})

    assert last_paid(engine, asked(), by_notice) == {"A": 120.0}
    assert last_paid(engine, by_notice) == {"A": 20.0}


def test_without_a_table_of_reasons_no_reason_is_known(company: Company, world: MakeWorld) -> None:
    made = {name: rows for name, rows in world(1).items() if name != "churn_reasons"}

    found = exits(company(made), asked(), start=START)

    assert [one.reason for one in found] == [None]
    assert found[0].customers == by_hand(made)[None][0]


def test_a_metric_without_spans_is_a_bug_of_the_caller(company: Company, world: MakeWorld) -> None:
    with pytest.raises(TypeError, match="nps"):
        exits(company(world(1)), asked("nps"), start=START)
