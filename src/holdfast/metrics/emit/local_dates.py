"""Local dates of a plan's instants, by offsets from UTC where the engine converts slowly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.plan import Plan

Node = exp.Expr
_SLOW = frozenset({"duckdb"})
"""Dialects whose conversion of an instant takes ten times as long as the comparisons that replace it."""
_MICROSECONDS = 1_000_000
_MOST_CHANGES = 16
"""Changes of the clock written out: eight years of summer time. Earlier instants the engine converts."""


class Offset(NamedTuple):
    """From an instant on, as naive UTC, local time is so many seconds ahead of it."""

    since: datetime
    seconds: int


def local_day(plan: Plan, moment: Node, dialect: str, *, is_counted: bool = False) -> Node:
    """The local date of an instant, in the plan's time zone; null where the instant is.

    Offsets are known from the start of the first period, or the last changes, up to the as-of instant. What
    lies outside is converted by the engine.

    Args:
        plan: Of the zone, the periods and the as-of date.
        moment: The instant.
        dialect: SQLGlot's name of it.
        is_counted: It is null, or in the first period or after it, and before the as-of instant: rows of
            which that does not hold are left out, or the date does not matter.
    """
    zone = plan.request.time_zone
    converted = sql.local_day(moment, zone, dialect)
    if dialect not in _SLOW or zone == "UTC" or not plan.slots:
        return converted
    start = plan.instant(plan.slots[0].period.start)
    if start >= plan.as_of:
        return converted
    offsets = _offsets(zone, start, plan.as_of)[-_MOST_CHANGES - 1 :]
    is_known = sql.all_of(
        sql.not_before(moment.copy(), offsets[0].since), sql.before(moment.copy(), plan.as_of)
    )
    # Whole numbers: adding an interval takes an instant apart into day and time of day, at twice the cost.
    since_1970 = exp.Anonymous(this="EPOCH_US", expressions=[moment.copy()])
    shifted = exp.Add(this=since_1970, expression=_ahead(moment, offsets))
    day = sql.cast(exp.Anonymous(this="MAKE_TIMESTAMP", expressions=[shifted]), exp.DType.DATE)
    if is_counted and offsets[0].since == start:
        return day
    return sql.case((is_known, day), default=converted)


def _ahead(moment: Node, offsets: Sequence[Offset]) -> Node:
    """The offset of an instant in microseconds: halves, so that few are compared."""
    if len(offsets) == 1:
        return sql.whole(offsets[0].seconds * _MICROSECONDS)
    middle = len(offsets) // 2
    is_early = sql.before(moment.copy(), offsets[middle].since)
    return sql.case((is_early, _ahead(moment, offsets[:middle])), default=_ahead(moment, offsets[middle:]))


@lru_cache(maxsize=64)
def _offsets(zone: str, start: datetime, end: datetime) -> tuple[Offset, ...]:
    """The offset at a start and every change of it before an end, all in naive UTC."""
    found = [Offset(start, _seconds(zone, start))]
    before = start
    while before < end:
        after = min(before + timedelta(days=1), end)
        if _seconds(zone, after) != found[-1].seconds:
            change = _change(zone, before, after)
            found.append(Offset(change, _seconds(zone, change)))
        before = after
    return tuple(found)


def _change(zone: str, before: datetime, after: datetime) -> datetime:
    """The first whole second of a new offset, between an instant of the old one and one of the new."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _seconds(zone, middle) == _seconds(zone, before):
            before = middle
        else:
            after = middle
    return after


def _seconds(zone: str, moment: datetime) -> int:
    offset = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    return 0 if offset is None else offset // timedelta(seconds=1)
