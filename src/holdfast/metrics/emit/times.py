"""Dates and instants: the expressions on them that engines disagree on, each with all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Node = exp.Expr
_MICROSECONDS = 1_000_000


def local_day(moment: Node, zone: str, dialect: str) -> Node:
    """The local date of an instant that is stored without zone, in UTC.

    No form looks at the session's zone, which a shared database may have set to anything.
    """
    if zone == "UTC" and dialect != "clickhouse":
        return nodes.cast(moment, exp.DType.DATE)
    return _LOCAL_DAY[dialect](moment, nodes.text(zone))


def days_between(start: Node, end: Node, dialect: str) -> Node:
    """Whole days from one date to another, negative where the second comes first."""
    return _DAYS_BETWEEN[dialect](start, end)


def microseconds_between(start: Node, end: Node, dialect: str) -> Node:
    """Whole microseconds from one instant to another, negative where the second comes first."""
    return _MICROSECONDS_BETWEEN[dialect](start, end)


def days_later(moment: Node, days: int) -> Node:
    """The instant so many times 24 hours later: instants are stored without zone, so no clock changes."""
    span = exp.Interval(this=nodes.text(str(days)), unit=exp.var("DAY"))
    return nodes.paren(exp.Add(this=moment, expression=span))


def months_later(day: Node, months: Node, dialect: str) -> Node:
    """The same day of the month so many months later; the month's last day where it has no such day."""
    # BigQuery's own reading of an interval wants a plain name, and takes every whole number.
    number = months if dialect == "bigquery" else nodes.cast(months, exp.DType.INT)
    return _MONTHS_LATER[dialect](day, number)


def earliest_of(*moments: Node) -> Node:
    """The earliest of two instants or more, nulls left out."""
    return exp.Least(this=moments[0], expressions=list(moments[1:]), ignore_nulls=True)


def month_number(moment: Node, dialect: str) -> Node:
    """Months since the year 0 of an instant's UTC date."""
    parts = (exp.Extract(this=exp.var(unit), expression=moment.copy()) for unit in ("YEAR", "MONTH"))
    # A numeric on PostgreSQL.
    year, month = (nodes.cast(part, exp.DType.INT) if dialect == "postgres" else part for part in parts)
    twelve = exp.Mul(this=year, expression=nodes.whole(12))
    return nodes.paren(exp.Sub(this=exp.Add(this=twelve, expression=month), expression=nodes.whole(1)))


def _call(name: str, *arguments: Node) -> Node:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _text(value: str) -> Node:
    return nodes.text(value)


def _date(value: Node) -> Node:
    return nodes.cast(value, exp.DType.DATE)


def _aware_then_local(moment: Node, zone: Node) -> Node:
    # Two steps: one alone would take the naive instant for one of the session's zone.
    utc = exp.AtTimeZone(this=moment, zone=_text("UTC"))
    return _date(exp.AtTimeZone(this=utc, zone=zone))


def _converted(moment: Node, zone: Node) -> Node:
    return _date(_call("CONVERT_TIMEZONE", _text("UTC"), zone, moment))


def _trino_day(moment: Node, zone: Node) -> Node:
    return _date(_call("AT_TIMEZONE", _call("WITH_TIMEZONE", moment, _text("UTC")), zone))


_LOCAL_DAY: Mapping[str, Callable[[Node, Node], Node]] = {
    "duckdb": _aware_then_local,
    "postgres": _aware_then_local,
    "spark": _converted,
    "snowflake": _converted,
    # toDate ends in 2149 and begins in 1970.
    "clickhouse": lambda moment, zone: _call("toDate32", moment, zone),
    "bigquery": lambda moment, zone: _call("DATE", _call("TIMESTAMP", moment), zone),
    "trino": _trino_day,
}


def _boundaries(start: Node, end: Node) -> Node:
    return exp.DateDiff(this=end, expression=start, unit=exp.var("DAY"))


_DAYS_BETWEEN: Mapping[str, Callable[[Node, Node], Node]] = {
    "duckdb": lambda start, end: nodes.paren(exp.Sub(this=end, expression=start)),
    # Date minus date is an integer there; SQLGlot's general form goes through seconds.
    "postgres": lambda start, end: nodes.paren(exp.Sub(this=end, expression=start)),
    "spark": _boundaries,
    "clickhouse": _boundaries,
    "snowflake": _boundaries,
    "bigquery": _boundaries,
    "trino": lambda start, end: _call("DATE_DIFF", _text("DAY"), start, end),
}


def _duckdb_span(start: Node, end: Node) -> Node:
    return nodes.paren(exp.Sub(this=_call("EPOCH_US", end), expression=_call("EPOCH_US", start)))


def _postgres_span(start: Node, end: Node) -> Node:
    # EXTRACT is an exact numeric there, not a float.
    span = exp.Extract(this=exp.var("EPOCH"), expression=nodes.paren(exp.Sub(this=end, expression=start)))
    return nodes.cast(exp.Mul(this=span, expression=nodes.whole(_MICROSECONDS)), exp.DType.BIGINT)


def _trino_span(start: Node, end: Node) -> Node:
    """Whole seconds apart, plus the digits after the second: no unit of Trino's is finer than 1 ms."""
    seconds = _call("DATE_DIFF", _text("SECOND"), *(_whole_second(side) for side in (start, end)))
    apart = exp.Mul(this=seconds, expression=nodes.whole(_MICROSECONDS))
    digits = exp.Sub(this=_digits(end.copy()), expression=_digits(start.copy()))
    return nodes.paren(exp.Add(this=apart, expression=nodes.paren(digits)))


def _whole_second(moment: Node) -> Node:
    return _call("DATE_TRUNC", _text("SECOND"), moment)


def _digits(moment: Node) -> Node:
    exact = nodes.cast_in(moment, "TIMESTAMP(6)", "trino")
    written = nodes.cast(exact, exp.DType.VARCHAR)
    return nodes.cast(_call("SUBSTR", written, nodes.whole(-6)), exp.DType.BIGINT)


_MICROSECONDS_BETWEEN: Mapping[str, Callable[[Node, Node], Node]] = {
    "duckdb": _duckdb_span,
    "postgres": _postgres_span,
    "spark": lambda start, end: _call("TIMESTAMPDIFF", exp.var("MICROSECOND"), start, end),
    "clickhouse": lambda start, end: exp.DateDiff(this=end, expression=start, unit=exp.var("MICROSECOND")),
    "snowflake": lambda start, end: _call("DATEDIFF", exp.var("MICROSECOND"), start, end),
    "bigquery": lambda start, end: _call("DATETIME_DIFF", end, start, exp.var("MICROSECOND")),
    "trino": _trino_span,
}


_MONTHS_LATER: Mapping[str, Callable[[Node, Node], Node]] = {
    "duckdb": lambda day, months: _date(exp.Add(this=day, expression=_call("TO_MONTHS", months))),
    "postgres": lambda day, months: _date(
        exp.Add(this=day, expression=_call("MAKE_INTERVAL", nodes.whole(0), months))
    ),
    "spark": lambda day, months: _call("ADD_MONTHS", day, months),
    "clickhouse": lambda day, months: _call("addMonths", day, months),
    "snowflake": lambda day, months: _call("DATEADD", exp.var("MONTH"), months, day),
    "bigquery": lambda day, months: exp.DateAdd(this=day, expression=months, unit=exp.var("MONTH")),
    "trino": lambda day, months: _call("DATE_ADD", _text("MONTH"), months, day),
}
