"""One canonical column as PostgreSQL's SQL: typed columns stay as they are wherever that is right.

The planner knows how the values of a plain column are distributed, and nothing of an expression's: text is
neither trimmed nor changed here, unlike in files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.connect.sources.database.instants import aware_sql, iso_sql, naive_sql
from holdfast.connect.sources.files.convert import Conversion
from holdfast.connect.sources.files.currency import minor_factor_sql
from holdfast.connect.sources.files.model import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.connect.sources.files.model import ColumnMap, TableMap
    from holdfast.tables import Column

_TYPES = {"text": "text", "int": "bigint", "bool": "boolean", "ts": "timestamp"}
_INTEGERS = ("int2", "int4", "int8")
_FLOATS = ("float4", "float8")
_NUMBERS = (*_INTEGERS, *_FLOATS, "numeric", "money")
_PLAIN_TEXT = ("text", "varchar")
_INTEGER = "^[+-]?[0-9]{1,18}([.]0*)?$"
_DECIMALS = {
    ".": "^[+-]?[0-9]{1,15}([.][0-9]+)?$",
    ",": "^[+-]?([0-9]{1,15}|[0-9]{1,3}([.][0-9]{3}){1,4})(,[0-9]+)?$",
}
_YES = "('true', 't', 'yes', 'y', '1')"
_NO = "('false', 'f', 'no', 'n', '0')"
# Bytes decide, as on the other engines: one order everywhere, and no clash of collations in a join.
_BYTES = 'COLLATE "C"'


@dataclass(frozen=True, slots=True)
class PostgresForms:
    """Conversions in PostgreSQL's SQL.

    Attributes:
        labels: Values of enumerations by the type's name.
    """

    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def absent(self, column: Column) -> Conversion:
        """A nullable column that the source does not have."""
        sql = f"CAST(NULL AS {_TYPES[column.type]})"
        return Conversion(column, None, sql, None, is_risky=False, expected="")

    def constant(self, column: Column, value: str) -> Conversion:
        """The same value in every row."""
        sql = f"CAST({literal(value)} AS {_TYPES[column.type]})"
        return Conversion(column, None, sql, None, is_risky=False, expected="")

    def digest(self, text_sql: str) -> str:
        """SHA-256 of a text as hexadecimal text in small letters."""
        return f"ENCODE(SHA256(CONVERT_TO({text_sql}, 'UTF8')), 'hex')"

    def convert(
        self, column: Column, origin: ColumnMap, declared: str, table: TableMap, currency: str
    ) -> Conversion:
        """The conversion of one mapped column.

        Args:
            column: The canonical column.
            origin: Where it comes from; its `column` is set.
            declared: PostgreSQL's name of the column's type.
            table: The table's mapping, for its defaults.
            currency: SQL of the row's currency, which says how many minor digits a decimal amount has.

        Raises:
            InputError: The form of its dates is not read in a database.
        """
        name = quoted(origin.column or "")
        raw = f"NULLIF({name}, 'NaN')" if declared in _FLOATS else name
        if column.type == "ts":
            return _instant(column, origin, raw, declared, table)
        if column.type == "int" and origin.is_decimal:
            return _decimal(column, origin, raw, declared, table, currency)
        if column.type == "int":
            return _integer(column, origin, raw, declared)
        if column.type == "bool":
            return _boolean(column, origin, raw, declared)
        return self._text(column, origin, raw, declared)

    def _text(self, column: Column, origin: ColumnMap, raw: str, declared: str) -> Conversion:
        plain = value = _as_text(raw, declared)
        if column.is_id and declared == "citext":
            # To citext A and a are one id; as text they would be two.
            plain = value = f"LOWER({value})"
        for theirs, ours in origin.values:
            value = f"CASE WHEN {plain} = {literal(theirs)} THEN {literal(ours)} ELSE {value} END"
        if not column.values or column.is_open:
            sql = f"({value}) {_BYTES}"
            return Conversion(column, origin.column, sql, raw, is_risky=False, expected="text")
        known = ", ".join(literal(known) for known in column.values)
        checked = f"CASE WHEN LOWER({value}) IN ({known}) THEN LOWER({value}) END"
        return Conversion(
            column,
            origin.column,
            f"({checked}) {_BYTES}",
            raw,
            is_risky=not self._fits(column, origin, declared),
            expected="one of " + ", ".join(column.values),
        )

    def _fits(self, column: Column, origin: ColumnMap, declared: str) -> bool:
        """The type is an enumeration of which every value is known."""
        labels = self.labels.get(declared)
        ours = dict(origin.values)
        return labels is not None and all(ours.get(label, label).lower() in column.values for label in labels)


def _as_text(raw: str, declared: str) -> str:
    if declared in _PLAIN_TEXT:
        return raw
    if declared == "numeric":
        return f"CAST(TRIM_SCALE({raw}) AS text)"
    return f"CAST({raw} AS text)"


def _integer(column: Column, origin: ColumnMap, raw: str, declared: str) -> Conversion:
    expected = "a whole number" + (" of minor units such as cents" if column.is_money else "")
    if declared in _INTEGERS:
        sql = raw if declared == "int8" else f"CAST({raw} AS bigint)"
        return Conversion(column, origin.column, sql, raw, is_risky=False, expected=expected)
    if declared in _NUMBERS:
        number = f"CAST({raw} AS numeric)"
        sql = (
            f"CASE WHEN {number} = FLOOR({number}) AND ABS({number}) < 1e18 THEN CAST({number} AS bigint) END"
        )
    else:
        text = f"TRIM(CAST({raw} AS text))"
        sql = f"CASE WHEN {text} ~ '{_INTEGER}' THEN CAST(CAST({text} AS numeric) AS bigint) END"
    return Conversion(column, origin.column, sql, raw, is_risky=True, expected=expected)


def _decimal(  # noqa: PLR0913, PLR0917 (what a column is made of)
    column: Column, origin: ColumnMap, raw: str, declared: str, table: TableMap, currency: str
) -> Conversion:
    expected = f"an amount such as 1234{table.decimal_mark}50, without sign of currency"
    is_text = declared not in _NUMBERS
    number = f"CAST({raw} AS numeric)"
    if is_text:
        text = f"TRIM(CAST({raw} AS text))"
        plain = text if table.decimal_mark == "." else f"REPLACE(REPLACE({text}, '.', ''), ',', '.')"
        number = f"CASE WHEN {text} ~ '{_DECIMALS[table.decimal_mark]}' THEN CAST({plain} AS numeric) END"
    # Exact: numeric has decimal digits, and an amount too large for 64 bits ends the query with an error.
    sql = f"CAST(ROUND({number} * {minor_factor_sql(currency)}) AS bigint)"
    return Conversion(column, origin.column, sql, raw, is_risky=is_text, expected=expected)


def _boolean(column: Column, origin: ColumnMap, raw: str, declared: str) -> Conversion:
    expected = "true or false"
    if declared == "bool":
        return Conversion(column, origin.column, raw, raw, is_risky=False, expected=expected)
    text = f"LOWER(TRIM({_as_text(raw, declared)}))"
    sql = f"CASE WHEN {text} IN {_YES} THEN TRUE WHEN {text} IN {_NO} THEN FALSE END"
    return Conversion(column, origin.column, sql, raw, is_risky=True, expected=expected)


def _instant(column: Column, origin: ColumnMap, raw: str, declared: str, table: TableMap) -> Conversion:
    zone = origin.time_zone or table.time_zone
    if declared == "timestamptz":
        sql = f"({raw} AT TIME ZONE 'UTC')"
        return Conversion(column, origin.column, sql, raw, is_risky=False, expected="an instant")
    local: str | None
    if declared in {"timestamp", "date"}:
        naive = raw if declared == "timestamp" else f"CAST({raw} AS timestamp)"
        local = None if zone == "UTC" else naive
        sql = _to_utc(naive, zone)
        return Conversion(
            column, origin.column, sql, raw, is_risky=False, expected="an instant", local=local, zone=zone
        )
    text = f"TRIM(CAST({raw} AS text))"
    form = origin.date_format or table.date_format
    expected = "an ISO 8601 date or instant such as 2024-12-31 or 2024-12-31T09:30:00+01:00"
    if form:
        expected = f"a date of the form {form}"
        text = f"({iso_sql(text, form, f'{table.place}.columns.{column.name}')})"
    naive = naive_sql(text)
    sql = f"COALESCE({_to_utc(naive, zone)}, {aware_sql(text)})"
    local = None if zone == "UTC" else naive
    return Conversion(
        column, origin.column, sql, raw, is_risky=True, expected=expected, local=local, zone=zone
    )


def _to_utc(naive: str, zone: str) -> str:
    if zone == "UTC":
        return naive
    return f"((({naive}) AT TIME ZONE {literal(zone)}) AT TIME ZONE 'UTC')"
