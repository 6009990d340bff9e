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
LEAST, MOST = 0, 10
"""The scale: what lies beyond it counts as its end, so that an answer's instant and score fit one number."""


def query(plan: Plan, form: Opinion, dialect: str) -> sql.Query:
    """Part ``score``: x is the score, n persons. Part ``sent`` as `questions` has it.

    Which answer is a person's latest is settled among those for all customers, and only then are customers
    cut: a filter gives what its segment gives, however many requests share the query.
    """
    steps = members.with_members(sql.select(), plan)
    steps = steps.with_("answers", as_=_answers(plan, form, dialect))
    if plan.needs_customers:
        steps = steps.with_("latest", as_=_by_recency())
    return sql.union_all(_scores(steps, plan), _sent(plan, form))


def _answers(plan: Plan, form: Opinion, dialect: str) -> sql.Query:
    """The latest answer of each person in each period, for each of its customers where customers are cut.

    An answer is its instant times the length of the scale, and how far its score is from the best: so the
    greatest is the latest, and of two at the same instant the worse one, however the rows are ordered. The
    greatest number of a group takes a fifth of the time that numbering its rows does.
    """
    table = form.population.table
    at, score = sql.column(form.population.at, table), sql.column(form.score, table)
    person, customer = sql.column("person_id", table), sql.column(members.CUSTOMER, table)
    is_nameless = exp.Is(this=person.copy(), expression=exp.Null())
    keys = [
        sql.named(calendar_table.period_number(plan, at), "period"),
        sql.named(exp.Coalesce(this=person, expressions=[customer]), "person"),
        # A person and a customer may be called the same.
        sql.named(sql.case((is_nameless, sql.whole(1)), default=sql.whole(0)), "nameless"),
        *([customer.copy()] if plan.needs_customers else []),
    ]
    conditions = (form.survey, *form.population.where)
    return (
        sql.select(*keys, sql.named(exp.Max(this=_answer(plan, at, score, dialect)), "answer"))
        .from_(table)
        .where(
            calendar_table.in_periods(plan, at),
            sql.known(score.copy()),
            *(sql.holds(c, plan, table) for c in conditions),
        )
        .group_by(*(sql.whole(number) for number, _ in enumerate(keys, start=1)))
    )


def _answer(plan: Plan, at: exp.Expr, score: exp.Expr, dialect: str) -> exp.Expr:
    start = sql.instant(plan.instant(plan.slots[0].period.start))
    since = sql.microseconds_between(start, at.copy(), dialect)
    is_better = exp.GTE(this=score.copy(), expression=sql.whole(MOST))
    is_worse = exp.LTE(this=score.copy(), expression=sql.whole(LEAST))
    short = sql.paren(exp.Sub(this=sql.whole(MOST), expression=score.copy()))
    from_best = sql.case((is_better, sql.whole(0)), (is_worse, sql.whole(MOST - LEAST)), default=short)
    return exp.Add(this=exp.Mul(this=since, expression=sql.whole(_LENGTH)), expression=from_best)


_LENGTH = MOST - LEAST + 1


def _by_recency() -> sql.Query:
    """A person's answers for its customers in a period, the latest numbered 1; of equals the first id's."""
    order = [
        exp.Ordered(this=sql.column("answer"), desc=True, nulls_first=False),
        exp.Ordered(this=sql.column(members.CUSTOMER), nulls_first=False),
    ]
    recency = exp.Window(
        this=exp.RowNumber(),
        partition_by=[sql.column(name) for name in ("period", "person", "nameless")],
        order=exp.Order(expressions=order),
    )
    return sql.select("period", members.CUSTOMER, "answer", sql.named(recency, "recency")).from_("answers")


def _scores(steps: sql.Query, plan: Plan) -> sql.Query:
    from_best = sql.paren(exp.Mod(this=sql.column("answer"), expression=sql.whole(_LENGTH)))
    found = steps.select(
        sql.named(sql.text(SCORE), "part"),
        "period",
        *members.member_columns(plan),
        sql.named(exp.Sub(this=sql.whole(MOST), expression=from_best), "x"),
        sql.named(sql.whole(0), "y"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    )
    if not plan.needs_customers:
        return members.grouped(found.from_("answers"), plan, keys=4)
    is_latest = exp.EQ(this=sql.column("recency"), expression=sql.whole(1))
    found = members.join_members(found.from_("latest"), plan, "latest").where(is_latest)
    return members.grouped(found, plan, keys=4)


def _sent(plan: Plan, form: Opinion) -> sql.Query:
    table = form.population.table
    is_answered = sql.before(sql.column(form.population.at, table), plan.as_of)
    sent = Population(table, form.sent, (form.survey,))
    return questions(plan, sent, is_answered, lag_days=int(plan.number(form.lag.parameter)))
