"""Counts for a wait in business hours: the calendar is looked up at both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.business_hours import elapsed
from holdfast.metrics.emit import calendar_table, members, open_days, settling, waiting
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.waiting import MINUTE, OLD, YOUNG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.metrics.business_hours import OpenDay
    from holdfast.metrics.forms.wait import Wait
    from holdfast.metrics.plan import Plan

_HOUR_MINUTES = 60


def query(plan: Plan, form: Wait, dialect: str) -> sql.Query:
    """As `wait.query`, with texts for parts.

    Raises:
        InputError: No business hours are said.
    """
    days = open_days.calendar_of(plan)
    steps = members.with_members(sql.select(), plan)
    steps = (
        steps.with_("open_days", as_=open_days.table(days))
        .with_("ends", as_=_ends(plan, form))
        .with_("waits", as_=_waits(days, plan, form, dialect))
    )
    rounded = exp.Add(this=sql.column("waited"), expression=sql.whole(MINUTE - 1))
    begun = exp.Mod(this=sql.paren(rounded.copy()), expression=sql.whole(MINUTE))
    counted = steps.select(
        "part",
        "period",
        *(sql.column(name) for name in members.segment_names(plan)),
        "x",
        sql.named(exp.Sub(this=rounded, expression=begun), "y"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_("waits")
    return members.grouped(counted, plan, keys=4)


def _ends(plan: Plan, form: Wait) -> sql.Query:
    """Both ends of each wait, for the calendar of business hours to be looked up at."""
    at = sql.column(form.population.at, form.population.table)
    settled = [*settling.of_instants(plan, at, sql.column(form.until, form.population.table))]
    part = sql.case(*settled, default=sql.text(YOUNG)) if settled else sql.text(YOUNG)
    state, stop, _ = waiting.outcome(plan, form)
    return _counted(plan, form, {"part": part, "x": state, "begins": at.copy(), "stops": stop})


def _waits(days: Sequence[OpenDay], plan: Plan, form: Wait, dialect: str) -> sql.Query:
    """As `_waits`, in business hours: what has passed of them at the end less at the beginning."""
    spans = open_days.most_spans(days)
    begins, stops = sql.column("begins", "ends"), sql.column("stops", "ends")
    at_begin, at_stop = (
        open_days.passed(moment, step, spans, dialect)
        for moment, step in ((begins, "at_begin"), (stops, "at_stop"))
    )
    limit = round(plan.number(form.window.parameter) * _HOUR_MINUTES) * MINUTE
    is_young = exp.EQ(this=sql.column("part", "ends"), expression=sql.text(YOUNG))
    latest = sql.whole(elapsed(days, plan.as_of) - limit)
    is_old = sql.all_of(is_young, exp.LTE(this=at_begin.copy(), expression=latest))
    is_impossible = exp.EQ(this=sql.column("x", "ends"), expression=sql.whole(waiting.IMPOSSIBLE))
    span = exp.Sub(this=at_stop, expression=at_begin)
    found = sql.select(
        sql.named(sql.case((is_old, sql.text(OLD)), default=sql.column("part", "ends")), "part"),
        sql.column("period", "ends"),
        *(sql.column(name, "ends") for name in members.segment_names(plan)),
        sql.column("x", "ends"),
        sql.named(sql.case((is_impossible, sql.whole(0)), default=span), "waited"),
    ).from_("ends")
    found = open_days.joined(found, begins, "at_begin", dialect)
    return open_days.joined(found, stops, "at_stop", dialect)


def _counted(plan: Plan, form: Wait, columns: Mapping[str, exp.Expr]) -> sql.Query:
    """Rows of the periods with these columns, beside period and segments."""
    table = form.population.table
    at, until = sql.column(form.population.at, table), sql.column(form.until, table)
    part, *others = (sql.named(column, name) for name, column in columns.items())
    period = sql.named(calendar_table.period_number(plan, at.copy()), "period")
    joined = sql.select(part, period, *members.member_columns(plan), *others).from_(table)
    return members.join_members(joined, plan, table).where(
        calendar_table.in_periods(plan, at.copy()),
        *(sql.holds(c, plan, table) for c in form.population.where),
        *settling.not_known_instants(plan, at, until),
    )
