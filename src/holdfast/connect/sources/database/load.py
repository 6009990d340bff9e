"""Canonical tables as views of each query over a database's own tables; nothing is made in the database."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.connect.engines.postgres_errors import StatementError
from holdfast.connect.engines.postgres_views import SOURCE_PREFIX, View
from holdfast.connect.sources.database.catalog import (
    describe_query,
    describe_table,
    filtered_tables,
    identity_of,
)
from holdfast.connect.sources.database.convert import PostgresForms
from holdfast.connect.sources.files.faults import count_faults, unreadable
from holdfast.connect.sources.files.load import LoadedTable, Note, derived_customers, latest_of
from holdfast.connect.sources.files.mapping import conversions
from holdfast.connect.sources.files.model import quoted
from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from holdfast.connect.engines.postgres import PostgresEngine
    from holdfast.connect.sources.database.catalog import Described
    from holdfast.connect.sources.files.convert import Conversion
    from holdfast.connect.sources.files.model import FileSet, Relation, TableMap
    from holdfast.metrics.protocol import Cell


class Raw:
    """Answers queries over the database's own tables."""

    def __init__(self, engine: PostgresEngine) -> None:
        self._engine = engine

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query, in whose sight no canonical table is."""
        return self._engine.raw_rows(sql)


class DatabaseTables:
    """The canonical tables of a workspace on a database.

    Names and types are looked at when a table is added, so that a wrong mapping is said on opening. Values
    are looked at in one pass before the first query that mentions the table, and only those of columns whose
    type leaves room for one that does not fit.
    """

    reader = None

    def __init__(self, engine: PostgresEngine) -> None:
        self._engine = engine
        self.raw = Raw(engine)
        self.tables: dict[str, LoadedTable] = {}
        self.sources: Mapping[str, Relation] = MappingProxyType({})
        self.notes: tuple[Note, ...] = ()
        self._filtered = filtered_tables(engine)
        self.identity = identity_of(engine)
        engine.define({})

    def remember(self, folder: Path) -> None:
        """Does nothing: tables of a database change without a trace."""

    def latest(self, table: str, column: str, before: str) -> str | None:
        """The latest instant of a table's column before a date, in UTC without offset; None: there is none.

        Asked of the database's own column, whose index, if it has one, answers at once.
        """
        loaded = self.tables.get(table)
        item = (
            next((one for one in loaded.conversions if one.column.name == column), None) if loaded else None
        )
        types = dict(loaded.relation.columns) if loaded else {}
        if loaded is None or item is None or types.get(item.source or "") != "timestamptz":
            return latest_of(self._engine, table, column, before)
        name = quoted(item.source or "")
        sql = f"SELECT MAX({name}) AT TIME ZONE 'UTC' FROM ({loaded.source_sql}) AS r"
        [[found]] = self.raw.rows(f"{sql} WHERE {name} < TIMESTAMPTZ '{before} 00:00:00+00'")
        return None if found is None else str(found)

    def add_source(self, name: str, files: FileSet) -> None:
        """Refused: files are not read here.

        Raises:
            InputError: Always.
        """
        remedy = 'Load the files into the database, or write kind = "duckdb" under [engine]'
        raise InputError(f"sources.{name}", f"files were given ({files.pattern})", "tables alone", remedy)

    def add_table(self, mapping: TableMap) -> None:
        """Make a canonical table of a table or a query of the database.

        Raises:
            InputError: The table, the query or a mapped column cannot be used.
            SourceError: The database refused or failed.
        """
        try:
            described = _described(self._engine, mapping)
            made = conversions(mapping, described.relation, PostgresForms(described.labels))
            loaded = LoadedTable(mapping, described.relation, made)
            self._engine.define({mapping.table: self._view(loaded, described.full)})
            self._engine.describe(self._engine.statement(f"SELECT * FROM {mapping.table}"))
        except StatementError as error:
            remedy = "Correct table, sql or where; names with capitals stand in double quotes there"
            expected = "a query that PostgreSQL can run"
            raise InputError(mapping.place, error.reason, expected, remedy) from error
        self.tables[mapping.table] = loaded
        words = set(re.findall(r"\w+", described.relation.sql))
        self.notes += tuple(
            Note(mapping.table, f"{mapping.table}: row-level security may hide rows of {name} from this user")
            for name in sorted(self._filtered & words)
        )

    def derive_customers(self, tables: Sequence[str]) -> Note:
        """Make `customers` of the ids in orders or subscriptions: one row per id, signed at its first row."""
        sql, note = derived_customers(tables)
        columns = {
            "customer_id": "text",
            "signed_at": "ts",
            "parent_id": "text",
            "owner": "text",
            "is_paying": "bool",
            "free_since": "ts",
        }
        self._engine.define({"customers": View(sql, columns, reads=tuple(tables))})
        return note

    def _view(self, loaded: LoadedTable, full: frozenset[str]) -> View:
        table = loaded.mapping.table
        listed = ", ".join(f"{item.sql} AS {quoted(item.column.name)}" for item in loaded.conversions)
        return View(
            f"SELECT {listed} FROM {SOURCE_PREFIX}{table}",
            MappingProxyType({item.column.name: item.column.type for item in loaded.conversions}),
            source=loaded.source_sql,
            prepare=self._look(loaded, doubtful(loaded.conversions, full)),
        )

    def _look(self, loaded: LoadedTable, items: Sequence[Conversion]) -> Callable[[], None] | None:
        def look() -> None:
            faults = count_faults(self.raw, loaded.source_sql, items)
            if faults:
                raise unreadable(self.raw, loaded.mapping, loaded.relation, faults)

        return look if items else None


def doubtful(items: Sequence[Conversion], full: frozenset[str]) -> tuple[Conversion, ...]:
    """Columns whose values have to be looked at: the rest is settled by types and constraints."""
    return tuple(
        item for item in items if item.is_risky or (item.missing != "FALSE" and item.source not in full)
    )


def _described(engine: PostgresEngine, mapping: TableMap) -> Described:
    if mapping.database_table is not None:
        return describe_table(engine, mapping.database_table, mapping.place)
    return describe_query(engine, mapping.sql or "", mapping.place)
