"""Sums, squares and products over customers: all that the range of a ratio needs, without any row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.unfolding import unfold

if TYPE_CHECKING:
    from holdfast.metrics.plan import Plan

PARTS = ("customers", "x", "y", "xx", "xy", "yy")


def moments_of(query: sql.Query, plan: Plan, dialect: str, *, is_wide: bool) -> sql.Query:
    """Adds the last steps after one that is called ``per_customer`` (customer_id, period, x, y).

    Args:
        query: With that step, one row per customer and period, and with ``members`` where there are cuts.
        plan: For the segments.
        dialect: SQLGlot's name of it.
        is_wide: Squares may exceed 64 bits, as those of money do.
    """
    step = "per_customer"
    x, y = (_number(sql.column(name, step), dialect, is_wide=is_wide) for name in ("x", "y"))
    products = {"xx": (x, x), "xy": (x, y), "yy": (y, y)}
    sums = sql.select(
        sql.column("period", step),
        *members.member_columns(plan),
        sql.named(exp.Count(this=exp.Star()), "customers"),
        *(sql.named(exp.Sum(this=side.copy()), name) for name, side in (("x", x), ("y", y))),
        *(
            sql.named(exp.Sum(this=exp.Mul(this=one.copy(), expression=other.copy())), name)
            for name, (one, other) in products.items()
        ),
    ).from_(step)
    sums = members.grouped(members.join_members(sums, plan, step), plan, keys=1)
    query = query.with_("moments", as_=sums)
    return unfold(query, plan, "moments", PARTS, dialect, is_wide=is_wide)


def _number(value: exp.Expr, dialect: str, *, is_wide: bool) -> exp.Expr:
    return sql.wide(value, dialect) if is_wide else value
