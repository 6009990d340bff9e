"""Which columns an expression may name, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.metrics.expression.model import Type

_KNOWN = frozenset({"text", "int", "bool", "ts", "date"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The columns of one table.

    Attributes:
        table: Canonical name.
        types: Type of each column.
        free: Columns beyond the contract that hold text: exports write numbers as text, so such a column is
            read as whole numbers where a whole number is wanted.
        parameters: Numbers that an expression may name as ``:name``.
    """

    table: str
    types: Mapping[str, Type]
    free: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()

    def column(self, name: str) -> str | None:
        """The column of that name, else the only one that differs in case alone, else None."""
        if name in self.types:
            return name
        alike = [known for known in self.types if known.casefold() == name.casefold()]
        return alike[0] if len(alike) == 1 else None


def scope_of(table: str, declared: Mapping[str, str] | None = None) -> Scope:
    """The columns of a canonical table by the contract, and further ones as a database declares them.

    Args:
        table: Canonical name.
        declared: Columns with their types as an engine gives them; None where no database is at hand. Columns
            of other types (decimal numbers) are left out.
    """
    contract: dict[str, Type] = {column.name: column.type for column in TABLES[table].columns}
    further = {
        name: cast("Type", kind)
        for name, kind in (declared or {}).items()
        if name not in contract and kind in _KNOWN
    }
    free = frozenset(name for name, kind in further.items() if kind == "text")
    return Scope(table, {**contract, **further}, free)
