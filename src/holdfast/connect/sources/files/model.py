"""How a user's files map to a canonical table, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from holdfast.connect.sources.files.erasures import NOBODY_ERASED, Erased

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.metrics.protocol import Cell

Format = Literal["csv", "parquet", "json", "fixed"]
Encoding = Literal["utf-8", "latin-1", "utf-16"]


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files of one form that are read as one relation.

    Attributes:
        where: How the workspace file names it, for messages (``tables.orders``).
        folder: Folder that a relative pattern starts from.
        pattern: File name or glob.
        format: None takes it from the file name's end.
        encoding: Of a CSV or fixed-width file.
        delimiter: Of a CSV file; None takes it from the header.
        fields: Name, first and last character (from 1) of each field of a fixed-width file.
        skip_rows: Rows before the data of a fixed-width file.
    """

    where: str
    folder: Path
    pattern: str
    format: Format | None = None
    encoding: Encoding = "utf-8"
    delimiter: str | None = None
    fields: tuple[tuple[str, int, int], ...] = ()
    skip_rows: int = 0


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where one canonical column comes from: a source column or a constant.

    Attributes:
        column: Source column; None where a constant is given.
        value: The constant for every row.
        date_format: strptime form of the text; None expects ISO 8601.
        time_zone: Zone of instants without an offset; None takes the table's.
        values: Pairs of the source's value and ours.
        is_decimal: The source has decimal amounts (12.34), ours are minor units (1234).
    """

    column: str | None
    value: str | None = None
    date_format: str | None = None
    time_zone: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    is_decimal: bool = False


@dataclass(frozen=True, slots=True)
class TableMap:
    """Where one canonical table comes from.

    Attributes:
        table: Canonical name.
        files: The files, or None where the table comes from a database or a query.
        sql: A query over the raw sources (``FROM sources.name``) or the database, or None.
        columns: Canonical name to its origin; columns of the same name need not be listed.
        time_zone: Zone of instants without an offset.
        date_format: strptime form of every instant of the table; None expects ISO 8601.
        decimal_mark: ``.`` or ``,``.
        where: SQL condition on source columns; rows that do not meet it are left out.
        currency: Currency where the source has no such column.
        database_table: Table of a database (``crm.accounts``), or None.
        erased: Persons who are taken out while the table is loaded.
    """

    table: str
    files: FileSet | None
    sql: str | None
    columns: tuple[tuple[str, ColumnMap], ...]
    time_zone: str
    date_format: str | None = None
    decimal_mark: Literal[".", ","] = "."
    where: str | None = None
    currency: str = "USD"
    database_table: str | None = None
    erased: Erased = NOBODY_ERASED

    @property
    def place(self) -> str:
        """How messages name the table."""
        return f"tables.{self.table}"


@dataclass(frozen=True, slots=True)
class Relation:
    """Something the engine can select from, with what is known of it.

    Attributes:
        sql: A SELECT over all files, or over the table or query.
        columns: Pairs of column name and the engine's name of its type.
        files: The files in the order read; empty for a table or query.
        kind: The files' form, or ``sql``.
        parts: One SELECT per file, in the files' order, for finding the row of a fault.
        first_row: Number of the first data row as a spreadsheet counts.
        label: How messages name it.
    """

    sql: str
    columns: tuple[tuple[str, str], ...]
    files: tuple[Path, ...]
    kind: Format | Literal["sql"]
    parts: tuple[str, ...]
    first_row: int
    label: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(name for name, _ in self.columns)


class Answering(Protocol):
    """Something that answers queries over raw sources."""

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query."""


def quoted(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A SQL string."""
    return "'" + text.replace("'", "''") + "'"
