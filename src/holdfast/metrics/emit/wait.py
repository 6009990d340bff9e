"""Counts for a wait: entities by the whole minutes that they waited, or have been waiting."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members, settling, wait_in_hours
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.waiting import MINUTE, OLD, YOUNG, outcome
from holdfast.metrics.finish.cells import SETTLED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.forms.wait import Wait
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Wait, dialect: str) -> sql.Query:
    """Part 1 where the limit has passed since the anchor, else 0; as texts in a refresh, which has one more.

    A number, since there may be a row for each minute: a text in each costs half as much as counting does.
    x is 1 where the wait ended, 0 where it goes on, and -1 where it ended before it began. y is microseconds,
    rounded up to the whole minute, so that "within 4 hours" stays exact.

    Raises:
        InputError: Business hours are asked for, and none are said.
    """
    if form.in_business_hours:
        return wait_in_hours.query(plan, form, dialect)
    pieces = _pieces(plan, form)
    steps = members.with_members(sql.select(), plan)
    steps = steps.with_("waits", as_=_waits(plan, form, pieces.starts, dialect))
    piece = sql.column("piece")
    is_old = exp.LT(this=piece, expression=sql.whole(pieces.old))
    before = exp.Sub(this=piece.copy(), expression=sql.whole(1))
    return steps.select(
        sql.named(_part(plan, is_old), "part"),
        sql.named(sql.case((is_old.copy(), piece.copy()), default=before), "period"),
        *(sql.column(name) for name in members.segment_names(plan)),
        "x",
        sql.named(exp.Mul(this=sql.column("minutes"), expression=sql.whole(MINUTE)), "y"),
        "n",
    ).from_("waits")


def _part(plan: Plan, is_old: exp.Expr) -> exp.Expr:
    if not plan.settling:
        return sql.case((is_old, sql.whole(1)), default=sql.whole(0))
    is_settled = exp.EQ(this=sql.column("settled"), expression=sql.whole(1))
    return sql.case((is_settled, sql.text(SETTLED)), (is_old, sql.text(OLD)), default=sql.text(YOUNG))


class _Pieces(NamedTuple):
    """The periods, one of them cut in two where anchors become too young, so that one key tells both.

    Attributes:
        starts: Of the pieces, in naive UTC.
        old: How many pieces are old; each later one is of the period before its own number.
    """

    starts: Sequence[datetime]
    old: int


def _pieces(plan: Plan, form: Wait) -> _Pieces:
    starts = [plan.instant(slot.period.start) for slot in plan.slots]
    limit = timedelta(hours=plan.number(form.window.parameter))
    # Old is whose limit passes at the as-of instant, too.
    young_since = plan.as_of - limit + timedelta(microseconds=1)
    old = bisect_left(starts, young_since)
    return _Pieces((*starts[:old], young_since, *starts[old:]), old)


def _waits(plan: Plan, form: Wait, starts: Sequence[datetime], dialect: str) -> sql.Query:
    table = form.population.table
    at, until = sql.column(form.population.at, table), sql.column(form.until, table)
    state, stop, is_impossible = outcome(plan, form)
    # How engines divide a negative number differs, so none may arise.
    waited = sql.case(
        (is_impossible, sql.whole(0)), default=sql.microseconds_between(at.copy(), stop, dialect)
    )
    minutes = sql.steps_of(exp.Add(this=waited, expression=sql.whole(MINUTE - 1)), MINUTE, dialect)
    settled = [
        sql.named(sql.case((is_settled, sql.whole(1)), default=sql.whole(0)), "settled")
        for is_settled, _ in settling.of_instants(plan, at, until)
    ]
    found = sql.select(
        sql.named(calendar_table.number_among(at, starts), "piece"),
        *members.member_columns(plan),
        sql.named(state, "x"),
        sql.named(minutes, "minutes"),
        *settled,
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_(table)
    joined = members.join_members(found, plan, table).where(
        calendar_table.in_periods(plan, at.copy()),
        *(sql.holds(c, plan, table) for c in form.population.where),
        *settling.not_known_instants(plan, at, until),
    )
    return members.grouped(joined, plan, keys=3 + len(settled))
