"""The time that counts between two instants: a small calendar of UTC dates, looked up at both ends."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.business_hours import TEXT, business_hours, open_days
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.business_hours import OpenDay
    from holdfast.metrics.plan import Plan


def calendar_of(plan: Plan) -> Sequence[OpenDay]:
    """The dates from the first period of a plan to its as-of instant.

    Raises:
        InputError: The definition says no business hours, or they cannot be read.
    """
    hours = business_hours(dict(plan.texts)[TEXT])
    first = plan.instant(plan.slots[0].period.start)
    return open_days(hours, min(first, plan.as_of), plan.as_of, plan.request.time_zone)


def table(days: Sequence[OpenDay]) -> sql.Query:
    """Rows of day, passed (business microseconds before it), and opens and closes of each of its spans."""
    most = most_spans(days)
    names = [f"{side}_{number}" for number in range(most) for side in ("opens", "closes")]
    rows = []
    for day in days:
        # A day with fewer spans has more of no length, which add nothing.
        none = [(day.spans[-1][1] if day.spans else _midnight(day),) * 2] * (most - len(day.spans))
        ends = [moment for span in (*day.spans, *none) for moment in span]
        rows.append((sql.day(day.day), sql.whole(day.before), *(sql.instant(moment) for moment in ends)))
    return sql.table_of("calendar", ("day", "passed", *names), rows)


def most_spans(days: Sequence[OpenDay]) -> int:
    """The most spans that a date has."""
    return max(len(day.spans) for day in days)


def passed(moment: exp.Expr, step: str, spans: int, dialect: str) -> exp.Expr:
    """Business microseconds up to an instant, by the calendar's row of its date."""
    total: exp.Expr = sql.column("passed", step)
    for number in range(spans):
        opens, closes = (sql.column(f"{side}_{number}", step) for side in ("opens", "closes"))
        until = exp.Least(this=moment.copy(), expressions=[closes], ignore_nulls=True)
        since = exp.Greatest(this=until, expressions=[opens.copy()], ignore_nulls=True)
        total = exp.Add(this=total, expression=sql.microseconds_between(opens, since, dialect))
    return sql.paren(total)


def joined(query: sql.Query, moment: exp.Expr, step: str, dialect: str) -> sql.Query:
    """Joins the calendar, the step ``open_days``, under a name: by the UTC date of an instant."""
    day = sql.local_day(moment.copy(), "UTC", dialect)
    same = exp.EQ(this=sql.column("day", step), expression=day)
    return query.join(exp.alias_(exp.to_table("open_days"), step, table=True), on=same, join_type="LEFT")


def _midnight(day: OpenDay) -> datetime:
    return datetime.combine(day.day, time())
