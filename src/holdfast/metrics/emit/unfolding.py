"""From columns of sums to rows of counts, one for each sum, in one pass over the step before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members
from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.plan import Plan


def unfold(  # noqa: PLR0913 - the step, and all that its sums are
    query: sql.Query, plan: Plan, step: str, parts: Sequence[str], dialect: str, *, is_wide: bool
) -> sql.Query:
    """Adds the last select: each row of a step (period, segments, sums) becomes one row per sum.

    A join with a table of names reads the step once; a union would make some engines compute it again.

    Args:
        query: With the step.
        plan: For the segments.
        step: Its name.
        parts: Names of the sums, which are those of the parts too.
        dialect: SQLGlot's name of it.
        is_wide: Sums may exceed 64 bits.
    """
    names = sql.table_of("part_names", ("part",), [(sql.text(part),) for part in parts])
    picked = [
        (
            exp.EQ(this=sql.column("part", "parts"), expression=sql.text(part)),
            _number(sql.column(part, step), dialect, is_wide=is_wide),
        )
        for part in parts
    ]
    return (
        query.with_("parts", as_=names)
        .select(
            sql.named(sql.column("part", "parts"), "part"),
            sql.named(sql.column("period", step), "period"),
            *(sql.column(name, step) for name in members.segment_names(plan)),
            sql.named(sql.whole(0), "x"),
            sql.named(sql.whole(0), "y"),
            sql.named(sql.case(*picked), "n"),
        )
        .from_(step)
        .join("parts", join_type="CROSS")
    )


def _number(value: exp.Expr, dialect: str, *, is_wide: bool) -> exp.Expr:
    """All of one type: ClickHouse knows none that holds both its counts and its sums."""
    return sql.wide(value, dialect) if is_wide else sql.cast(value, exp.DType.BIGINT)
