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
from holdfast.metrics.emit.local_dates import local_day

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
    steps = (
        members.with_members(sql.select(), plan)
        .with_("spells", as_=_spells(plan, form, dialect))
        .with_("daily", as_=_daily(plan))
    )
    day, to_end = sql.column("anchored_on", "daily"), sql.column("to_end", "daily")
    from_end = calendar_table.last_days_passed(plan, day)
    is_open = exp.LT(this=from_end.copy(), expression=to_end)
    last_day = sql.day(_last_end(plan) - timedelta(days=1))
    zero = sql.whole(0)
    counted = steps.select(
        sql.named(sql.case((is_open, sql.text(OPEN)), default=sql.text(GONE)), "part"),
        sql.named(from_end, "period"),
        *(sql.column(name, "daily") for name in members.segment_names(plan)),
        sql.named(sql.case((is_open.copy(), sql.days_between(day, last_day, dialect)), default=zero), "x"),
        sql.named(sql.case((is_open.copy(), to_end.copy()), default=zero.copy()), "y"),
        sql.named(sql.cast(exp.Sum(this=sql.column("n", "daily")), exp.DType.BIGINT), "n"),
    ).from_("daily")
    return members.grouped(counted, plan, keys=4)


def _daily(plan: Plan) -> sql.Query:
    """By day and end first: hundreds of days are placed among the periods then, and not every entity."""
    counted = sql.select(
        sql.column("anchored_on", "spells"),
        *members.member_columns(plan),
        sql.column("to_end", "spells"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_("spells")
    return members.grouped(members.join_members(counted, plan, "spells"), plan, keys=2)


def _last_end(plan: Plan) -> date:
    return min(plan.slots[-1].period.end, plan.request.as_of)


def _spells(plan: Plan, form: Level, dialect: str) -> sql.Query:
    """The day on which each entity begins, and the first period end at which it is no longer open."""
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
            sql.named(local_day(plan, at, dialect), "anchored_on"),
            sql.named(to_end, "to_end"),
        )
        .from_(form.population.table)
        .where(
            sql.before(at.copy(), ends[-1]),
            is_possible,
            *(sql.holds(condition, plan) for condition in form.population.where),
        )
    )
