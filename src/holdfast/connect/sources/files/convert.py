"""One canonical column as SQL: conversions that give null, never a guess, where a value does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.currency import minor_factor_sql
from holdfast.connect.sources.files.model import literal, quoted

if TYPE_CHECKING:
    from holdfast.connect.sources.files.model import ColumnMap, TableMap
    from holdfast.tables import Column

# DuckDB's own cast takes 'epoch' and 'infinity', and drops the offset of '10:00+02:00' without a word.
NAIVE = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?"
OFFSET = (
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?"
    r"(Z|z|[+-][0-9]{2}(:?[0-9]{2})?| UTC)"
)
# It also rounds '3.7' to 4 when asked for an integer.
_INTEGER = r"[+-]?[0-9]{1,18}([.]0*)?"
_DECIMALS = {
    ".": r"[+-]?[0-9]{1,18}([.][0-9]+)?",
    ",": r"[+-]?([0-9]{1,18}|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]+)?",
}
_INTEGERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)
_YES = "('true', 't', 'yes', 'y', '1')"
_NO = "('false', 'f', 'no', 'n', '0')"
_TYPES = {"text": "VARCHAR", "int": "BIGINT", "bool": "BOOLEAN", "ts": "TIMESTAMP"}


@dataclass(frozen=True, slots=True)
class Conversion:
    """How one canonical column is made.

    Attributes:
        column: The canonical column.
        source: Source column; None for a constant.
        sql: The value, typed; null where the source is null or does not fit.
        raw: The source's value with empty text as null, or None for a constant.
        is_risky: A source value may not fit, so that it has to be looked at.
        expected: What a fitting value looks like, in words.
        local: The instant as the clock on the wall showed it, where it has a zone other than UTC; else None.
        zone: That zone.
        differs: SQL condition that holds wherever the value may differ from the source's own; empty where it
            is not of the source's type, so that it always has to be made.
    """

    column: Column
    source: str | None
    sql: str
    raw: str | None
    is_risky: bool
    expected: str
    local: str | None = None
    zone: str = "UTC"
    differs: str = ""

    @property
    def unfit(self) -> str:
        """SQL condition: there is a value and it does not fit."""
        return f"({self.raw} IS NOT NULL AND {self.sql} IS NULL)" if self.is_risky and self.raw else "FALSE"

    @property
    def missing(self) -> str:
        """SQL condition: there is no value where there has to be one."""
        return "FALSE" if self.column.nullable or self.raw is None else f"({self.raw} IS NULL)"


def absent(column: Column) -> Conversion:
    """A nullable column that the source does not have."""
    return Conversion(column, None, f"CAST(NULL AS {_TYPES[column.type]})", None, is_risky=False, expected="")


def constant(column: Column, value: str) -> Conversion:
    """The same value in every row."""
    return Conversion(
        column, None, f"CAST({literal(value)} AS {_TYPES[column.type]})", None, is_risky=False, expected=""
    )


def digest(text_sql: str) -> str:
    """SHA-256 of a text as hexadecimal text in small letters."""
    return f"SHA256({text_sql})"


def convert(column: Column, origin: ColumnMap, declared: str, table: TableMap, currency: str) -> Conversion:
    """The conversion of one mapped source column.

    Args:
        column: The canonical column.
        origin: Where it comes from; its `column` is set.
        declared: DuckDB type of the source column.
        table: The table's mapping, for its defaults.
        currency: SQL of the row's currency, which says how many minor digits a decimal amount has.
    """
    name = quoted(origin.column or "")
    raw = _raw(
        name, declared, column, is_typed=bool(table.files and declared == "VARCHAR" and _is_typed(table))
    )
    if column.type == "ts":
        return _instant(column, origin, raw, declared, table)
    if column.type == "int":
        return _integer(column, origin, raw, declared, table, currency)
    if column.type == "bool":
        return _boolean(column, origin, raw, declared)
    return _text(column, origin, raw, declared)


def _is_typed(table: TableMap) -> bool:
    return table.files is not None and (table.files.format or table.files.pattern).endswith(("parquet", "pq"))


def _raw(name: str, declared: str, column: Column, *, is_typed: bool) -> str:
    if declared in {"DOUBLE", "FLOAT"}:
        return f"(CASE WHEN ISNAN({name}) THEN NULL ELSE {name} END)"
    if declared != "VARCHAR":
        return name
    if is_typed and column.type == "text" and not column.is_id:
        return name
    return f"NULLIF(TRIM({name}), '')"


def _text(column: Column, origin: ColumnMap, raw: str, declared: str) -> Conversion:
    value = _as_text(raw, declared)
    if column.is_id and declared == "VARCHAR":
        # 17850.0 is what an export makes of an integer column that also holds blanks; 007 stays 007.
        value = f"REGEXP_REPLACE({value}, '^([0-9]+)[.]0+$', '\\1')"
    for theirs, ours in origin.values:
        value = (
            f"CASE WHEN {_as_text(raw, declared)} = {literal(theirs)} THEN {literal(ours)} ELSE {value} END"
        )
    differs = _differs(column, origin, declared)
    if not column.values or column.is_open:
        return Conversion(column, origin.column, value, raw, is_risky=False, expected="text", differs=differs)
    known = ", ".join(literal(known) for known in column.values)
    checked = f"CASE WHEN LOWER({value}) IN ({known}) THEN LOWER({value}) END"
    expected = "one of " + ", ".join(column.values)
    return Conversion(column, origin.column, checked, raw, is_risky=True, expected=expected, differs=differs)


def _differs(column: Column, origin: ColumnMap, declared: str) -> str:
    """Holds wherever trimming, mending an id or lower case changes a text; may hold where nothing does."""
    if declared != "VARCHAR" or origin.values:
        return ""
    name = quoted(origin.column or "")
    if column.values and not column.is_open:
        return f"({name} <> LOWER(TRIM({name})) OR {name} = '')"
    ways = [f"{name} = ''", f"STARTS_WITH({name}, ' ')", f"ENDS_WITH({name}, ' ')"]
    if column.is_id:
        ways.append(f"(ENDS_WITH({name}, '0') AND CONTAINS({name}, '.'))")
    return f"({' OR '.join(ways)})"


def _as_text(raw: str, declared: str) -> str:
    if declared == "VARCHAR":
        return raw
    if declared in {"DOUBLE", "FLOAT"}:
        whole = f"{raw} = FLOOR({raw}) AND ABS({raw}) < 1e15"
        return (
            f"(CASE WHEN {whole} THEN CAST(CAST({raw} AS BIGINT) AS VARCHAR) ELSE CAST({raw} AS VARCHAR) END)"
        )
    return f"CAST({raw} AS VARCHAR)"


def _integer(  # noqa: PLR0913, PLR0917 (what a column is made of)
    column: Column, origin: ColumnMap, raw: str, declared: str, table: TableMap, currency: str
) -> Conversion:
    if origin.is_decimal:
        return _decimal(column, origin, raw, declared, table, currency)
    expected = "a whole number" + (" of minor units such as cents" if column.is_money else "")
    if declared in _INTEGERS:
        return Conversion(
            column, origin.column, f"TRY_CAST({raw} AS BIGINT)", raw, is_risky=False, expected=expected
        )
    if declared == "VARCHAR":
        value = f"CASE WHEN REGEXP_FULL_MATCH({raw}, '{_INTEGER}') THEN TRY_CAST({raw} AS DECIMAL(38, 6)) END"
        sql = f"CAST({value} AS BIGINT)"
    else:
        number = f"TRY_CAST({raw} AS DECIMAL(38, 6))"
        sql = f"CASE WHEN {number} = FLOOR({number}) THEN TRY_CAST({number} AS BIGINT) END"
    return Conversion(column, origin.column, sql, raw, is_risky=True, expected=expected)


def _decimal(  # noqa: PLR0913, PLR0917 (what a column is made of)
    column: Column, origin: ColumnMap, raw: str, declared: str, table: TableMap, currency: str
) -> Conversion:
    number = f"TRY_CAST({raw} AS DECIMAL(28, 6))"
    if declared == "VARCHAR":
        plain = raw if table.decimal_mark == "." else f"REPLACE(REPLACE({raw}, '.', ''), ',', '.')"
        fits = f"REGEXP_FULL_MATCH({raw}, '{_DECIMALS[table.decimal_mark]}')"
        number = f"CASE WHEN {fits} THEN TRY_CAST({plain} AS DECIMAL(28, 6)) END"
    # DECIMAL, not DOUBLE: 1.15 times 100 is 115 and not 114.99999999999999.
    sql = f"CAST(ROUND({number} * {minor_factor_sql(currency)}) AS BIGINT)"
    expected = f"an amount such as 1234{table.decimal_mark}50, without sign of currency"
    return Conversion(column, origin.column, sql, raw, is_risky=True, expected=expected)


def _boolean(column: Column, origin: ColumnMap, raw: str, declared: str) -> Conversion:
    expected = "true or false"
    if declared == "BOOLEAN":
        return Conversion(column, origin.column, raw, raw, is_risky=False, expected=expected)
    text = f"LOWER({_as_text(raw, declared)})"
    sql = f"CASE WHEN {text} IN {_YES} THEN TRUE WHEN {text} IN {_NO} THEN FALSE END"
    return Conversion(column, origin.column, sql, raw, is_risky=True, expected=expected)


def _instant(column: Column, origin: ColumnMap, raw: str, declared: str, table: TableMap) -> Conversion:
    zone = origin.time_zone or table.time_zone
    form = origin.date_format or table.date_format
    if declared == "TIMESTAMP WITH TIME ZONE":
        sql = f"MAKE_TIMESTAMP(EPOCH_US({raw}))"
        return Conversion(column, origin.column, sql, raw, is_risky=False, expected="an instant")
    if declared.startswith("TIMESTAMP") or declared == "DATE":
        naive = raw if declared == "TIMESTAMP" else f"CAST({raw} AS TIMESTAMP)"
        sql = to_utc(naive, zone)
        local = None if zone == "UTC" else naive
        return Conversion(
            column, origin.column, sql, raw, is_risky=False, expected="an instant", local=local, zone=zone
        )
    text = _as_text(raw, declared)
    if form:
        return _formed(column, origin, text, form, zone)
    naive = f"CASE WHEN REGEXP_FULL_MATCH({text}, '{NAIVE}') THEN TRY_CAST({text} AS TIMESTAMP) END"
    aware = f"CASE WHEN REGEXP_FULL_MATCH({text}, '{OFFSET}') THEN TRY_CAST({text} AS TIMESTAMPTZ) END"
    sql = f"COALESCE({to_utc(naive, zone)}, MAKE_TIMESTAMP(EPOCH_US({aware})))"
    local = None if zone == "UTC" else naive
    expected = "an ISO 8601 date or instant such as 2024-12-31 or 2024-12-31T09:30:00+01:00"
    return Conversion(
        column, origin.column, sql, raw, is_risky=True, expected=expected, local=local, zone=zone
    )


def _formed(column: Column, origin: ColumnMap, text: str, form: str, zone: str) -> Conversion:
    parsed = f"TRY_STRPTIME({text}, {literal(form)})"
    expected = f"a date of the form {form}"
    if "%z" in form:
        sql = f"MAKE_TIMESTAMP(EPOCH_US({parsed}))"
        return Conversion(column, origin.column, sql, text, is_risky=True, expected=expected)
    local = None if zone == "UTC" else parsed
    sql = to_utc(parsed, zone)
    return Conversion(
        column, origin.column, sql, text, is_risky=True, expected=expected, local=local, zone=zone
    )


def to_utc(naive: str, zone: str) -> str:
    """A local time of a zone in UTC, by the engine's calendar."""
    # Through microseconds: a cast from an aware to a naive timestamp goes through the session's zone.
    return naive if zone == "UTC" else f"MAKE_TIMESTAMP(EPOCH_US(({naive}) AT TIME ZONE {literal(zone)}))"
