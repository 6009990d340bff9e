"""Months of contracts against a slow reading of the same spans, customer by customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import sqlglot

from holdfast.errors import InputError
from holdfast.metrics.emit.dialects import DIALECTS
from holdfast.metrics.renewals import RenewalsRequest, compile_renewals, contract_months

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

MakeWorld = Callable[..., dict[str, list[dict[str, Any]]]]
AS_OF, END = date(2024, 6, 12), date(2024, 4, 1)


def request(**given: Any) -> RenewalsRequest:  # noqa: ANN401 - fields of a request
    return RenewalsRequest(**{"as_of": AS_OF, "calibration_end": END, **given})


def months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def oracle(spans: list[dict[str, Any]], zone: str) -> Counter[tuple[int, ...]]:
    """Customers, and what they pay, by the keys of the query."""
    end = datetime.combine(AS_OF, datetime.min.time(), ZoneInfo(zone))
    own: dict[str, list[dict[str, Any]]] = {}
    for span in spans:
        is_paid = span["state"] in {"active", "past_due", "ended"} and span["amount_minor"] > 0
        if is_paid and span["started_at"].replace(tzinfo=UTC) < end:
            own.setdefault(span["customer_id"], []).append(span)
    found: Counter[tuple[int, ...]] = Counter()
    for some in own.values():
        first = _day(min(span["started_at"] for span in some), zone)
        going = [s for s in some if s["ended_at"] is None or s["ended_at"].replace(tzinfo=UTC) >= end]
        last = None if going else _day(max(span["ended_at"] for span in some), zone)
        intervals = {span["interval_months"] for span in some}
        key = (
            intervals.pop() if len(intervals) == 1 else 0,
            months(first, END - timedelta(days=1)) if first < END else -1,
            months(first, AS_OF - timedelta(days=1)),
            months(first, last) if last else -1,
            int(bool(last and last.day != first.day)),
        )
        found[(*key, sum(span["amount_minor"] for span in going))] += 1
    return found


def _day(moment: datetime, zone: str) -> date:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("seed", range(6))
def test_months_are_what_a_reading_of_each_customer_gives(
    seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)

    found = contract_months(company(tables), request(time_zone=zone))

    counted: Counter[tuple[int, ...]] = Counter()
    for *key, _, customers in found[()]:
        counted[tuple(key)] += customers
    wanted: Counter[tuple[int, ...]] = Counter()
    for (*key, _), customers in oracle(tables["subscriptions"], zone).items():
        wanted[tuple(key)] += customers
    assert counted == wanted
    paid = sum(key[-1] * n for key, n in oracle(tables["subscriptions"], zone).items())
    assert sum(row[-2] for row in found[()]) == paid


def test_segments_add_up(company: Company, world: MakeWorld) -> None:
    engine = company(world(3))

    parts = contract_months(engine, request(by=("size",)))

    whole = contract_months(engine, request())[()]
    assert sum(row[-1] for rows in parts.values() for row in rows) == sum(row[-1] for row in whole)


def test_without_contracts_there_are_no_rows(company: Company) -> None:
    assert contract_months(company({}), request()) == {}


def test_a_calibration_after_the_data_is_refused() -> None:
    with pytest.raises(InputError, match="calibration_end"):
        request(calibration_end=date(2024, 6, 13))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_parses_back_to_itself(dialect: str) -> None:
    text = compile_renewals(request(by=('pl"an',), time_zone="Europe/Berlin"), dialect)

    [tree] = sqlglot.parse(text, dialect=dialect)

    assert tree is not None
    assert tree.sql(dialect=dialect, pretty=True) == text
