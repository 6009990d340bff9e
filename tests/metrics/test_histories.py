"""Purchase histories against a slow reading of the same orders, customer by customer."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import sqlglot
from sqlglot import exp

from holdfast.errors import InputError
from holdfast.metrics.emit.dialects import DIALECTS
from holdfast.metrics.histories import (
    Histories,
    HistoriesRequest,
    compile_histories,
    compile_spending,
    purchase_histories,
    spending_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.metrics.conftest import Company, World

EVIL = "x'; DROP TABLE customers; --"
ZONES = ("UTC", "Europe/Berlin", "America/New_York")
CUSTOMERS = {"c": "large", "d": "small"}


def request(**given: Any) -> HistoriesRequest:  # noqa: ANN401 - fields of a request
    fields = {"as_of": date(2024, 6, 12), "calibration_end": date(2024, 4, 1), **given}
    return HistoriesRequest(**fields)


def bought(world: World, asked: HistoriesRequest) -> dict[str, dict[date, int]]:
    """Money by local date and customer, for sales that are enough and complete by the as-of date."""
    zone = ZoneInfo(asked.time_zone)
    end = datetime.combine(asked.as_of, datetime.min.time(), zone)
    days: defaultdict[str, dict[date, int]] = defaultdict(dict)
    for order in world["orders"]:
        moment = order["ordered_at"].replace(tzinfo=UTC)
        is_enough = order["amount_minor"] >= asked.least_amount_minor
        if order["customer_id"] and order["kind"] == "sale" and is_enough and moment < end:
            day = moment.astimezone(zone).date()
            spent = days[order["customer_id"]]
            spent[day] = spent.get(day, 0) + order["amount_minor"]
    return days


def oracle(world: World, asked: HistoriesRequest) -> Counter[tuple[int, ...]]:
    """Customers by repeats, recency, observed and held out."""
    found: Counter[tuple[int, ...]] = Counter()
    for days in bought(world, asked).values():
        before = sorted(day for day in days if day < asked.calibration_end)
        if before:
            last_day = asked.calibration_end - timedelta(days=1)
            row = (len(before) - 1, (before[-1] - before[0]).days, (last_day - before[0]).days)
            found[(*row, len(days) - len(before))] += 1
    return found


def counted(found: Histories) -> Counter[tuple[int, ...]]:
    *keys, _, _, customers = (column.tolist() for column in found.columns)
    rows = dict(zip(zip(*keys, strict=True), customers, strict=True))
    assert len(rows) == len(customers)
    return Counter(rows)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(6))
def test_histories_are_what_a_reading_of_each_customer_gives(
    seed: int, zone: str, world: Callable[..., World], company: Company
) -> None:
    tables = world(seed)
    asked = request(time_zone=zone)

    found = purchase_histories(company(tables), asked)

    assert counted(found[()]) == oracle(tables, asked)


@pytest.mark.parametrize("seed", range(4))
def test_with_nothing_held_out_the_history_is_the_whole(
    seed: int, world: Callable[..., World], company: Company
) -> None:
    """It has a query of its own, which aggregates less."""
    tables, asked = world(seed), request(calibration_end=date(2024, 6, 12))

    found = purchase_histories(company(tables), asked)[()]

    assert counted(found) == oracle(tables, asked)
    assert found.held_out_minor.sum() == found.held_out.sum() == 0
    days = bought(tables, asked).values()
    assert found.spent_minor.sum() == sum(on[day] for on in days for day in sorted(on)[1:])


@pytest.mark.parametrize("seed", range(4))
def test_money_is_what_repeats_and_later_days_brought(
    seed: int, world: Callable[..., World], company: Company
) -> None:
    tables, asked = world(seed), request()
    days = bought(tables, asked)
    earlier = {c: sorted(day for day in on if day < asked.calibration_end) for c, on in days.items()}

    found = purchase_histories(company(tables), asked)[()]

    assert sum(found.spent_minor) == sum(days[c][day] for c, on in earlier.items() for day in on[1:])
    assert sum(found.held_out_minor) == sum(
        days[c][day] for c, on in earlier.items() if on for day in days[c] if day not in on
    )


@pytest.mark.parametrize("seed", range(4))
def test_spending_is_that_of_each_customer_with_a_repeat(
    seed: int, world: Callable[..., World], company: Company
) -> None:
    tables, asked = world(seed), request()
    expected: Counter[tuple[int, int]] = Counter()
    for days in bought(tables, asked).values():
        before = sorted(day for day in days if day < asked.calibration_end)
        if len(before) > 1:
            expected[len(before) - 1, sum(days[day] for day in before[1:])] += 1

    found = spending_rows(company(tables), asked, repeaters=10)

    keys = zip(found.repeats.tolist(), found.spent_minor.tolist(), strict=True)
    assert dict(zip(keys, found.customers.tolist(), strict=True)) == expected


def test_of_very_many_customers_amounts_keep_three_digits(company: Company) -> None:
    amounts = {"a": 999, "b": 1000, "c": 12_349, "d": 9_999_999, "e": 1_234_567_890_123}
    orders = [
        {"order_id": f"{c}{day}", "customer_id": c, "ordered_at": f"2024-01-0{day}", "amount_minor": amount}
        | {"kind": "sale", "currency": "EUR"}
        for c, amount in amounts.items()
        for day in (1, 2)
    ]

    found = spending_rows(company({"orders": orders}), request(), repeaters=1_000_000)

    assert found.is_rounded
    assert sorted(found.spent_minor) == [999, 1005, 12_350, 9_995_000, 1_235_000_000_000]


def test_segments_add_up_and_filters_pick_them(world: Callable[..., World], company: Company) -> None:
    engine = company(world(3))

    parts = purchase_histories(engine, request(by=("size",)))

    whole = counted(purchase_histories(engine, request())[()])
    assert sum((counted(part) for part in parts.values()), Counter[tuple[int, ...]]()) == whole
    for (size,), part in parts.items():
        picked = purchase_histories(engine, request(filters={"size": (size,)}))
        if size != "(none)":  # a filter lets customers through, who orders without being one is none
            assert counted(picked[()]) == counted(part)


def test_limits_of_the_first_purchase_pick_a_cohort(world: Callable[..., World], company: Company) -> None:
    engine, limits = company(world(2)), {"first_from": date(2024, 1, 1), "first_until": date(2024, 2, 1)}

    found = counted(purchase_histories(engine, request(**limits))[()])

    everybody = counted(purchase_histories(engine, request())[()])
    in_january = {key: n for key, n in everybody.items() if 60 <= key[2] <= 90}
    assert found == in_january


def test_what_happens_after_the_as_of_date_changes_nothing(
    world: Callable[..., World], company: Company
) -> None:
    tables = world(5)
    later = dict(
        tables["orders"][0],
        order_id="later",
        ordered_at=datetime(2024, 7, 1, tzinfo=UTC).replace(tzinfo=None),
    )

    before = purchase_histories(company(tables), request())
    after = purchase_histories(company({**tables, "orders": [*tables["orders"], later]}), request())

    assert [column.tolist() for column in after[()].columns] == [
        column.tolist() for column in before[()].columns
    ]


def test_where_nobody_bought_there_are_no_histories(company: Company) -> None:
    engine = company({})

    assert purchase_histories(engine, request()) == {}
    assert len(spending_rows(engine, request(), repeaters=0).repeats) == 0


def test_a_calibration_after_the_data_is_refused() -> None:
    with pytest.raises(InputError, match="calibration_end"):
        request(calibration_end=date(2024, 6, 13))


def test_a_segment_that_is_not_there_is_refused(company: Company) -> None:
    with pytest.raises(InputError, match="segment column"):
        purchase_histories(company({}), request(by=("colour",)))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_parses_back_to_itself_and_keeps_what_the_user_gave_as_text(dialect: str) -> None:
    asked = request(by=('pl"an',), filters={"size": (EVIL, "(none)")}, time_zone="Europe/Berlin")

    for text in (compile_histories(asked, dialect), compile_spending(asked, dialect, is_rounded=True)):
        [tree] = sqlglot.parse(text, dialect=dialect)
        assert tree is not None
        assert tree.sql(dialect=dialect, pretty=True) == text
        assert EVIL in {literal.this for literal in tree.find_all(exp.Literal)}
        assert not tree.find(exp.Drop)
