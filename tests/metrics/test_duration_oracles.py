"""Durations in days, and waits in hours, against their meaning in plain Python, on random companies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from holdfast.metrics import Request, measure

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

Row = dict[str, Any]
World = dict[str, list[Row]]
MakeWorld = Callable[..., World]
AS_OF, START = date(2024, 6, 12), date(2024, 1, 1)
Wait = tuple[date, str, int, bool, bool]
"""Month, size, units waited, whether the wait is over, and whether its limit has passed."""


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("event", ["", "report", "report, export"])
def test_time_to_value_counts_what_its_oracle_counts(
    event: str, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables = world(seed)
    parameters: dict[str, str | int] = {"event": event, "within_days": 9}

    found = _measured(company(tables), "time_to_value", zone, parameters, units=1)

    names = {name.strip() for name in event.split(",")} if event else {"login", "report", "export"}
    assert found == _wanted(_arrivals(tables, names, ZoneInfo(zone)), limit=9)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("variant", ["full", "first"])
def test_resolution_time_counts_what_its_oracle_counts(
    variant: str, seed: int, zone: str, company: Company, world: MakeWorld
) -> None:
    tables, column = world(seed), {"full": "last_solved_at", "first": "first_solved_at"}[variant]
    parameters: dict[str, str | int] = {"variant": variant, "limit_hours": 48}

    found = _measured(company(tables), "resolution_time", zone, parameters, units=60)

    assert found == _wanted(_solutions(tables, column, ZoneInfo(zone)), limit=48 * 60)


def _measured(
    engine: Any,  # noqa: ANN401 - as the fixture makes it
    metric: str,
    zone: str,
    parameters: dict[str, str | int],
    *,
    units: int,
) -> dict[tuple[date, str], tuple[int | None, ...]]:
    request = Request(
        metric=metric, as_of=AS_OF, start=START, time_zone=zone, by=("size",), parameters=parameters
    )
    found = {}
    for one in measure(engine, request):
        details = dict(one.details)
        times = [None if time is None else round(time * units) for time in (one.value, details.get("p75"))]
        limits = (int(details["within_limit"]), int(details["old_enough"]))
        if one.denominator:
            key = one.period.start, one.segment[0][1]
            found[key] = (one.numerator, one.denominator, one.pending, *times, *limits)
    return found


def _arrivals(tables: World, names: set[str], zone: ZoneInfo) -> Iterator[Wait]:
    for row in tables["customers"]:
        signed = _day(row["signed_at"], zone)
        if START <= signed < AS_OF:
            days = [
                (_day(event["occurred_at"], zone) - signed).days
                for event in tables["events"]
                if event["customer_id"] == row["customer_id"]
                and event["name"] in names
                and event["occurred_at"] >= row["signed_at"]
                and _day(event["occurred_at"], zone) < AS_OF
            ]
            followed = (AS_OF - timedelta(days=1) - signed).days
            is_old = signed + timedelta(days=9) < AS_OF
            size = row["size"] or "(none)"
            yield signed.replace(day=1), size, min(days, default=followed), bool(days), is_old


def _solutions(tables: World, column: str, zone: ZoneInfo) -> Iterator[Wait]:
    sizes = {row["customer_id"]: row["size"] or "(none)" for row in tables["customers"]}
    local = datetime(AS_OF.year, AS_OF.month, AS_OF.day, tzinfo=zone)
    stop = local.astimezone(UTC).replace(tzinfo=None)
    for row in tables["tickets"]:
        opened, solved = row["opened_at"], row[column]
        month = _day(opened, zone).replace(day=1)
        if not START <= _day(opened, zone) < AS_OF or (solved is not None and solved < opened):
            continue
        is_over = solved is not None and solved < stop
        minutes = -((opened - (solved if is_over else stop)) // timedelta(minutes=1))
        is_old = opened + timedelta(hours=48) <= stop
        yield month, sizes.get(row["customer_id"], "(none)"), minutes, is_over, is_old


def _wanted(waits: Iterator[Wait], *, limit: int) -> dict[tuple[date, str], tuple[int | None, ...]]:
    cells: dict[tuple[date, str], list[tuple[int, bool, bool]]] = defaultdict(list)
    for month, size, time, is_over, is_old in waits:
        cells[month, size].append((time, is_over, is_old))
    return {key: _one(cell, limit) for key, cell in cells.items()}


def _one(cell: list[tuple[int, bool, bool]], limit: int) -> tuple[int | None, ...]:
    median, third = _quantile(cell, Fraction(1, 2)), _quantile(cell, Fraction(3, 4))
    waiting = [time for time, is_over, _ in cell if not is_over]
    within = sum(is_old and is_over and time <= limit for time, is_over, is_old in cell)
    pending = sum(median is None or time < median for time in waiting)
    old = sum(is_old for *_, is_old in cell)
    return len(cell) - len(waiting), len(cell), pending, median, third, within, old


def _quantile(cell: list[tuple[int, bool, bool]], share: Fraction) -> int | None:
    """The shortest time within which a share has ended, by the product of Kaplan and Meier in fractions."""
    survival = Fraction(1)
    for time in sorted({time for time, is_over, _ in cell if is_over}):
        at_risk = sum(other >= time for other, *_ in cell)
        survival *= 1 - Fraction(sum(other == time and over for other, over, _ in cell), at_risk)
        if survival <= 1 - share:
            return time
    return None


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.replace(tzinfo=UTC).astimezone(zone).date()
