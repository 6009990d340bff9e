"""Canonical tables of files for an engine that has no reader of its own for them.

An embedded DuckDB reads, maps and checks files as it always does, with the same messages. What it made goes
to the engine as Parquet, before the first query that mentions the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from holdfast.connect.sources.files.load import FileTables
from holdfast.connect.sources.files.model import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.load import LoadedTable, Note
    from holdfast.connect.sources.files.model import FileSet, Relation, TableMap


class Receiver(Protocol):
    """The engine that computes."""

    def declare(self, table: str, columns: Mapping[str, str], prepare: Callable[[], None]) -> None:
        """Know a table by name and columns; `prepare` fills it before the first query that mentions it."""

    def take(self, table: str, path: Path) -> None:
        """Let a table be the rows of a Parquet file on this machine."""

    def read_in_place(self, loaded: LoadedTable) -> bool:
        """Let a table be its own files where its mapping converts nothing; whether that was done."""


class HandedTables:
    """The canonical tables of a workspace whose files are read here and computed on elsewhere.

    Args:
        engine: Computes.
        reader: Reads, maps and checks.
        folder: Where Parquet files for the engine are written; its owner removes it.
    """

    def __init__(self, engine: Receiver, reader: DuckDBEngine, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._files = FileTables(reader)
        self.reader = reader

    @property
    def identity(self) -> str:
        """Empty: files are what the mapping says."""
        return self._files.identity

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader of figures should know of the mapped tables."""
        return self._files.notes

    @property
    def tables(self) -> Mapping[str, LoadedTable]:
        """Mapped tables by canonical name; a derived table is none of them."""
        return self._files.tables

    @property
    def sources(self) -> Mapping[str, Relation]:
        """Raw sources, which the reader alone knows."""
        return self._files.sources

    def remember(self, folder: Path) -> None:
        """See `WorkspaceTables`."""
        self._files.remember(folder)

    def latest(self, table: str, column: str, before: str) -> str | None:
        """The latest instant of a column before a date, as the reader finds it; None where there is none."""
        return self._files.latest(table, column, before)

    @property
    def raw(self) -> DuckDBEngine:
        """Answers queries over files and raw sources."""
        return self.reader

    def add_source(self, name: str, files: FileSet) -> None:
        """Make files readable as ``sources.<name>`` by the reader.

        Raises:
            InputError: The files are not there or cannot be used.
            SourceError: The disk failed.
        """
        self._files.add_source(name, files)

    def add_table(self, mapping: TableMap) -> None:
        """Make a canonical table of files or of a query over raw sources; rows are read later.

        Raises:
            InputError: The files, the query or the columns cannot be used.
            SourceError: The disk failed.
        """
        self._files.add_table(mapping)
        loaded = self.tables[mapping.table]
        columns = {item.column.name: str(item.column.type) for item in loaded.conversions}
        self._engine.declare(mapping.table, columns, lambda: self._hand(loaded))

    def derive_customers(self, tables: Sequence[str]) -> Note:
        """Make `customers` of the ids in orders or subscriptions: one row per id, signed at its first row."""
        note = self._files.derive_customers(tables)
        self._engine.declare("customers", self.reader.columns("customers"), lambda: self._copy("customers"))
        return note

    def _hand(self, loaded: LoadedTable) -> None:
        # Values that do not fit are refused here, with file and row.
        self.reader.prepare(loaded.mapping.table)
        if not self._engine.read_in_place(loaded):
            self._copy(loaded.mapping.table)

    def _copy(self, table: str) -> None:
        self.reader.prepare(table)
        path = self._folder / f"{table}.parquet"
        self.reader.execute(f"COPY (SELECT * FROM {quoted(table)}) TO {literal(str(path))} (FORMAT PARQUET)")
        self._engine.take(table, path)
