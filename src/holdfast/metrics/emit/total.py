"""Counts for a total: rows of each period, and the sum over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.unfolding import unfold

if TYPE_CHECKING:
    from holdfast.metrics.forms.total import Total
    from holdfast.metrics.plan import Plan

PARTS = ("total", "entries")


def query(plan: Plan, form: Total, dialect: str) -> sql.Query:
    """Part ``total``: n is the sum, or the number of rows. Part ``entries``: n is the number of rows."""
    steps = members.with_members(sql.select(), plan)
    steps = steps.with_("totals", as_=_totals(plan, form, dialect))
    return unfold(steps, plan, "totals", PARTS, dialect, is_wide=form.value is not None)


def _totals(plan: Plan, form: Total, dialect: str) -> sql.Query:
    table = form.population.table
    at = sql.column(form.population.at, table)
    entries = exp.Count(this=exp.Star())
    total = sql.exact_sum(sql.column(form.value, table), dialect) if form.value else entries.copy()
    found = sql.select(
        sql.named(calendar_table.period_number(plan, at), "period"),
        *members.member_columns(plan),
        sql.named(total, "total"),
        sql.named(entries, "entries"),
    ).from_(table)
    found = members.join_members(found, plan, table).where(
        calendar_table.in_periods(plan, at), *rows_meant(plan, form)
    )
    return members.grouped(found, plan, keys=1)


def rows_meant(plan: Plan, form: Total) -> list[exp.Expr]:
    """The conditions of a total's rows, that their value is known among them."""
    table = form.population.table
    conditions = [sql.holds(condition, plan, table) for condition in form.population.where]
    return [*conditions, sql.known(sql.column(form.value, table))] if form.value else conditions
