"""The end that all windows in days share: from anchors and gaps in days to a histogram by period."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members, settling
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.plan import Plan

MATURE, YOUNG = "mature", "young"


def histogram(  # noqa: PLR0913 - the steps, and what tells where they lie
    query: sql.Query,
    plan: Plan,
    dialect: str,
    *,
    window: int | None,
    mature_until: date,
    is_counted: bool = False,
) -> sql.Query:
    """Adds the last steps after one that is called ``gaps`` (anchored_on, gap, segments).

    Days are counted up to the window; whoever got there later, or was followed for longer, counts as last
    seen the day after it. So the histogram has at most window + 2 days, however long the data are.

    Args:
        query: With the step ``gaps``, one row per entity.
        plan: For the calendar.
        dialect: SQLGlot's name of it.
        window: Days; None counts them without end.
        mature_until: The last anchor whose window has passed.
        is_counted: All anchors are in the periods, so that comparisons tell which; a filter on days would be
            done for each row, which costs more than joining days with periods does.
    """
    # Grouped by day first: so the calendar joins hundreds of days and not millions of customers. How long
    # somebody was followed is left for later: it follows from the day, and each key of a group costs.
    daily = sql.select(
        "anchored_on",
        *(sql.column(name) for name in members.segment_names(plan)),
        sql.named(_reached(window), "reached"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_("gaps")
    daily = members.grouped(daily, plan, keys=2)
    steps = query.with_("daily", as_=daily)
    last_seen = _last_seen(plan, dialect, window)
    number = calendar_table.period_of_day(plan, sql.column("anchored_on", "daily")) if is_counted else None
    return _by_period(steps, plan, dialect, number, last_seen=last_seen, mature_until=mature_until)


def _reached(window: int | None) -> exp.Expr:
    """Days up to the outcome where it came in time; null where it did not, or not yet."""
    gap = sql.column("gap")
    # What is not known is not at most the window either.
    in_time = sql.known(gap) if window is None else exp.LTE(this=gap, expression=sql.whole(window))
    days = exp.Greatest(this=gap.copy(), expressions=[sql.whole(0)], ignore_nulls=True)
    return sql.case((in_time, days))


def _last_seen(plan: Plan, dialect: str, window: int | None) -> exp.Expr:
    """Days up to where those were last seen who were not reached."""
    last_day = sql.day(plan.request.as_of - timedelta(days=1))
    followed = sql.days_between(sql.column("anchored_on", "daily"), last_day, dialect)
    if window is None:
        return followed
    return exp.Least(this=followed, expressions=[sql.whole(window + 1)], ignore_nulls=True)


def _by_period(  # noqa: PLR0913 - as before
    query: sql.Query,
    plan: Plan,
    dialect: str,
    number: exp.Expr | None,
    *,
    last_seen: exp.Expr,
    mature_until: date,
) -> sql.Query:
    is_mature = exp.LTE(this=sql.column("anchored_on", "daily"), expression=sql.day(mature_until))
    anchored, reached = sql.column("anchored_on", "daily"), sql.column("reached", "daily")
    settled = settling.of_days(plan, anchored, reached, dialect)
    total = sql.cast(exp.Sum(this=sql.column("n", "daily")), exp.DType.BIGINT)
    steps = query if number else query.with_("periods", as_=calendar_table.by_date(plan))
    answer = (
        steps.select(
            sql.named(sql.case(*settled, (is_mature, sql.text(MATURE)), default=sql.text(YOUNG)), "part"),
            sql.named(number or sql.column("period", "periods"), "period"),
            *(sql.column(name, "daily") for name in members.segment_names(plan)),
            sql.named(sql.case((sql.known(reached), sql.whole(1)), default=sql.whole(0)), "x"),
            sql.named(sql.case((sql.known(reached.copy()), reached.copy()), default=last_seen), "y"),
            sql.named(total, "n"),
        )
        .from_("daily")
        .where(*settling.not_known_days(plan, anchored, reached, dialect))
    )
    if not number:
        is_within = calendar_table.within(anchored.copy(), "starts_on", "ends_on")
        answer = answer.join("periods", on=is_within)
    return members.grouped(answer, plan, keys=4)
