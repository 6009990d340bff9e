"""ClickHouse's types as ours, and the values of an answer as plain cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from holdfast.metrics.protocol import Cell

_WRAPPED = re.compile(r"(?:Nullable|LowCardinality)\((.*)\)")
_LOGICAL = (
    ("DateTime", "ts"),
    ("Date", "date"),
    ("Bool", "bool"),
    ("Int", "int"),
    ("UInt", "int"),
    ("Float", "float"),
)


def logical_type(declared: str) -> str:
    """The contract's word for a type as ClickHouse writes it."""
    bare = _bare(declared)
    if bare.startswith("Decimal"):
        return "int" if bare.endswith(", 0)") else "float"
    return next((word for start, word in _LOGICAL if bare.startswith(start)), "text")


def cells(types: Sequence[str], rows: Iterable[Sequence[object]]) -> list[tuple[Cell, ...]]:
    """Rows with whole numbers as int, and dates and instants as ISO text.

    Args:
        types: The columns' types as ClickHouse writes them.
        rows: As they come out of JSON.
    """
    converters = [_CONVERTERS.get(logical_type(declared), _plain) for declared in types]
    return [
        tuple(
            None if value is None else convert(value) for convert, value in zip(converters, row, strict=True)
        )
        for row in rows
    ]


def _bare(declared: str) -> str:
    while found := _WRAPPED.fullmatch(declared):
        declared = found[1]
    return declared


def _plain(value: object) -> Cell:
    return value if isinstance(value, bool | int | float | str) else str(value)


def _instant(value: object) -> Cell:
    return str(value).replace(" ", "T").removesuffix(".000000")


_CONVERTERS: dict[str, Callable[[object], Cell]] = {"ts": _instant}
