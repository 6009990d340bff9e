"""Waits that are settled, as a refresh counts them: a part of their own, or left out where they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.finish.cells import SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.plan import Plan, Settled

Branch = tuple[exp.Expr, exp.Expr]


def of_instants(plan: Plan, at: exp.Expr, until: exp.Expr) -> Iterator[Branch]:
    """The branch of the part ``settled`` for a wait between two instants; none where all count alike."""
    if plan.settling:
        now = plan.settling.now
        begun = sql.before(at.copy(), plan.instant(now.anchored_before))
        yield sql.all_of(begun, sql.before(until.copy(), plan.instant(now.ended_before))), sql.text(SETTLED)


def not_known_instants(plan: Plan, at: exp.Expr, until: exp.Expr) -> Iterator[exp.Expr]:
    """The condition that leaves out what an earlier refresh found settled; an end that is null is none."""
    known = plan.settling and plan.settling.known
    if known:
        yield sql.any_of(
            sql.not_before(at.copy(), plan.instant(known.anchored_before)),
            exp.Is(this=until.copy(), expression=exp.Null()),
            sql.not_before(until.copy(), plan.instant(known.ended_before)),
        )


def of_days(plan: Plan, anchored: exp.Expr, reached: exp.Expr, dialect: str) -> Iterator[Branch]:
    """The branch of the part ``settled`` for a wait of so many days from a local date on."""
    if plan.settling:
        yield _is_settled(plan.settling.now, anchored, reached, dialect), sql.text(SETTLED)


def not_known_days(plan: Plan, anchored: exp.Expr, reached: exp.Expr, dialect: str) -> Iterator[exp.Expr]:
    """The condition that leaves out what an earlier refresh found settled."""
    known = plan.settling and plan.settling.known
    if known:
        never = exp.Is(this=reached.copy(), expression=exp.Null())
        yield sql.any_of(never, exp.Not(this=sql.paren(_is_settled(known, anchored, reached, dialect))))


def _is_settled(settled: Settled, anchored: exp.Expr, reached: exp.Expr, dialect: str) -> exp.Expr:
    days_up_to = sql.days_between(anchored.copy(), sql.day(settled.ended_before), dialect)
    begun = exp.LT(this=anchored.copy(), expression=sql.day(settled.anchored_before))
    return sql.all_of(begun, exp.LT(this=reached.copy(), expression=days_up_to))
