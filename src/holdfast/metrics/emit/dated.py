"""Rows of a table by customer with their local dates, and how many there are by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.local_dates import local_day
from holdfast.metrics.emit.panel import drawn_below
from holdfast.metrics.emit.rendering import text_of
from holdfast.metrics.emit.waiting import MINUTE

if TYPE_CHECKING:
    from holdfast.metrics.dated import Happening
    from holdfast.metrics.plan import Plan


def render_dated(plan: Plan, asked: Happening, dialect: str, *, below: str | None) -> str:
    """The text of a query for customer, local date, local date of the end, and value; one row for each row.

    An end at the as-of instant or later is not known yet: it is null, as it is where none is asked for.

    Args:
        plan: Its zone, parameters and as-of date apply.
        asked: Which rows.
        dialect: SQLGlot's name of it.
        below: Of a sample, as the panel draws it; None takes all.
    """
    none: exp.Expr = sql.cast(exp.Null(), exp.DType.DATE)
    if asked.until is not None:
        until = sql.column(asked.until)
        is_over = sql.before(until, plan.as_of)
        none = sql.case((is_over, local_day(plan, until.copy(), dialect)))
    query = (
        sql.select(
            members.CUSTOMER,
            sql.named(local_day(plan, sql.column(asked.at), dialect), "begun_on"),
            sql.named(none, "ended_on"),
            sql.named(_said(plan, asked, dialect), "said"),
        )
        .from_(asked.table)
        .where(*_counted(plan, asked, below))
    )
    return text_of(query, dialect)


def _said(plan: Plan, asked: Happening, dialect: str) -> exp.Expr:
    if asked.until is None or asked.within_minutes is None:
        return sql.whole(0) if asked.value is None else sql.column(asked.value)
    at, until = sql.column(asked.at), sql.column(asked.until)
    lasted = sql.microseconds_between(at, until, dialect)
    in_time = sql.all_of(
        sql.before(until.copy(), plan.as_of),
        exp.GTE(this=until.copy(), expression=at.copy()),
        exp.LTE(this=lasted, expression=sql.whole(asked.within_minutes * MINUTE)),
    )
    return sql.case((in_time, sql.whole(1)), default=sql.whole(0))


def render_months(plan: Plan, asked: Happening, dialect: str, *, below: str | None) -> str:
    """The text of a query for customer, position of the plan's period, and rows in it, if any."""
    at = sql.column(asked.at)
    query = (
        sql.select(
            members.CUSTOMER,
            sql.named(calendar_table.period_number(plan, at), "period"),
            sql.named(exp.Count(this=exp.Star()), "n"),
        )
        .from_(asked.table)
        .where(calendar_table.in_periods(plan, at.copy()), *_counted(plan, asked, below))
        .group_by(sql.whole(1), sql.whole(2))
    )
    return text_of(query, dialect)


def _counted(plan: Plan, asked: Happening, below: str | None) -> list[exp.Expr]:
    return [
        sql.before(sql.column(asked.at), plan.as_of),
        sql.known(sql.column(members.CUSTOMER)),
        *(sql.holds(condition, plan) for condition in asked.where),
        *([] if below is None else [drawn_below(below)]),
    ]
