"""Whole numbers that do not fit 64 bits, and bit masks: engines differ in types, overflow and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

Node = exp.Expr
BITS = 63
"""Bits of a mask: the 64th would be the sign."""

_WIDE: Mapping[str, str] = {
    "duckdb": "HUGEINT",
    # DECIMAL(38, 0) of DuckDB and ClickHouse cannot be multiplied.
    "clickhouse": "Int128",
    "bigquery": "BIGNUMERIC",
    "postgres": "NUMERIC",
}

_WIDE_MASKS: Mapping[str, str] = {"duckdb": "HUGEINT"}


def wide(value: Node, dialect: str) -> Node:
    """A whole number of at least 38 digits: squares of money fit, and sums of them.

    It is an integer or a decimal without digits after the point; the adapter returns a Python int.
    """
    return nodes.cast_in(value, _WIDE.get(dialect, "DECIMAL(38, 0)"), dialect)


def exact_sum(value: Node, dialect: str) -> Node:
    """Sum of whole numbers that may exceed 64 bits; null where there is no value.

    Plain SUM raises on Spark, Trino and BigQuery, and ClickHouse returns a wrong number in silence.
    """
    # DuckDB's and PostgreSQL's own sum of BIGINT is wide already, and cheaper than casting each row.
    of = value if dialect in {"duckdb", "postgres", "snowflake"} else wide(value, dialect)
    return exp.Sum(this=of)


def bit(position: Node) -> Node:
    """A mask with one bit set, position 0 to 62; null where the position is null."""
    one = nodes.cast(nodes.whole(1), exp.DType.BIGINT)
    # PostgreSQL and Spark shift a BIGINT by an INT only.
    # In parentheses: for PostgreSQL all operators on bits bind alike, from the left.
    return nodes.paren(exp.BitwiseLeftShift(this=one, expression=nodes.cast(position, exp.DType.INT)))


def bits_of(mask: Node) -> Node:
    """Aggregate: every bit that is set in any mask of the group; null where there is none."""
    return exp.BitwiseOrAgg(this=mask)


def has_wide_masks(dialect: str) -> bool:
    """Whether the engine has masks of twice the bits, at little more than the cost of one."""
    return dialect in _WIDE_MASKS


def wide_bit(position: Node, dialect: str) -> Node:
    """A wide mask with one bit set, position 0 to 125; null where the position is null."""
    one = nodes.cast_in(nodes.whole(1), _WIDE_MASKS[dialect], dialect)
    return nodes.paren(exp.BitwiseLeftShift(this=one, expression=nodes.cast(position, exp.DType.INT)))


def half_of(mask: Node, half: int) -> Node:
    """The lower (0) or the upper (1) half of a wide mask, as a mask."""
    all_bits = nodes.whole((1 << BITS) - 1)
    kept = shifted_down(mask, nodes.whole(BITS)) if half else both(mask, all_bits)
    return nodes.cast(kept, exp.DType.BIGINT)


def shifted_down(mask: Node, by: Node) -> Node:
    """The mask with its lowest bits dropped."""
    return nodes.paren(
        exp.BitwiseRightShift(this=nodes.paren(mask), expression=nodes.cast(by, exp.DType.INT))
    )


def both(mask: Node, other: Node) -> Node:
    """The bits that are set in both masks."""
    return nodes.paren(exp.BitwiseAnd(this=nodes.paren(mask), expression=nodes.paren(other)))


def either(mask: Node, other: Node) -> Node:
    """The bits that are set in one mask at least."""
    return nodes.paren(exp.BitwiseOr(this=nodes.paren(mask), expression=nodes.paren(other)))


def less(mask: Node, other: Node) -> Node:
    """The bits of the first mask only; a difference, since engines write the inverse in many ways."""
    return nodes.paren(exp.Sub(this=mask, expression=both(mask.copy(), other)))


def lowest_bit(mask: Node) -> Node:
    """The lowest bit that is set; 0 where none is."""
    one_less = nodes.paren(exp.Sub(this=mask.copy(), expression=nodes.whole(1)))
    return nodes.paren(exp.Sub(this=mask, expression=both(mask.copy(), one_less)))


def shifted_up(mask: Node, by: Node) -> Node:
    """The mask with zeros put below its bits; the highest must stay below bit 63, engines differ beyond."""
    return nodes.paren(exp.BitwiseLeftShift(this=mask, expression=nodes.cast(by, exp.DType.INT)))


def steps_of(amount: Node, length: int, dialect: str) -> Node:
    """How many whole lengths an amount of at least 0 has: for places in a calendar, never for a share."""
    amount, step = nodes.paren(amount), nodes.whole(length)
    if dialect in {"postgres", "trino"}:  # whole numbers divide whole there
        return exp.Div(this=amount, expression=step, typed=True)
    if dialect == "clickhouse":
        return exp.Anonymous(this="intDiv", expressions=[amount, step])
    if dialect == "snowflake":
        return nodes.cast(exp.Floor(this=exp.Div(this=amount, expression=step)), exp.DType.BIGINT)
    return exp.IntDiv(this=amount, expression=step)


def bit_count(mask: Node) -> Node:
    """How many bits are set, 0 to 63."""
    return exp.BitwiseCount(this=mask)
