"""Whole numbers that do not fit 64 bits, and bit masks: engines differ in types, overflow and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

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
    return exp.cast(value, _WIDE.get(dialect, "DECIMAL(38, 0)"), dialect=dialect)


def exact_sum(value: Node, dialect: str) -> Node:
    """Sum of whole numbers that may exceed 64 bits; null where there is no value.

    Plain SUM raises on Spark, Trino and BigQuery, and ClickHouse returns a wrong number in silence.
    """
    # DuckDB's and PostgreSQL's own sum of BIGINT is wide already, and cheaper than casting each row.
    of = value if dialect in {"duckdb", "postgres", "snowflake"} else wide(value, dialect)
    return exp.Sum(this=of)


def bit(position: Node) -> Node:
    """A mask with one bit set, position 0 to 62; null where the position is null."""
    one = exp.cast(exp.convert(1), exp.DataType.Type.BIGINT)
    # PostgreSQL and Spark shift a BIGINT by an INT only.
    # In parentheses: for PostgreSQL all operators on bits bind alike, from the left.
    return exp.paren(exp.BitwiseLeftShift(this=one, expression=exp.cast(position, exp.DataType.Type.INT)))


def bits_of(mask: Node) -> Node:
    """Aggregate: every bit that is set in any mask of the group; null where there is none."""
    return exp.BitwiseOrAgg(this=mask)


def has_wide_masks(dialect: str) -> bool:
    """Whether the engine has masks of twice the bits, at little more than the cost of one."""
    return dialect in _WIDE_MASKS


def wide_bit(position: Node, dialect: str) -> Node:
    """A wide mask with one bit set, position 0 to 125; null where the position is null."""
    one = exp.cast(exp.convert(1), _WIDE_MASKS[dialect], dialect=dialect)
    return exp.paren(exp.BitwiseLeftShift(this=one, expression=exp.cast(position, exp.DataType.Type.INT)))


def half_of(mask: Node, half: int) -> Node:
    """The lower (0) or the upper (1) half of a wide mask, as a mask."""
    all_bits = exp.convert((1 << BITS) - 1)
    kept = shifted_down(mask, exp.convert(BITS)) if half else both(mask, all_bits)
    return exp.cast(kept, exp.DataType.Type.BIGINT)


def shifted_down(mask: Node, by: Node) -> Node:
    """The mask with its lowest bits dropped."""
    return exp.paren(
        exp.BitwiseRightShift(this=exp.paren(mask), expression=exp.cast(by, exp.DataType.Type.INT))
    )


def both(mask: Node, other: Node) -> Node:
    """The bits that are set in both masks."""
    return exp.paren(exp.BitwiseAnd(this=exp.paren(mask), expression=exp.paren(other)))


def either(mask: Node, other: Node) -> Node:
    """The bits that are set in one mask at least."""
    return exp.paren(exp.BitwiseOr(this=exp.paren(mask), expression=exp.paren(other)))


def less(mask: Node, other: Node) -> Node:
    """The bits of the first mask only; a difference, since engines write the inverse in many ways."""
    return exp.paren(exp.Sub(this=mask, expression=both(mask.copy(), other)))


def lowest_bit(mask: Node) -> Node:
    """The lowest bit that is set; 0 where none is."""
    one_less = exp.paren(exp.Sub(this=mask.copy(), expression=exp.convert(1)))
    return exp.paren(exp.Sub(this=mask, expression=both(mask.copy(), one_less)))


def shifted_up(mask: Node, by: Node) -> Node:
    """The mask with zeros put below its bits; the highest must stay below bit 63, engines differ beyond."""
    return exp.paren(exp.BitwiseLeftShift(this=mask, expression=exp.cast(by, exp.DataType.Type.INT)))


def steps_of(amount: Node, length: int, dialect: str) -> Node:
    """How many whole lengths an amount of at least 0 has: for places in a calendar, never for a share."""
    amount, step = exp.paren(amount), exp.convert(length)
    if dialect in {"postgres", "trino"}:  # whole numbers divide whole there
        return exp.Div(this=amount, expression=step, typed=True)
    if dialect == "clickhouse":
        return exp.Anonymous(this="intDiv", expressions=[amount, step])
    if dialect == "snowflake":
        return exp.cast(exp.Floor(this=exp.Div(this=amount, expression=step)), exp.DataType.Type.BIGINT)
    return exp.IntDiv(this=amount, expression=step)


def bit_count(mask: Node) -> Node:
    """How many bits are set, 0 to 63."""
    return exp.BitwiseCount(this=mask)
