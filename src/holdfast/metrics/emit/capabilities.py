"""What each dialect can do, and the refusal, before anything runs, of what nobody looked at.

A query is refused at compile time, with the reason, rather than written in words that a database might take
for something else. What is not in these tables is refused too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlglot import exp

from holdfast.errors import InputError
from holdfast.metrics.emit.dialects import COMPILED, DIALECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Support = Literal["yes", "fallback", "refused"]


@dataclass(frozen=True, slots=True)
class Capability:
    """Whether a dialect can do something.

    Attributes:
        support: ``yes``, ``fallback`` (the same integers by another way) or ``refused``.
        reason: The other way, or why not; empty for ``yes``.
    """

    support: Support
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Construct:
    """Something that queries are made of and that dialects differ on.

    Attributes:
        name: In words.
        exceptions: Dialect to what it does; every other one has a plain form of its own.
    """

    name: str
    exceptions: Mapping[str, Capability] = field(default_factory=dict)

    def in_dialect(self, dialect: str) -> Capability:
        """What a dialect does with it."""
        return self.exceptions.get(dialect, Capability("yes"))


def _fallback(reason: str) -> Capability:
    return Capability("fallback", reason)


_NO_NULLS = _fallback("pairs within COALESCE: one null makes the whole null there")
_FLOORED = _fallback("a quotient of decimals, cut off: there is no division of whole numbers")
_NO_RANGE = Capability("refused", "an outer join there needs an equality; join by one")
_COUNTS_ONLY = Capability("refused", "engines return counts, and the share is taken once, in Python")

CONSTRUCTS: tuple[Construct, ...] = (
    Construct("local date of an instant"),
    Construct("days between two dates"),
    Construct("year and month of an instant in UTC"),
    Construct(
        "microseconds between two instants",
        {"trino": _fallback("seconds, and the digits behind them as text: no unit is finer than 1 ms")},
    ),
    Construct("an instant some days later"),
    Construct(
        "value in the row with the least key",
        dict.fromkeys(
            ("postgres", "bigquery"), _fallback("the first of the values in the order of their keys")
        ),
    ),
    Construct("the same day some months later, or the last of that month"),
    Construct("least and greatest, nulls left out", {"bigquery": _NO_NULLS, "trino": _NO_NULLS}),
    Construct(
        "place of nulls in the order of a frame",
        {"bigquery": _fallback("a key before it that says whether it is null")},
    ),
    Construct("sum beyond 64 bits"),
    Construct("whole steps in an amount", {"snowflake": _FLOORED}),
    Construct("bits: set, shifted, in both, in either, of a group"),
    Construct("number of bits", {"postgres": _fallback("over the mask as a bit string")}),
    Construct("capitals and small letters of Western Europe"),
    Construct(
        "whole number in a text",
        {"snowflake": _fallback("a pattern with one more group: there are none without capture")},
    ),
    Construct("digits of a hash of an id, which is MD5 everywhere"),
    Construct("outer join without an equality", {"bigquery": _NO_RANGE}),
    Construct("division, average, quantile, median", dict.fromkeys(DIALECTS, _COUNTS_ONLY)),
)

_NAMES = (
    "Abs Add Alias And Between BitwiseAnd BitwiseCount BitwiseLeftShift BitwiseOr BitwiseOrAgg "
    "BitwiseRightShift Boolean Case Cast Coalesce Column Count CTE DataType DataTypeParam Distinct "
    "EQ From Greatest Group GT GTE Having Identifier If In Interval Is Lag Lead Least Like Limit "
    "Literal LT LTE Materialized Max MD5 Min Mod Mul Neg NEQ Not Null Nullif Or Order Ordered Paren "
    "RegexpExtract RowNumber Select Star Sub Subquery Substring Sum Table TableAlias Trim Tuple "
    "Union Values Var Where Window WindowSpec With"
)
_EVERYWHERE = frozenset(getattr(exp, name) for name in _NAMES.split() if hasattr(exp, name))
_SOME: Mapping[type[exp.Expr], tuple[str, ...]] = {
    exp.ArrayAgg: ("postgres", "bigquery"),
    exp.AtTimeZone: ("duckdb", "postgres"),
    exp.Bracket: ("postgres", "bigquery"),
    exp.DateAdd: ("bigquery",),
    exp.DateDiff: ("duckdb", "spark", "clickhouse", "snowflake", "bigquery"),
    # Year and month of an instant without zone; on PostgreSQL the epoch as well.
    exp.Extract: DIALECTS,
    exp.IntDiv: ("duckdb", "spark", "bigquery"),
    # Of whole numbers, where that is whole; of decimals, within FLOOR.
    exp.Div: ("postgres", "trino", "snowflake"),
    exp.Floor: ("snowflake",),
}
_FUNCTIONS: Mapping[str, str] = {
    "duckdb": "EPOCH_US MAKE_TIMESTAMP TO_MONTHS TRANSLATE LENGTH ARG_MIN",
    "postgres": "MAKE_INTERVAL TRANSLATE LENGTH SUBSTRING BIT_COUNT",
    "spark": "ADD_MONTHS CONVERT_TIMEZONE TIMESTAMPDIFF TRANSLATE LENGTH MIN_BY",
    "clickhouse": "addMonths bitAnd bitOr bitShiftLeft bitShiftRight bitCount intDiv toDate32 "
    "translateUTF8 CHAR_LENGTH toInt64OrNull extract argMin",
    "snowflake": "CONVERT_TIMEZONE DATEADD DATEDIFF TRANSLATE LENGTH BITCOUNT MIN_BY",
    "bigquery": "DATE DATETIME_DIFF GREATEST LEAST TIMESTAMP TRANSLATE LENGTH OFFSET",
    "trino": "AT_TIMEZONE DATE_ADD DATE_DIFF DATE_TRUNC GREATEST LEAST SUBSTR WITH_TIMEZONE "
    "TRANSLATE LENGTH BIT_COUNT MIN_BY TO_UTF8",
}


def refuse_unknown(nodes: Iterable[exp.Expr], dialect: str) -> None:
    """Refuse a query among whose nodes is one that nobody looked at in this dialect.

    Raises:
        InputError: It does; the message names it and gives the reason.
    """
    for node in nodes:
        if type(node) in _EVERYWHERE:  # nearly all of them: a query has thousands
            continue
        for found, reason in _faults(node, dialect):
            remedy = "Measure on one that can" if dialect in COMPILED else "Write it in another way"
            raise InputError(f"dialect {dialect}", f"{found} is refused: {reason}", "", remedy)


def _faults(node: exp.Expr, dialect: str) -> Iterator[tuple[str, str]]:
    kind = type(node)
    if isinstance(node, exp.Anonymous):
        if node.name not in _FUNCTIONS[dialect].split():
            yield f"the function {node.name}", "nobody looked at what it does there"
    elif isinstance(node, exp.Join):
        if dialect == "bigquery" and node.side and not _has_equality(node):
            yield "an outer join without an equality", _NO_RANGE.reason
    elif kind not in _EVERYWHERE and dialect not in _SOME.get(kind, ()):
        reason = _COUNTS_ONLY.reason if isinstance(node, _DIVIDES) else "nobody looked at what it does there"
        yield kind.key.upper(), reason


_DIVIDES = (exp.Div, exp.Avg, exp.Median, exp.Quantile, exp.PercentileCont, exp.PercentileDisc, exp.Stddev)


def _has_equality(join: exp.Join) -> bool:
    on = join.args.get("on")
    if on is None:
        return False
    parts = on.flatten() if isinstance(on, exp.And) else [on]
    return any(isinstance(part.unnest(), exp.EQ) for part in parts)
