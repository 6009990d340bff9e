"""Canonical columns as Spark's SQL where typed Parquet leaves little to convert; all else is not plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.convert import Conversion

if TYPE_CHECKING:
    from holdfast.connect.sources.files.model import ColumnMap, TableMap
    from holdfast.tables import Column

_TYPES = {"text": "STRING", "int": "BIGINT", "bool": "BOOLEAN", "ts": "TIMESTAMP_NTZ"}
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


class NotPlainError(Exception):
    """A column needs a conversion that only the reader of files has."""


class SparkForms:
    """Conversions in Spark's SQL that give what the reader of files gives.

    Raises:
        NotPlainError: From `convert`: the column is not of a type that can be taken as it is.
    """

    def absent(self, column: Column) -> Conversion:
        """A nullable column that the source does not have."""
        return _made(column, None, f"CAST(NULL AS {_TYPES[column.type]})")

    def constant(self, column: Column, value: str) -> Conversion:
        """The same value in every row."""
        return _made(column, None, f"CAST({_literal(value)} AS {_TYPES[column.type]})")

    def digest(self, text_sql: str) -> str:
        """SHA-256 of a text as hexadecimal text in small letters."""
        return f"SHA2({text_sql}, 256)"

    def convert(
        self, column: Column, origin: ColumnMap, declared: str, table: TableMap, currency: str
    ) -> Conversion:
        """The conversion of one mapped source column, whose type is given in DuckDB's words."""
        del currency
        name = _quoted(origin.column or "")
        if column.type == "text" and declared == "VARCHAR":
            return _made(column, origin.column, _text(column, origin, name))
        zone = origin.time_zone or table.time_zone
        is_plain = {
            "int": declared in _INTEGERS and not origin.is_decimal,
            "bool": declared == "BOOLEAN",
            # Local times of another zone are ambiguous once a year: one reader decides, for all engines.
            "ts": declared == "TIMESTAMP WITH TIME ZONE"
            or (declared in {"TIMESTAMP", "DATE"} and zone == "UTC"),
        }
        if not is_plain.get(column.type):
            raise NotPlainError(column.name)
        return _made(column, origin.column, f"CAST({name} AS {_TYPES[column.type]})")


def _made(column: Column, source: str | None, sql: str) -> Conversion:
    return Conversion(column, source, sql, None, is_risky=False, expected="")


def _text(column: Column, origin: ColumnMap, name: str) -> str:
    value = f"NULLIF(TRIM({name}), '')" if column.is_id else name
    if column.is_id:
        # 17850.0 is what an export makes of an integer column; the pattern is tried on what may fit it.
        value = f"IF({name} LIKE '%.0%', REGEXP_REPLACE({value}, '^([0-9]+)[.]0+$', '$1'), {value})"
    mapped = value
    for theirs, ours in origin.values:
        mapped = f"CASE WHEN {value} = {_literal(theirs)} THEN {_literal(ours)} ELSE {mapped} END"
    if not column.values or column.is_open:
        return mapped
    known = ", ".join(_literal(known) for known in column.values)
    return f"CASE WHEN LOWER({mapped}) IN ({known}) THEN LOWER({mapped}) END"


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
