"""Counts for a wait: entities by the whole minutes that they waited, or have been waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members, settling
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from holdfast.metrics.forms.wait import Wait
    from holdfast.metrics.plan import Plan

OLD, YOUNG = "old", "young"
WAITING, ENDED, IMPOSSIBLE = 0, 1, -1
MINUTE = 60_000_000
"""Microseconds."""


def query(plan: Plan, form: Wait, dialect: str) -> sql.Query:
    """Part ``old`` where the limit has passed since the anchor, else ``young``.

    x is 1 where the wait ended, 0 where it goes on, and -1 where it ended before it began. y is microseconds,
    rounded up to the whole minute, so that "within 4 hours" stays exact: nothing is divided here.
    """
    steps = (
        members.with_members(sql.select(), plan)
        .with_("periods", as_=calendar_table.by_instant(plan))
        .with_("waits", as_=_waits(plan, form, dialect))
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


def _waits(plan: Plan, form: Wait, dialect: str) -> sql.Query:
    table = form.population.table
    at, until = sql.column(form.population.at, table), sql.column(form.until, table)
    limit = timedelta(hours=plan.number(form.window.parameter))
    is_old = exp.LTE(this=at.copy(), expression=sql.instant(plan.as_of - limit))
    is_over = sql.before(until, plan.as_of)
    is_impossible = exp.LT(this=until.copy(), expression=at.copy())
    state = sql.case(
        (is_impossible, sql.whole(IMPOSSIBLE)), (is_over, sql.whole(ENDED)), default=sql.whole(WAITING)
    )
    stop = sql.case((is_over.copy(), until.copy()), default=sql.instant(plan.as_of))
    settled = settling.of_instants(plan, at, until)
    waits = sql.select(
        sql.named(sql.case(*settled, (is_old, sql.text(OLD)), default=sql.text(YOUNG)), "part"),
        sql.column("period", "periods"),
        *members.member_columns(plan),
        sql.named(state, "x"),
        # The remainder of a negative number differs between engines, so none may arise.
        sql.named(
            sql.case(
                (is_impossible.copy(), sql.whole(0)),
                default=sql.microseconds_between(at.copy(), stop, dialect),
            ),
            "waited",
        ),
    ).from_(table)
    joined = waits.join("periods", on=calendar_table.within(at.copy(), "starts_at", "ends_at"))
    return members.join_members(joined, plan, table).where(
        *(sql.holds(c, plan, table) for c in form.population.where),
        *settling.not_known_instants(plan, at, until),
    )
