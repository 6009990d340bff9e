"""An engine that is asked the same thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.metrics.protocol import Cell, Engine


_SMALL = 2_001
"""Rows of the longest answer that is remembered: as many as there may be cells, and one."""


class Remembering:
    """Remembers columns and small answers, for as long as one batch takes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._columns: dict[str, Mapping[str, str]] = {}
        self._rows: dict[str, Sequence[tuple[Cell, ...]]] = {}

    @property
    def dialect(self) -> str:
        """The engine's."""
        return self._engine.dialect

    def columns(self, table: str) -> Mapping[str, str]:
        """The engine's."""
        if table not in self._columns:
            self._columns[table] = self._engine.columns(table)
        return self._columns[table]

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """The engine's."""
        if sql in self._rows:
            return self._rows[sql]
        found = self._engine.rows(sql)
        if len(found) <= _SMALL:
            self._rows[sql] = found
        return found
