"""A file read by a mapping: its first rows as they stand and as understood, and what does not fit."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files.faults import count_faults, unreadable
from holdfast.connect.sources.files.load import FileTables
from holdfast.connect.sources.files.model import quoted
from holdfast.connect.sources.files.reading_errors import readable_error
from holdfast.errors import InputError, SourceError
from holdfast.service.dataset.proposing import MEMORY
from holdfast.service.exports.sampling import distinct_values
from holdfast.service.workspace_file import CompanySection, SourceSection, TableSection
from holdfast.service.workspace_mapping import file_set, table_map
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from holdfast.connect.sources.files.model import Relation, TableMap
    from holdfast.metrics.protocol import Cell
    from holdfast.tables import CheckFinding, Column

SHOWN_ROWS = 6
_LONGEST = 80
_MOST_VALUES = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A mapping of files, as a section of the workspace file says it.

    Attributes:
        folder: Where the files are.
        table: Canonical name.
        section: As under ``[tables.NAME]``.
        sources: As under ``[sources.NAME]``, by name.
        company: As under ``[company]``.
    """

    folder: Path
    table: str
    section: Mapping[str, Any]
    sources: Mapping[str, Any]
    company: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What is in the files before anything is mapped.

    Attributes:
        names: Columns.
        rows: The first rows as they stand.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A canonical column as read from the first rows: texts, empty where there is nothing.

    Attributes:
        name: Canonical name, or a segment's.
        type: ``text``, ``int``, ``bool`` or ``ts``.
        raw: As they stand in the file; empty texts for a constant.
        values: As they are understood.
    """

    name: str
    type: str
    raw: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The first rows as a mapping reads them.

    Attributes:
        columns: One for each canonical column, then the segments.
        values: Column of the file to its values, the most frequent first, for those that were asked for.
    """

    columns: tuple[ReadColumn, ...]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Values of one column that do not fit.

    Attributes:
        column: Canonical name.
        kind: ``missing`` or ``impossible``.
        type: Of the column, ``money`` for amounts, ``choice`` where few values are known.
        finding: Message, count and examples with file and row.
    """

    column: str
    kind: str
    type: str
    finding: CheckFinding


def look(asked: Asked) -> Look:
    """Columns and first rows; nothing needs to be mapped yet.

    Raises:
        InputError: The files or the query cannot be read.
        SourceError: The disk failed.
    """
    with _opened(asked) as (tables, mapping):
        relation = tables.relation_of(mapping)
        return Look(relation.names, _rows(tables, relation))


def read(asked: Asked, *, valued: Sequence[str] = ()) -> Reading:
    """The first rows as the mapping reads them.

    Args:
        asked: The mapping.
        valued: Columns of the file whose values are asked for too, thirty at most of each.

    Raises:
        InputError: A column that is needed is not mapped, or the files cannot be read.
        SourceError: The disk failed.
    """
    with _opened(asked) as (tables, mapping):
        tables.add_table(mapping)
        loaded = tables.tables[asked.table]
        raw = [quoted(item.source) if item.source else "''" for item in loaded.conversions]
        made = [item.sql for item in loaded.conversions]
        items = ", ".join(f"CAST({sql} AS VARCHAR)" for sql in (*raw, *made))
        sql = f"SELECT {items} FROM (SELECT * FROM ({loaded.source_sql}) AS f LIMIT {SHOWN_ROWS}) AS r"  # noqa: S608 - of our own making
        rows = [[_shown(cell) for cell in row] for row in _fetched(tables, sql, asked.table)]
        columns = tuple(
            ReadColumn(
                item.column.name,
                item.column.type,
                tuple(row[at] for row in rows),
                tuple(row[at + len(raw)] for row in rows),
            )
            for at, item in enumerate(loaded.conversions)
        )
        known = [name for name in valued if name in loaded.relation.names]
        values = {
            name: distinct_values(tables.raw, loaded.relation, name, _MOST_VALUES, where=mapping.where or "")
            for name in known
        }
        return Reading(columns, values)


def faults(asked: Asked) -> tuple[int, tuple[Fault, ...]]:
    """How many rows there are, and the columns with values that do not fit, of the whole of the files.

    Raises:
        InputError: A row cannot be read at all, or a column that is needed is not mapped.
        SourceError: The disk failed.
    """
    with _opened(asked) as (tables, mapping):
        tables.add_table(mapping)
        loaded = tables.tables[asked.table]
        # Every column is counted: DuckDB decodes only those that are asked for.
        counted = f"SELECT COUNT(*), COUNT(COLUMNS(*)) FROM ({loaded.relation.sql}) AS r"  # noqa: S608 - as above
        [counts] = _fetched(tables, counted, asked.table)
        found = count_faults(tables.raw, loaded.source_sql, loaded.conversions)
        if not found:
            return int(counts[0] or 0), ()
        findings = unreadable(tables.raw, mapping, loaded.relation, found).findings
        return int(counts[0] or 0), tuple(
            Fault(one.conversion.column.name, finding.kind, _kind(one.conversion.column), finding)
            for one, finding in zip(found, findings, strict=True)
        )


def _kind(column: Column) -> str:
    if column.is_money:
        return "money"
    return "choice" if column.values else column.type


@contextmanager
def _opened(asked: Asked) -> Iterator[tuple[FileTables, TableMap]]:
    try:
        company = CompanySection.model_validate(dict(asked.company))
        section = TableSection.model_validate(dict(asked.section))
        sources = {name: SourceSection.model_validate(dict(one)) for name, one in asked.sources.items()}
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(where, str(first["msg"]), "a value that does", "Correct it") from error
    with DuckDBEngine(memory_limit=MEMORY, threads=2) as engine:
        tables = FileTables(engine)
        for name, one in sources.items():
            tables.add_source(name, file_set(f"sources.{name}", asked.folder, one, one.files))
        yield tables, table_map(asked.table, asked.folder, section, section.files, company)


def _rows(tables: FileTables, relation: Relation) -> tuple[tuple[str, ...], ...]:
    items = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in relation.names)
    sql = f"SELECT {items} FROM (SELECT * FROM ({relation.sql}) AS f LIMIT {SHOWN_ROWS}) AS r"  # noqa: S608 - names are quoted
    return tuple(tuple(_shown(cell) for cell in row) for row in _fetched(tables, sql, relation.label))


def _fetched(tables: FileTables, sql: str, where: str) -> Sequence[tuple[Cell, ...]]:
    try:
        return tables.raw.rows(sql)
    except SourceError as error:
        raise readable_error(error, where) from error


def _shown(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
