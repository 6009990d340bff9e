"""The renewal rate against plain Python over contracts and their terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.errors import InputError
from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

Row = dict[str, Any]
World = dict[str, list[Row]]
MakeWorld = Callable[..., World]
Cells = dict[tuple[date, str], list[Fraction]]


def _dues(row: Row, zone: str) -> list[date]:
    """The days on which the terms of a span end, for two years."""
    begun = _day(row["started_at"], zone)
    found = []
    for passed in range(row["interval_months"], 25, row["interval_months"]):
        year, month = divmod(begun.year * 12 + begun.month - 1 + passed, 12)
        next_month = (
            date(year + month // 11, (month + 1) % 12 + 1, 1) if month == 11 else date(year, month + 2, 1)
        )
        last = (next_month - timedelta(days=1)).day
        found.append(date(year, month + 1, min(begun.day, last)))
    return found


def _oracle(rows: list[Row], sizes: dict[str, str], *, as_of: date, zone: str, within: int) -> Cells:
    """Renewed, decided, pending, and money renewed and decided, by month and size."""
    found: Cells = defaultdict(lambda: [Fraction(0)] * 5)
    counted = [row for row in rows if _counts(row, as_of, zone)]
    for row in counted:
        end = _known(row["ended_at"], as_of, zone)
        later = [
            other["started_at"]
            for other in counted
            if other["subscription_id"] == row["subscription_id"] and other["started_at"] > row["started_at"]
        ]
        following = _day(min(later), zone) if later else date.max
        for due in _dues(row, zone):
            if end is not None and end < due:
                continue
            cell = found[due.replace(day=1), sizes.get(row["customer_id"], "(none)")]
            if due + timedelta(days=within) >= as_of:
                cell[2] += 1
                continue
            renewed = end is None or end > due or following <= due + timedelta(days=within)
            price = Fraction(row["amount_minor"], row["interval_months"])
            for place, change in enumerate((renewed, 1, 0, price if renewed else 0, price)):
                cell[place] += change
    return found


def _counts(row: Row, as_of: date, zone: str) -> bool:
    return (
        row["state"] in {"active", "past_due", "ended"}
        and row["amount_minor"] > 0
        and _day(row["started_at"], zone) < as_of
        and (row["ended_at"] is None or row["ended_at"] > row["started_at"])
    )


def _known(end: datetime | None, as_of: date, zone: str) -> date | None:
    return _day(end, zone) if end is not None and _day(end, zone) < as_of else None


def _day(moment: datetime, zone: str) -> date:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize("within", [0, 10])
@pytest.mark.parametrize("as_of", [date(2024, 4, 1), date(2024, 6, 12)])
def test_every_count_is_what_the_oracle_counts(
    as_of: date, within: int, company: Company, world: MakeWorld
) -> None:
    for seed, zone in enumerate(("UTC", "America/New_York", "Asia/Kathmandu")):
        tables = _contracts(world(seed, customers=60))
        sizes = {row["customer_id"]: row["size"] or "(none)" for row in tables["customers"]}
        wanted = _oracle(tables["subscriptions"], sizes, as_of=as_of, zone=zone, within=within)
        engine = company(tables)
        for variant in ("contracts", "money"):
            parameters = {"variant": variant, "within_days": within, "least_months": 1}
            request = Request(
                metric="renewal_rate", as_of=as_of, start=date(2024, 1, 1), time_zone=zone, by=("size",),
                parameters=parameters,
            )  # fmt: skip

            for one in measure(engine, request):
                renewed, decided, pending, money, whole = wanted[one.period.start, one.segment[0][1]]
                shares = (renewed, decided) if variant == "contracts" else (money, whole)
                assert one.pending == pending
                assert one.value == (pytest.approx(float(shares[0] / shares[1])) if shares[1] else None)
                if variant == "contracts":
                    assert (Fraction(one.numerator), Fraction(one.denominator)) == shares


def test_who_leaves_in_the_middle_of_a_term_was_not_due(company: Company) -> None:
    engine = company(
        {
            "subscriptions": [
                _span("renews", "2023-05-10", None),
                _span("lapses", "2023-05-10", "2024-05-10"),
                _span("changes", "2023-05-10", "2024-05-10"),
                {**_span("changes", "2024-05-10", None), "amount_minor": 90_000},
                _span("leaves", "2023-05-10", "2024-02-01"),
                _span("monthly", "2023-05-10", None, months=1),
            ]
        }
    )

    [one] = measure(engine, _may())
    [money] = measure(engine, _may(variant="money"))

    assert (one.numerator, one.denominator, one.pending) == (2, 3, 0)
    assert (money.numerator, money.denominator) == (2000, 3000)


def test_a_contract_that_is_still_to_be_decided_is_pending(company: Company) -> None:
    engine = company(
        {"subscriptions": [_span("c1", "2023-05-20", None), _span("c2", "2023-05-02", "2024-05-02")]}
    )
    request = Request(metric="renewal_rate", as_of=date(2024, 5, 10), start=date(2024, 5, 1))

    [one] = measure(engine, request)

    assert (one.numerator, one.denominator, one.pending, one.is_mature) == (0, 1, 1, False)


def test_a_contract_signed_on_the_31st_is_due_on_the_last_day_of_a_shorter_month(company: Company) -> None:
    engine = company({"subscriptions": [_span("c1", "2023-11-30", None, months=3)]})
    request = Request(
        metric="renewal_rate", as_of=date(2024, 8, 1), start=date(2024, 2, 29), end=date(2024, 3, 1)
    )

    [one] = measure(engine, request)

    assert one.denominator == 1


def test_money_of_several_currencies_is_refused_and_contracts_are_counted(company: Company) -> None:
    engine = company(
        {
            "subscriptions": [
                _span("c1", "2023-05-10", None),
                {**_span("c2", "2023-05-10", None), "currency": "USD"},
            ]
        }
    )

    assert [one.denominator for one in measure(engine, _may())] == [2]
    with pytest.raises(InputError, match="1 in EUR, 1 in USD"):
        measure(engine, _may(variant="money"))


def _contracts(tables: World) -> World:
    """Contracts of one to three months, each carried on by the customer's next span."""
    rows = [
        {
            **row,
            "subscription_id": row["customer_id"],
            "interval_months": 1 + number % 3,
            "amount_minor": row["amount_minor"] and 1000 + 7 * number,
        }
        for number, row in enumerate(tables["subscriptions"])
    ]
    distinct = {(row["subscription_id"], row["started_at"]): row for row in rows}
    return {**tables, "subscriptions": list(distinct.values())}


def _span(name: str, begins: str, ends: str | None, *, months: int = 12) -> Row:
    return {
        "subscription_id": name,
        "customer_id": name,
        "started_at": begins,
        "ended_at": ends,
        "state": "active",
        "amount_minor": 12_000,
        "interval_months": months,
        "currency": "EUR",
    }


def _may(**parameters: Any) -> Request:  # noqa: ANN401 - a metric's parameters
    return Request(
        metric="renewal_rate",
        as_of=date(2024, 8, 1),
        start=date(2024, 5, 1),
        end=date(2024, 6, 1),
        parameters=parameters,
    )
