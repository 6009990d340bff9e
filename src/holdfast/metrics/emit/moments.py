"""Sums, squares and products over customers: all that the range of a ratio needs, without any row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.unfolding import unfold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.plan import Plan

PARTS = ("customers", "x", "y", "xx", "xy", "yy")


def moments_of(
    query: sql.Query, plan: Plan, dialect: str, *, is_wide: bool, beside: Sequence[str] = ()
) -> sql.Query:
    """Adds the last steps after one that is called ``per_customer`` (customer_id, period, x, y).

    Args:
        query: With that step, one row per customer and period, and with ``members`` where there are cuts.
        plan: For the segments.
        dialect: SQLGlot's name of it.
        is_wide: Squares may exceed 64 bits, as those of money do.
        beside: Further columns of the step, which become parts with their sums. A customer who has nothing
            but these, hence 0 below the line, is not counted then.
    """
    step = "per_customer"
    x, y = (_number(sql.column(name, step), dialect, is_wide=is_wide) for name in ("x", "y"))
    products = {"xx": (x, x), "xy": (x, y), "yy": (y, y)}
    sums = sql.select(
        sql.column("period", step),
        *members.member_columns(plan),
        sql.named(_customers(step, only_counted=bool(beside)), "customers"),
        *(sql.named(exp.Sum(this=side.copy()), name) for name, side in (("x", x), ("y", y))),
        *(
            sql.named(exp.Sum(this=exp.Mul(this=one.copy(), expression=other.copy())), name)
            for name, (one, other) in products.items()
        ),
        *(sql.named(exp.Sum(this=sql.column(name, step)), name) for name in beside),
    ).from_(step)
    sums = members.grouped(members.join_members(sums, plan, step), plan, keys=1)
    query = query.with_("moments", as_=sums)
    return unfold(query, plan, "moments", (*PARTS, *beside), dialect, is_wide=is_wide)


def _customers(step: str, *, only_counted: bool) -> exp.Expr:
    if not only_counted:
        return exp.Count(this=exp.Star())
    is_counted = exp.GT(this=sql.column("y", step), expression=sql.whole(0))
    return exp.Sum(this=sql.case((is_counted, sql.whole(1)), default=sql.whole(0)))


def _number(value: exp.Expr, dialect: str, *, is_wide: bool) -> exp.Expr:
    return sql.wide(value, dialect) if is_wide else value
