"""Spans of a standing: which rows count, and when a span ends in the variant asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.forms.standing import BAREMETRICS

if TYPE_CHECKING:
    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan

_PAST_DUE = "past_due"


def span_end(plan: Plan, form: Standing) -> exp.Expr:
    """The instant at which a span ends, known yet or not; null while it is open."""
    until = sql.column(form.until)
    if form.requested:
        return sql.earliest_of(until, sql.column(form.requested))
    if plan.variant == BAREMETRICS:
        limit = sql.days_later(sql.column(form.population.at), int(plan.number("delinquent_days")))
        is_due = exp.EQ(this=sql.column("state"), expression=sql.text(_PAST_DUE))
        return sql.case((is_due, sql.earliest_of(until, limit)), default=until.copy())
    return until


def counted(plan: Plan, form: Standing) -> list[exp.Expr]:
    """What holds of the rows that count: known by the as-of instant, of a customer, and paid for."""
    return [
        sql.before(sql.column(form.population.at), plan.as_of),
        sql.known(sql.column(members.CUSTOMER)),
        *(sql.holds(condition, plan) for condition in form.population.where),
    ]
