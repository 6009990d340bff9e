"""Counts for a ratio: sums, squares and products of what each customer has above and below the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import calendar_table, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.moments import moments_of
from holdfast.metrics.emit.total import rows_meant

if TYPE_CHECKING:
    from holdfast.metrics.forms.ratio import Ratio
    from holdfast.metrics.forms.total import Total
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Ratio, dialect: str) -> sql.Query:
    """Parts ``customers``, ``x``, ``y``, ``xx``, ``xy`` and ``yy``; n is the sum over customers of each."""
    steps = members.with_members(sql.select(), plan)
    if _is_one_scan(form):
        steps = steps.with_("per_customer", as_=_one_scan(plan, form, dialect))
    else:
        steps = steps.with_("sides", as_=_two_scans(plan, form, dialect))
        steps = steps.with_("per_customer", as_=_both_sides())
    return moments_of(steps, plan, dialect, is_wide=form.has_amounts)


def _is_one_scan(form: Ratio) -> bool:
    one, other = form.numerator.population, form.denominator.population
    return (one.table, one.at) == (other.table, other.at)


def _one_scan(plan: Plan, form: Ratio, dialect: str) -> sql.Query:
    """What each customer has in each period, both sides of the line read from the same rows."""
    table = form.population.table
    at = sql.column(form.population.at, table)
    sides = [
        sql.all_of(*(rows_meant(plan, side) or [exp.true()])) for side in (form.numerator, form.denominator)
    ]
    x, y = (
        _summed(sql.case((is_meant, _value(side)), default=sql.whole(0)), side, dialect)
        for is_meant, side in zip(sides, (form.numerator, form.denominator), strict=True)
    )
    found = sql.select(
        sql.column(members.CUSTOMER, table),
        sql.named(calendar_table.period_number(plan, at), "period"),
        sql.named(x, "x"),
    ).from_(table)
    found = found.select(sql.named(y, "y")).where(calendar_table.in_periods(plan, at))
    return found.where(sql.any_of(*(side.copy() for side in sides))).group_by(sql.whole(1), sql.whole(2))


def _two_scans(plan: Plan, form: Ratio, dialect: str) -> sql.Query:
    above = _side(plan, form.numerator, dialect, is_above=True)
    return sql.union_all(above, _side(plan, form.denominator, dialect, is_above=False))


def _side(plan: Plan, side: Total, dialect: str, *, is_above: bool) -> sql.Query:
    table = side.population.table
    at = sql.column(side.population.at, table)
    own, zero = _summed(_value(side), side, dialect), sql.whole(0)
    return (
        sql.select(
            sql.column(members.CUSTOMER, table),
            sql.named(calendar_table.period_number(plan, at), "period"),
            sql.named((own if is_above else zero), "x"),
            sql.named((zero if is_above else own), "y"),
        )
        .from_(table)
        .where(calendar_table.in_periods(plan, at), *rows_meant(plan, side))
        .group_by(sql.whole(1), sql.whole(2))
    )


def _both_sides() -> sql.Query:
    sums = (sql.named(exp.Sum(this=sql.column(name)), name) for name in ("x", "y"))
    return sql.select(members.CUSTOMER, "period", *sums).from_("sides").group_by(members.CUSTOMER, "period")


def _value(side: Total) -> exp.Expr:
    return sql.column(side.value, side.population.table) if side.value else sql.whole(1)


def _summed(value: exp.Expr, side: Total, dialect: str) -> exp.Expr:
    """The sum of a customer's rows; a count fits 64 bits, an amount may not."""
    if side.value:
        return sql.exact_sum(value, dialect)
    return sql.cast(exp.Sum(this=value), exp.DType.BIGINT)
