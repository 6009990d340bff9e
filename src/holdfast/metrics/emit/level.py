"""Counts for a level: entities by the period they begin in, the day they begin on, and when they end.

Each entity becomes the range of period ends at which it is open, and only ranges are counted: joining
entities with the ends themselves would take a row for each end that an entity stays open over.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.forms.level import Level
    from holdfast.metrics.plan import Plan

OPEN, GONE = "open", "gone"


def query(plan: Plan, form: Level, dialect: str) -> sql.Query:
    """Part ``open`` or ``gone``; the period is the first whose end the entity may be open at.

    Of the open, x is the days from their anchor to the last day of the last period, and y the number of the
    first period end at which they no longer are. Those gone were open at no end; x and y are 0.
    """
    steps = members.with_members(sql.select(), plan).with_("spells", as_=_spells(plan, form))
    step = "spells"
    is_open = exp.LT(this=sql.column("from_end", step), expression=sql.column("to_end", step))
    last_day = sql.day(_last_end(plan) - timedelta(days=1))
    anchored_on = sql.local_day(sql.column("anchored_at", step), plan.request.time_zone, dialect)
    zero = sql.whole(0)
    counted = steps.select(
        sql.named(sql.case((is_open, sql.text(OPEN)), default=sql.text(GONE)), "part"),
        sql.named(sql.column("from_end", step), "period"),
        *members.member_columns(plan),
        sql.named(
            sql.case((is_open.copy(), sql.days_between(anchored_on, last_day, dialect)), default=zero), "x"
        ),
        sql.named(sql.case((is_open.copy(), sql.column("to_end", step)), default=zero.copy()), "y"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_(step)
    return members.grouped(members.join_members(counted, plan, step), plan, keys=4)


def _last_end(plan: Plan) -> date:
    return min(plan.slots[-1].period.end, plan.request.as_of)


def _spells(plan: Plan, form: Level) -> sql.Query:
    """The period ends at which each entity is open: from the first, up to and without the second."""
    at, until = sql.column(form.population.at), sql.column(form.until)
    ends = calendar_table.period_ends(plan)
    # An end that is not known yet at the as-of instant is no end.
    is_over = sql.before(until, plan.as_of)
    to_end = sql.case((is_over, calendar_table.ends_passed(plan, until)), default=sql.whole(len(ends)))
    is_possible = sql.any_of(
        exp.Is(this=until.copy(), expression=exp.Null()), exp.GTE(this=until.copy(), expression=at.copy())
    )
    return (
        sql.select(
            members.CUSTOMER,
            sql.named(at, "anchored_at"),
            sql.named(calendar_table.ends_passed(plan, at), "from_end"),
            sql.named(to_end, "to_end"),
        )
        .from_(form.population.table)
        .where(
            sql.before(at.copy(), ends[-1]),
            is_possible,
            *(sql.holds(condition, plan) for condition in form.population.where),
        )
    )
