"""The end that conversion and repeat share: from anchors and gaps in days to a histogram by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.plan import Plan

MATURE, YOUNG = "mature", "young"


def histogram(query: exp.Select, plan: Plan, *, window: int | None, mature_until: date) -> exp.Select:
    """Adds the last steps after one that is called ``gaps`` (anchored_on, gap, followed, segments).

    Days are counted up to the window; whoever got there later, or was followed for longer, counts as last
    seen the day after it. So the histogram has at most window + 2 days, however long the data are.

    Args:
        query: With the step ``gaps``, one row per entity.
        plan: For the calendar.
        window: Days; None counts them without end.
        mature_until: The last anchor whose window has passed.
    """
    columns = [sql.column(name) for name in members.segment_names(plan)]
    happened, days = _days(window)
    daily = exp.select(
        "anchored_on",
        *columns,
        sql.case((happened.copy(), sql.whole(1)), default=sql.whole(0)).as_("x"),
        days.as_("y"),
        exp.Count(this=exp.Star()).as_("n"),
    ).from_("gaps")
    # Grouped by day first: so the calendar joins hundreds of days and not millions of customers.
    daily = members.grouped(daily, plan, keys=3)
    return _by_period(query.with_("daily", as_=daily, copy=False), plan, mature_until=mature_until)


def _days(window: int | None) -> tuple[exp.Expr, exp.Expr]:
    """Whether the outcome came in time, and the days up to it or to where the entity was last seen."""
    gap, followed = sql.column("gap"), sql.column("followed")
    happened = sql.known(gap)
    reached = exp.Greatest(this=gap.copy(), expressions=[sql.whole(0)], ignore_nulls=True)
    if window is None:
        return happened, sql.case((happened.copy(), reached), default=followed)
    in_time = exp.and_(happened, exp.LTE(this=gap.copy(), expression=sql.whole(window)))
    last_seen = exp.Least(this=followed, expressions=[sql.whole(window + 1)], ignore_nulls=True)
    return in_time, sql.case((in_time.copy(), reached), default=last_seen)


def _by_period(query: exp.Select, plan: Plan, *, mature_until: date) -> exp.Select:
    is_mature = exp.LTE(this=sql.column("anchored_on", "daily"), expression=sql.day(mature_until))
    total = exp.cast(exp.Sum(this=sql.column("n", "daily")), exp.DataType.Type.BIGINT)
    answer = (
        query.with_("periods", as_=calendar_table.by_date(plan), copy=False)
        .select(
            sql.case((is_mature, sql.text(MATURE)), default=sql.text(YOUNG)).as_("part"),
            sql.column("period", "periods"),
            *(sql.column(name, "daily") for name in members.segment_names(plan)),
            sql.column("x", "daily"),
            sql.column("y", "daily"),
            total.as_("n"),
            copy=False,
        )
        .from_("daily", copy=False)
        .join(
            "periods",
            on=calendar_table.within(sql.column("anchored_on", "daily"), "starts_on", "ends_on"),
            copy=False,
        )
    )
    return members.grouped(answer, plan, keys=4)
