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
    rated = moments_of(steps, plan, dialect, is_wide=False)
    table = form.population.table
    is_answered = sql.all_of(
        sql.before(sql.column(form.population.at, table), plan.as_of),
        sql.known(sql.column(form.score, table)),
    )
    sent = questions(plan, form.sent, is_answered, lag_days=int(plan.number(form.lag.parameter)))
    return sql.union_all(rated, _outside(plan, form), sent)


def _per_customer(plan: Plan, form: Rating) -> sql.Query:
    """Above the line the answers in the boxes that count, or the sum of scores; below it the answers."""
    table = form.population.table
    score = sql.column(form.score, table)
    counted: exp.Expr = score
    if form.boxes:
        counted = sql.case((_between(score, form.boxes), sql.whole(1)), default=sql.whole(0))
    found = sql.select(
        sql.column(members.CUSTOMER, table),
        sql.named(calendar_table.period_number(plan, sql.column(form.population.at, table)), "period"),
        sql.named(sql.cast(exp.Sum(this=counted), exp.DType.BIGINT), "x"),
        sql.named(exp.Count(this=exp.Star()), "y"),
    ).from_(table)
    return found.where(*_answers(plan, form), _between(score, form.scale)).group_by(
        sql.whole(1), sql.whole(2)
    )


def _outside(plan: Plan, form: Rating) -> sql.Query:
    table = form.population.table
    at, score = sql.column(form.population.at, table), sql.column(form.score, table)
    found = sql.select(
        sql.named(sql.text(OUTSIDE), "part"),
        sql.named(calendar_table.period_number(plan, at), "period"),
        *members.member_columns(plan),
        sql.named(sql.whole(0), "x"),
        sql.named(sql.whole(0), "y"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_(table)
    found = members.join_members(found, plan, table)
    found = found.where(*_answers(plan, form), exp.not_(_between(score, form.scale)))
    return members.grouped(found, plan, keys=4)


def _answers(plan: Plan, form: Rating) -> list[exp.Expr]:
    table = form.population.table
    at = sql.column(form.population.at, table)
    conditions = (sql.holds(condition, plan, table) for condition in form.population.where)
    return [calendar_table.in_periods(plan, at), *conditions]


def _between(score: exp.Expr, bounds: tuple[int, int]) -> exp.Expr:
    return exp.Between(this=score.copy(), low=sql.whole(bounds[0]), high=sql.whole(bounds[1]))
