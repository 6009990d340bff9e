"""Counts for an opinion: persons by the score of their latest answer, and questions sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.questions import questions
from holdfast.metrics.forms.model import Population

if TYPE_CHECKING:
    from holdfast.metrics.forms.opinion import Opinion
    from holdfast.metrics.plan import Plan

SCORE = "score"


def query(plan: Plan, form: Opinion, dialect: str) -> sql.Query:
    """Part ``score``: x is the score, n persons. Part ``sent`` as `questions` has it."""
    del dialect  # nothing here differs
    scores = (
        members.with_members(_scores(plan, form), plan)
        .with_("periods", as_=calendar_table.by_instant(plan))
        .with_("answers", as_=_answers(plan, form))
    )
    return sql.union_all(scores, _sent(plan, form))


def _answers(plan: Plan, form: Opinion) -> sql.Query:
    """Answers of the periods, the latest of each person numbered 1."""
    table = form.population.table
    at, score = sql.column(form.population.at, table), sql.column(form.score, table)
    answers = sql.select(
        sql.column("period", "periods"),
        *members.member_columns(plan),
        sql.named(score, "score"),
        sql.named(_recency(at, score, table), "recency"),
    ).from_(table)
    joined = answers.join("periods", on=calendar_table.within(at.copy(), "starts_at", "ends_at"))
    conditions = (form.survey, *form.population.where)
    return members.join_members(joined, plan, table).where(*(sql.holds(c, plan, table) for c in conditions))


def _recency(at: exp.Expr, score: exp.Expr, table: str) -> exp.Window:
    """Of two answers at the same instant the worse one counts, so that the order of rows does not."""
    person, customer = sql.column("person_id", table), sql.column(members.CUSTOMER, table)
    nameless = exp.Is(this=person.copy(), expression=exp.Null())
    order = [
        exp.Ordered(this=at.copy(), desc=True, nulls_first=False),
        exp.Ordered(this=score.copy(), nulls_first=False),
    ]
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=[sql.column("period", "periods"), person, sql.case((nameless, customer))],
        order=exp.Order(expressions=order),
    )


def _scores(plan: Plan, form: Opinion) -> sql.Query:
    del form
    columns = [sql.column(name) for name in members.segment_names(plan)]
    return (
        sql.select(
            sql.named(sql.text(SCORE), "part"),
            "period",
            *columns,
            sql.named(sql.column("score"), "x"),
            sql.named(sql.whole(0), "y"),
            sql.named(exp.Count(this=exp.Star()), "n"),
        )
        .from_("answers")
        .where(exp.EQ(this=sql.column("recency"), expression=sql.whole(1)))
        .group_by("period", *(column.copy() for column in columns), "score")
    )


def _sent(plan: Plan, form: Opinion) -> sql.Query:
    table = form.population.table
    is_answered = sql.before(sql.column(form.population.at, table), plan.as_of)
    sent = Population(table, form.sent, (form.survey,))
    return questions(plan, sent, is_answered, lag_days=int(plan.number(form.lag.parameter)))
