"""Questions sent in each period: how many have an answer by now, and to how many one may yet come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Population
    from holdfast.metrics.plan import Plan

SENT = "sent"


def questions(plan: Plan, sent: Population, is_answered: exp.Expr, *, lag_days: int) -> sql.Query:
    """Part ``sent``: x is 1 where answered by now, y is 1 while an answer may yet come, n is questions.

    Args:
        plan: For periods and cuts; the step ``members`` is there where there are cuts.
        sent: Questions, anchored at the sending.
        is_answered: Whether one has an answer before the as-of date.
        lag_days: Days after that of the sending in which answers still come.
    """
    table, at = sent.table, sql.column(sent.at, sent.table)
    is_young = sql.not_before(at.copy(), plan.instant(plan.request.as_of - timedelta(days=lag_days)))
    found = sql.select(
        sql.named(sql.text(SENT), "part"),
        sql.named(calendar_table.period_number(plan, at), "period"),
        *members.member_columns(plan),
        sql.named(sql.case((is_answered, sql.whole(1)), default=sql.whole(0)), "x"),
        sql.named(sql.case((is_young, sql.whole(1)), default=sql.whole(0)), "y"),
        sql.named(exp.Count(this=exp.Star()), "n"),
    ).from_(table)
    found = members.join_members(found, plan, table).where(
        calendar_table.in_periods(plan, at), *(sql.holds(condition, plan, table) for condition in sent.where)
    )
    return members.grouped(found, plan, keys=4)
