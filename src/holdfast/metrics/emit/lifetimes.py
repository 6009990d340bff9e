"""How long paying customers last: counts by segment, cohort, interval, days and whether they left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, paid_spans
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.emit.rendering import text_of

if TYPE_CHECKING:
    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan


def render_lifetimes(plan: Plan, form: Standing, dialect: str) -> str:
    """The text of a query for rows of month, interval, days, left, segments and how many customers.

    The month is that of the first payment, in months since the year 0; days are local dates apart; the
    interval is the longest that the customer paid by.
    """
    steps = members.with_members(sql.select(), plan).with_("lives", as_=_lives(plan, form, dialect))
    first, last = sql.column("first_day", "lives"), sql.column("last_day", "lives")
    keys = [
        sql.named(sql.month_number(first, dialect), "month"),
        sql.named(sql.column("paid_by", "lives"), "paid_by"),
        sql.named(sql.days_between(first.copy(), last, dialect), "days"),
        sql.named(sql.column("has_left", "lives"), "has_left"),
        *members.member_columns(plan),
    ]
    counted = steps.select(*keys, sql.named(exp.Count(this=exp.Star()), "n")).from_("lives")
    grouped = members.join_members(counted, plan, "lives")
    return text_of(grouped.group_by(*(sql.whole(n) for n in range(1, len(keys) + 1))), dialect)


def _lives(plan: Plan, form: Standing, dialect: str) -> sql.Query:
    """A row per customer: its first and last paid day; the as-of day is the last of who still pays."""
    until = paid_spans.span_end(plan, form)
    is_over = sql.before(until, plan.as_of)
    over = exp.Count(this=sql.case((is_over, sql.whole(1))))
    all_over = exp.EQ(this=exp.Count(this=exp.Star()), expression=over)
    ended = exp.Max(this=sql.case((is_over.copy(), until.copy())))
    started = exp.Min(this=sql.column(form.population.at))
    last = sql.case((all_over, local_day(plan, ended, dialect)), default=sql.day(plan.request.as_of))
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(local_day(plan, started, dialect), "first_day"),
            sql.named(last, "last_day"),
            sql.named(exp.Max(this=sql.column("interval_months")), "paid_by"),
            sql.named(sql.case((all_over.copy(), sql.whole(1)), default=sql.whole(0)), "has_left"),
        )
        .from_(form.population.table)
        .where(*paid_spans.counted(plan, form))
        .group_by(members.CUSTOMER)
    )
