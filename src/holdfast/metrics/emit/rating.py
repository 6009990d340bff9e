"""Counts for a rating: what each customer answered, answers on another scale, and questions sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.moments import moments_of
from holdfast.metrics.emit.questions import questions

if TYPE_CHECKING:
    from holdfast.metrics.forms.rating import Rating
    from holdfast.metrics.plan import Plan

OUTSIDE = "outside"


def query(plan: Plan, form: Rating, dialect: str) -> sql.Query:
    """The parts of a ratio, ``outside`` (answers on another scale), and ``sent`` as `questions` has it."""
    steps = members.with_members(sql.select(), plan)
    steps = steps.with_("per_customer", as_=_per_customer(plan, form))
    rated = moments_of(steps, plan, dialect, is_wide=False, beside=(OUTSIDE,))
    table = form.population.table
    is_answered = sql.all_of(
        sql.before(sql.column(form.population.at, table), plan.as_of),
        sql.known(sql.column(form.score, table)),
    )
    sent = questions(plan, form.sent, is_answered, lag_days=int(plan.number(form.lag.parameter)))
    return sql.union_all(rated, sent)


def _per_customer(plan: Plan, form: Rating) -> sql.Query:
    """Above the line the answers in the boxes that count, or the sum of scores; below it those counted."""
    table = form.population.table
    score = sql.column(form.score, table)
    counted: exp.Expr = score
    if form.boxes:
        counted = sql.case((_between(score, form.boxes), sql.whole(1)), default=sql.whole(0))
    is_on_scale = _between(score, form.scale)
    found = sql.select(
        sql.column(members.CUSTOMER, table),
        sql.named(calendar_table.period_number(plan, sql.column(form.population.at, table)), "period"),
        sql.named(_total(sql.case((is_on_scale, counted), default=sql.whole(0))), "x"),
        sql.named(_total(sql.case((is_on_scale.copy(), sql.whole(1)), default=sql.whole(0))), "y"),
        sql.named(_total(sql.case((is_on_scale.copy(), sql.whole(0)), default=sql.whole(1))), OUTSIDE),
    ).from_(table)
    return found.where(*_answers(plan, form), sql.known(score.copy())).group_by(sql.whole(1), sql.whole(2))


def _total(value: exp.Expr) -> exp.Expr:
    return sql.cast(exp.Sum(this=value), exp.DType.BIGINT)


def _answers(plan: Plan, form: Rating) -> list[exp.Expr]:
    table = form.population.table
    at = sql.column(form.population.at, table)
    conditions = (sql.holds(condition, plan, table) for condition in form.population.where)
    return [calendar_table.in_periods(plan, at), *conditions]


def _between(score: exp.Expr, bounds: tuple[int, int]) -> exp.Expr:
    return exp.Between(this=score.copy(), low=sql.whole(bounds[0]), high=sql.whole(bounds[1]))
