"""A piece of a canonical table, as columns of NumPy arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.arrays import Column


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of one canonical table; may have no row, never lacks a column.

    An instant is `datetime64[us]` in UTC without a zone, NaT for null. A text is an object array of `str`,
    with None for null. An integer is `int64`, or an object array of `int` and None where the table allows
    null; a yes/no is `bool`. Each converts with `pyarrow.array(column, type=…)`.

    Attributes:
        table: Name of the canonical table.
        columns: Arrays of one length by column name, in the order of the table's contract.
    """

    table: str
    columns: Mapping[str, Column]

    @property
    def rows(self) -> int:
        """Number of rows, 0 or more."""
        return len(next(iter(self.columns.values())))
