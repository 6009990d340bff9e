"""Counts for a wait: entities by the whole minutes that they waited, or have been waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.business_hours import elapsed
from holdfast.metrics.emit import calendar_table, members, open_days, settling
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.metrics.business_hours import OpenDay
    from holdfast.metrics.forms.wait import Wait
    from holdfast.metrics.plan import Plan

OLD, YOUNG = "old", "young"
WAITING, ENDED, IMPOSSIBLE = 0, 1, -1
MINUTE = 60_000_000
"""Microseconds."""
_HOUR_MINUTES = 60


def query(plan: Plan, form: Wait, dialect: str) -> sql.Query:
    """Part ``old`` where the limit has passed since the anchor, else ``young``.

    x is 1 where the wait ended, 0 where it goes on, and -1 where it ended before it began. y is microseconds,
    rounded up to the whole minute, so that "within 4 hours" stays exact: nothing is divided here.

    Raises:
        InputError: Business hours are asked for, and none are said.
    """
    steps = members.with_members(sql.select(), plan)
    if form.in_business_hours:
        days = open_days.calendar_of(plan)
        steps = (
            steps.with_("open_days", as_=open_days.table(days))
            .with_("ends", as_=_ends(plan, form))
            .with_("waits", as_=_waits_in(days, plan, form, dialect))
        )
    else:
        steps = steps.with_("waits", as_=_waits(plan, form, dialect))
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


def _waits(plan: Plan, form: Wait, dialect: str) -> sql.Query:
    at = sql.column(form.population.at, form.population.table)
    limit = timedelta(hours=plan.number(form.window.parameter))
    is_old = exp.LTE(this=at.copy(), expression=sql.instant(plan.as_of - limit))
    settled = settling.of_instants(plan, at, sql.column(form.until, form.population.table))
    part = sql.case(*settled, (is_old, sql.text(OLD)), default=sql.text(YOUNG))
    state, stop, is_impossible = _outcome(plan, form)
    # The remainder of a negative number differs between engines, so none may arise.
    span = sql.microseconds_between(at.copy(), stop, dialect)
    waited = sql.case((is_impossible, sql.whole(0)), default=span)
    return _counted(plan, form, {"part": part, "x": state, "waited": waited})


def _ends(plan: Plan, form: Wait) -> sql.Query:
    """Both ends of each wait, for the calendar of business hours to be looked up at."""
    at = sql.column(form.population.at, form.population.table)
    settled = [*settling.of_instants(plan, at, sql.column(form.until, form.population.table))]
    part = sql.case(*settled, default=sql.text(YOUNG)) if settled else sql.text(YOUNG)
    state, stop, _ = _outcome(plan, form)
    return _counted(plan, form, {"part": part, "x": state, "begins": at.copy(), "stops": stop})


def _waits_in(days: Sequence[OpenDay], plan: Plan, form: Wait, dialect: str) -> sql.Query:
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
    is_impossible = exp.EQ(this=sql.column("x", "ends"), expression=sql.whole(IMPOSSIBLE))
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


def _outcome(plan: Plan, form: Wait) -> tuple[exp.Expr, exp.Expr, exp.Expr]:
    """The state of a wait, the instant up to which it lasted, and whether it ended before it began."""
    table = form.population.table
    at, until = sql.column(form.population.at, table), sql.column(form.until, table)
    is_over = sql.before(until, plan.as_of)
    is_impossible = exp.LT(this=until.copy(), expression=at)
    state = sql.case(
        (is_impossible, sql.whole(IMPOSSIBLE)), (is_over, sql.whole(ENDED)), default=sql.whole(WAITING)
    )
    stop = sql.case((is_over.copy(), until.copy()), default=sql.instant(plan.as_of))
    return state, stop, is_impossible.copy()


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
