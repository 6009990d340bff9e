"""The periods of a plan as a small table of values, by local date or by instant."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.plan import Plan

_MOST_COMPARED = 64
"""Periods told apart by comparisons; more make a long text."""


def by_date(plan: Plan) -> sql.Query:
    """Rows of period, starts_on, ends_on, in local dates."""
    rows = [
        (sql.whole(number), sql.day(slot.period.start), sql.day(slot.period.end))
        for number, slot in enumerate(plan.slots)
    ]
    return sql.table_of("calendar", ("period", "starts_on", "ends_on"), rows)


def by_instant(plan: Plan) -> sql.Query:
    """Rows of period, starts_at, ends_at, in UTC; the last ends at the as-of instant at the latest."""
    rows = [
        (
            sql.whole(number),
            sql.instant(plan.instant(slot.period.start)),
            sql.instant(min(plan.instant(slot.period.end), plan.as_of)),
        )
        for number, slot in enumerate(plan.slots)
    ]
    return sql.table_of("calendar", ("period", "starts_at", "ends_at"), rows)


def within(moment: exp.Expr, start: str, end: str, *, periods: str = "periods") -> exp.Expr:
    """The moment lies in the period: at its start or after it, and before its end."""
    return sql.all_of(
        exp.GTE(this=moment, expression=sql.column(start, periods)),
        exp.LT(this=moment.copy(), expression=sql.column(end, periods)),
    )


def period_number(plan: Plan, moment: exp.Expr) -> exp.Expr:
    """The position of the period in which a moment lies that `in_periods` lets through.

    A few comparisons per row: a join of the calendar with millions of rows takes ten times as long.
    """
    return number_among(moment, [plan.instant(slot.period.start) for slot in plan.slots])


def period_of_day(plan: Plan, day: exp.Expr) -> exp.Expr | None:
    """The position of the period in which a local date lies that is in one of them.

    None where they are so many, or leave days out between them, that a join with `by_date` is better.
    """
    periods = [slot.period for slot in plan.slots]
    follow = all(one.end == after.start for one, after in pairwise(periods))
    if not (follow and 0 < len(periods) <= _MOST_COMPARED):
        return None
    return _number_among(day, [sql.day(period.start) for period in periods], 0)


def number_among(moment: exp.Expr, starts: Sequence[datetime]) -> exp.Expr:
    """How many of the starts but the first lie at a moment or before it; they are in order, in naive UTC."""
    return _number_among(moment, [sql.instant(start) for start in starts], 0)


def in_periods(plan: Plan, moment: exp.Expr) -> exp.Expr:
    """The moment lies in one of the periods and before the as-of instant."""
    first, last = plan.slots[0].period.start, min(plan.slots[-1].period.end, plan.request.as_of)
    return sql.all_of(
        sql.not_before(moment.copy(), plan.instant(first)), sql.before(moment.copy(), plan.instant(last))
    )


def _number_among(moment: exp.Expr, starts: Sequence[exp.Expr], first: int) -> exp.Expr:
    """How many of the later starts lie at the moment or before it: halves, so that few are compared.

    Each start but the first stands in one place, and is taken over.
    """
    if len(starts) == 1:
        return sql.whole(first)
    middle = len(starts) // 2
    is_early = exp.LT(this=sql.copied(moment), expression=starts[middle])
    early = _number_among(moment, starts[:middle], first)
    return sql.case((is_early, early), default=_number_among(moment, starts[middle:], first + middle))


def ends_passed(plan: Plan, moment: exp.Expr) -> exp.Expr:
    """How many of the periods end at a moment or before it."""
    ends = [sql.instant(end) for end in period_ends(plan)]
    return _number_among(moment, [sql.whole(0), *ends], 0)


def last_days_passed(plan: Plan, day: exp.Expr) -> exp.Expr:
    """How many of the periods end before a local date, which is in one of them or before them."""
    ends = [sql.day(min(slot.period.end, plan.request.as_of)) for slot in plan.slots]
    return _number_among(day, [sql.whole(0), *ends], 0)


def period_ends(plan: Plan) -> list[datetime]:
    """The instants at which the periods end, none after the as-of instant."""
    return [min(plan.instant(slot.period.end), plan.as_of) for slot in plan.slots]
