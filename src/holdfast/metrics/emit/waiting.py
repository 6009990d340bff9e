"""What waits by the clock and in business hours have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from holdfast.metrics.forms.wait import Wait
    from holdfast.metrics.plan import Plan

OLD, YOUNG = "old", "young"
WAITING, ENDED, IMPOSSIBLE = 0, 1, -1
MINUTE = 60_000_000
"""Microseconds."""


def outcome(plan: Plan, form: Wait) -> tuple[exp.Expr, exp.Expr, exp.Expr]:
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
