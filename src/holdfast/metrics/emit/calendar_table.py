"""The periods of a plan as a small table of values, by local date or by instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from holdfast.metrics.plan import Plan


def by_date(plan: Plan) -> exp.Select:
    """Rows of period, starts_on, ends_on, in local dates."""
    rows = [
        (sql.whole(number), sql.day(slot.period.start), sql.day(slot.period.end))
        for number, slot in enumerate(plan.slots)
    ]
    return sql.table_of("calendar", ("period", "starts_on", "ends_on"), rows)


def by_instant(plan: Plan) -> exp.Select:
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
    return exp.and_(
        exp.GTE(this=moment, expression=sql.column(start, periods)),
        exp.LT(this=moment.copy(), expression=sql.column(end, periods)),
    )
