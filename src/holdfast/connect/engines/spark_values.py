"""Spark's types as ours, and the values of an answer as plain cells, by the type that Spark declares."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from holdfast.metrics.protocol import Cell

_LOGICAL = {
    "string": "text",
    "boolean": "bool",
    "tinyint": "int",
    "smallint": "int",
    "int": "int",
    "bigint": "int",
    "date": "date",
    "timestamp": "ts",
    "timestamp_ntz": "ts",
}


def logical_type(declared: str) -> str:
    """The contract's word for a type as Spark's DDL writes it; ``float`` for what is not whole."""
    if declared.startswith("decimal"):
        return "int" if declared.endswith(",0)") else "float"
    return _LOGICAL.get(declared, "float" if declared in {"float", "double"} else "text")


def cells(types: Sequence[str], rows: Iterable[Sequence[object]]) -> list[tuple[Cell, ...]]:
    """Rows with whole numbers as int, and dates and instants as ISO text.

    Args:
        types: The columns' types as Spark's DDL writes them.
        rows: As PySpark collects them.
    """
    converters = [_converter(declared) for declared in types]
    return [
        tuple(
            None if value is None else convert(value) for convert, value in zip(converters, row, strict=True)
        )
        for row in rows
    ]


def _converter(declared: str) -> Callable[[object], Cell]:
    return _aware if declared == "timestamp" else _plain


def _plain(value: object) -> Cell:
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _aware(value: object) -> Cell:
    # PySpark gives the instant as a naive time of this process's zone, whatever the session's zone is.
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return str(value)
