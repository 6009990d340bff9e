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
    query: exp.Select, plan: Plan, step: str, parts: Sequence[str], dialect: str, *, is_wide: bool
) -> exp.Select:
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
        query.with_("parts", as_=names, copy=False)
        .select(
            sql.column("part", "parts").as_("part"),
            sql.column("period", step).as_("period"),
            *(sql.column(name, step) for name in members.segment_names(plan)),
            sql.whole(0).as_("x"),
            sql.whole(0).as_("y"),
            sql.case(*picked).as_("n"),
            copy=False,
        )
        .from_(step, copy=False)
        .join("parts", join_type="CROSS", copy=False)
    )


def _number(value: exp.Expr, dialect: str, *, is_wide: bool) -> exp.Expr:
    """All of one type: ClickHouse knows none that holds both its counts and its sums."""
    return sql.wide(value, dialect) if is_wide else exp.cast(value, exp.DataType.Type.BIGINT)
