"""Canonical tables as relations of a DuckDB engine, each read when the first query mentions it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.faults import count_faults, filtered, unreadable
from holdfast.connect.sources.files.looks import Looks
from holdfast.connect.sources.files.mapping import conversions
from holdfast.connect.sources.files.model import Relation, literal, quoted
from holdfast.connect.sources.files.reading_errors import readable_error
from holdfast.connect.sources.files.relation import describe, open_files
from holdfast.connect.sources.files.zones import by_offsets
from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.convert import Conversion
    from holdfast.connect.sources.files.model import Answering, FileSet, TableMap


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a table that a reader of its figures should know."""

    table: str
    text: str


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """One table as it was mapped, kept for the data check."""

    mapping: TableMap
    relation: Relation
    conversions: tuple[Conversion, ...]

    @property
    def source_sql(self) -> str:
        """The source's rows, without those that the mapping leaves out."""
        return filtered(self.mapping, self.relation.sql)


class FileTables:
    """Raw sources (``sources.<name>``) and canonical tables of one engine.

    Headers are read at once, so that a wrong mapping is said on opening; rows are read, and values checked,
    when the first query mentions the table. Text files, queries and Parquet files whose instants are text
    are then kept in the engine; other Parquet files are read in place.
    """

    reader = None
    identity = ""

    def __init__(self, engine: DuckDBEngine) -> None:
        self._engine = engine
        self.tables: dict[str, LoadedTable] = {}
        self.sources: dict[str, Relation] = {}
        self.notes: tuple[Note, ...] = ()
        self._looks: Looks | None = None
        engine.execute("CREATE SCHEMA IF NOT EXISTS sources")
        engine.execute("CREATE SCHEMA IF NOT EXISTS staged")

    def add_source(self, name: str, files: FileSet) -> None:
        """Make the files readable as ``sources.<name>``, columns as they are.

        Raises:
            InputError: The files are not there or cannot be used.
            SourceError: The disk failed.
        """
        relation = open_files(self._engine, files)
        self._engine.execute(f"CREATE VIEW sources.{quoted(name)} AS {relation.sql}")
        self.sources[name] = relation

    def add_table(self, mapping: TableMap) -> None:
        """Make a canonical table of files or of a query over raw sources.

        Raises:
            InputError: The files, the query or the columns cannot be used.
            SourceError: The disk failed.
        """
        relation = self.relation_of(mapping)
        made = conversions(mapping, relation)
        loaded = LoadedTable(mapping, relation, made)
        try:
            self._engine.execute(f"CREATE VIEW {quoted(mapping.table)} AS {_select(loaded)}")
        except SourceError as error:
            raise _refused(mapping, error) from error
        self.tables[mapping.table] = loaded
        self._engine.register(mapping.table, lambda: self._prepare(loaded))

    def relation_of(self, mapping: TableMap) -> Relation:
        """What a mapping reads, before any column of it is mapped.

        Raises:
            InputError: The files or the query cannot be used.
            SourceError: The disk failed.
        """
        return open_files(self._engine, mapping.files) if mapping.files else self._query(mapping)

    def derive_customers(self, tables: Sequence[str]) -> Note:
        """Make `customers` of the ids in orders or subscriptions: one row per id, signed at its first row."""
        sql, note = derived_customers(tables)
        self._engine.execute(f"CREATE VIEW customers AS {sql}")
        self._engine.register("customers", lambda: self._keep("customers", sql, mentions=tables))
        return note

    def remember(self, folder: Path) -> None:
        """Keep there what the values of Parquet files were found to be, and look at none of them twice."""
        self._looks = Looks(folder)

    def latest(self, table: str, column: str, before: str) -> str | None:
        """The latest instant of a column before a date, in UTC without offset; None where there is none."""
        return latest_of(self._engine, table, column, before)

    @property
    def raw(self) -> DuckDBEngine:
        """Answers queries over files and raw sources."""
        return self._engine

    def _query(self, mapping: TableMap) -> Relation:
        # Within parentheses only a query can stand: a statement that writes is refused by the grammar.
        sql = f"SELECT * FROM ({(mapping.sql or '').strip().rstrip(';')}\n) AS q"
        try:
            columns = describe(self._engine, sql)
        except SourceError as error:
            raise _refused(mapping, error) from error
        return Relation(sql=sql, columns=columns, files=(), kind="sql", parts=(sql,), first_row=1)

    def _prepare(self, loaded: LoadedTable) -> None:
        try:
            if loaded.relation.kind == "parquet" and not _has_instants_as_text(loaded):
                self._look_through(loaded)
            else:
                self._stage(loaded)
        except SourceError as error:
            raise readable_error(error, loaded.mapping.place) from error

    def _stage(self, loaded: LoadedTable) -> None:
        """Convert and check in one pass over the files: whether a row has a fault stands beside it."""
        table = loaded.mapping.table
        flags = " OR ".join(f"{item.unfit} OR {item.missing}" for item in loaded.conversions)
        staged = f"staged.{quoted(table)}"
        self._engine.execute(
            f"CREATE OR REPLACE TABLE {staged} AS {_select(loaded, f'({flags}) AS holdfast_fault')}"
        )
        if self._engine.rows(f"SELECT COUNT(*) FROM {staged} WHERE holdfast_fault") != [(0,)]:
            self._engine.execute(f"DROP TABLE {staged}")
            self._refuse_faults(loaded, loaded.conversions)
        names = ", ".join(quoted(item.column.name) for item in loaded.conversions)
        self._engine.execute(f"CREATE OR REPLACE VIEW {quoted(table)} AS SELECT {names} FROM {staged}")

    def _look_through(self, loaded: LoadedTable) -> None:
        """Refuse what does not fit, and read texts that need no mending as they stand; one pass, as a rule.

        Mending each text again in every query costs more than most metrics do.
        """
        doubtful = _doubtful(self._engine, loaded)
        asked = [
            item for item in loaded.conversions if item.differs and item.sql != quoted(item.source or "")
        ]
        # A text that nothing mends is not empty: whether it is missing was settled by the file's own counts.
        surely = [item for item in doubtful if item.is_risky or not item.differs]
        faulty = " OR ".join(f"{item.unfit} OR {item.missing}" for item in surely) or "FALSE"
        flags = ", ".join(
            f"COALESCE(BOOL_OR({found}), FALSE)" for found in [faulty, *(i.differs for i in asked)]
        )
        is_faulty, *differs = self._found(loaded, flags)
        mended = {item.column.name for item, found in zip(asked, differs, strict=True) if found}
        if is_faulty or any(item.column.name in mended for item in doubtful):
            self._refuse_faults(loaded, doubtful)
        plain = {item.column.name for item in asked} - mended
        made = by_offsets(self._engine, loaded.source_sql, loaded.conversions)
        select = _select(replace(loaded, conversions=made), plain=plain)
        self._engine.execute(f"CREATE OR REPLACE VIEW {quoted(loaded.mapping.table)} AS {select}")

    def _found(self, loaded: LoadedTable, flags: str) -> tuple[bool, ...]:
        """Which of the flags hold in any row; of files that were looked at before, as far as it is kept."""
        if self._looks is None or loaded.mapping.where or loaded.mapping.erased:
            return self._flags(loaded.source_sql, flags)
        relation = loaded.relation

        def look(path: Path) -> tuple[bool, ...]:
            part = dict(zip(relation.files, relation.parts, strict=True))[path]
            # A column that one file lacks is null there, which only all files together show.
            is_alike = describe(self._engine, part) == relation.columns
            return self._flags(part if is_alike else relation.sql, flags)

        return self._looks.of(f"{relation.columns} {flags}", relation.files, look)

    def _flags(self, sql: str, flags: str) -> tuple[bool, ...]:
        [found] = self._engine.rows(f"SELECT {flags} FROM ({sql}) AS r")
        return tuple(bool(flag) for flag in found)

    def _keep(self, table: str, sql: str, *, mentions: Sequence[str]) -> None:
        for name in mentions:
            self._engine.prepare(name)
        self._engine.execute(f"CREATE OR REPLACE TABLE staged.{quoted(table)} AS {sql}")
        self._engine.execute(
            f"CREATE OR REPLACE VIEW {quoted(table)} AS SELECT * FROM staged.{quoted(table)}"
        )

    def _refuse_faults(self, loaded: LoadedTable, items: Sequence[Conversion]) -> None:
        faults = count_faults(self._engine, loaded.source_sql, items)
        if faults:
            raise unreadable(self._engine, loaded.mapping, loaded.relation, faults)


def latest_of(engine: Answering, table: str, column: str, before: str) -> str | None:
    """The latest instant of a canonical table's column before a date; None where there is none."""
    # Quoted, since a column is called at, which is a keyword.
    sql = f"SELECT MAX({quoted(column)}) FROM {table} WHERE {quoted(column)} < TIMESTAMP '{before} 00:00:00'"
    [[found]] = engine.rows(sql)
    return None if found is None else str(found)


def derived_customers(tables: Sequence[str]) -> tuple[str, Note]:
    """SQL of `customers` from orders or subscriptions, one row per id, and what readers should know of it."""
    instants = {"orders": "ordered_at", "subscriptions": "started_at"}
    parts = " UNION ALL ".join(
        f"SELECT customer_id, {instants[name]} AS signed_at FROM {name}" for name in tables
    )
    sql = (
        "SELECT customer_id, MIN(r.signed_at) AS signed_at, CAST(NULL AS VARCHAR) AS parent_id, "
        "CAST(NULL AS VARCHAR) AS owner, CAST(NULL AS BOOLEAN) AS is_paying, "
        f"CAST(NULL AS TIMESTAMP) AS free_since FROM ({parts}) AS r "
        "WHERE customer_id IS NOT NULL GROUP BY customer_id"
    )
    named = " and ".join(tables)
    text = f"customers is derived from {named}: one per customer_id, signed at its first row, no segments"
    return sql, Note("customers", text)


def _select(loaded: LoadedTable, *more: str, plain: Collection[str] = ()) -> str:
    made = [
        quoted(item.source or "") if item.column.name in plain else item.sql for item in loaded.conversions
    ]
    columns = [
        f"{sql} AS {quoted(item.column.name)}" for sql, item in zip(made, loaded.conversions, strict=True)
    ]
    return f"SELECT {', '.join([*columns, *more])} FROM ({loaded.source_sql}) AS r"


def _has_instants_as_text(loaded: LoadedTable) -> bool:
    """Reading them takes several times what a metric does, so that every query would pay for it again."""
    return any(item.column.type == "ts" and item.is_risky for item in loaded.conversions)


def _doubtful(engine: DuckDBEngine, loaded: LoadedTable) -> list[Conversion]:
    """Columns of Parquet files to look at: the rest is settled by type and by the files' own counts."""
    listed = ", ".join(literal(str(path)) for path in loaded.relation.files)
    sql = (
        "SELECT path_in_schema, COALESCE(SUM(COALESCE(stats_null_count, 1)), 1) "
        f"FROM parquet_metadata([{listed}]) GROUP BY path_in_schema"
    )
    full = {str(name) for name, nulls in engine.rows(sql) if nulls == 0}
    # An empty id counts as none although the file counts it as text.
    return [
        item
        for item in loaded.conversions
        if item.is_risky or (item.missing != "FALSE" and (item.source not in full or item.column.is_id))
    ]


def _refused(mapping: TableMap, error: SourceError) -> InputError:
    reason = str(error.__cause__ or error).strip().split("\n", 1)[0].rstrip(".")
    remedy = 'Correct sql or where; raw sources are read as "sources.<name>"'
    return InputError(mapping.place, reason, "a query that DuckDB can run", remedy)
