"""Open the engine of a workspace: its kind is a choice, and only the chosen one's library is loaded.

A kind is one module with ``open_engine(settings)``: it gives an engine and the tables to be mapped into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol

from holdfast.errors import InputError
from holdfast.metrics.protocol import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pyspark.sql import SparkSession

    from holdfast.connect.engines.secret import Secret
    from holdfast.connect.sources.files.load import LoadedTable, Note
    from holdfast.connect.sources.files.model import Answering, FileSet, Relation, TableMap

EngineKind = Literal["duckdb", "postgres", "spark", "clickhouse"]

_MODULES: dict[str, str] = {
    "duckdb": "holdfast.connect.sources.files.opening",
    "postgres": "holdfast.connect.sources.database.opening",
    "spark": "holdfast.connect.sources.handed.spark",
    "clickhouse": "holdfast.connect.sources.handed.clickhouse",
}


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What a workspace says of its engine; a kind reads what concerns it.

    Attributes:
        kind: Which engine.
        where: How messages name the settings (``holdfast.toml, engine``).
        memory_limit: Most memory to take, where the engine runs here.
        threads: Threads to use, where the engine runs here; None: one per core.
        timeout_seconds: Longest time of one query, where a server answers.
        address: Where the server is; None where none was given.
        master: Spark's master where no address is given; None: this process.
        options: Spark's own settings.
        session: A Spark session to use in place of a new one, or None.
    """

    kind: EngineKind
    where: str = "engine"
    memory_limit: str = "1GB"
    threads: int | None = None
    timeout_seconds: int = 600
    address: Secret | None = None
    master: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    session: SparkSession | None = None


class WorkspaceEngine(Engine, Protocol):
    """An engine with the canonical tables of a workspace."""

    def statement(self, sql: str) -> str:
        """The text that runs for a query, to the letter; the query itself unless the engine adds to it."""

    def prepare(self, table: str) -> None:
        """Look at the values of a table now, which its first query would do; nothing for others.

        Raises:
            InputError: Its values cannot be used.
        """

    def snapshot(self) -> AbstractContextManager[None]:
        """All queries inside see the data of one moment, as far as the engine can."""

    def close(self) -> None:
        """Let go of files and connections; a second call does nothing."""


class WorkspaceTables(Protocol):
    """The canonical tables of a workspace and the raw sources that they are made of."""

    @property
    def tables(self) -> Mapping[str, LoadedTable]:
        """Mapped tables by canonical name; a derived table is none of them."""

    @property
    def sources(self) -> Mapping[str, Relation]:
        """Raw sources, read as ``sources.<name>``; empty for a database, whose tables are its own."""

    def add_source(self, name: str, files: FileSet) -> None:
        """Make files readable as ``sources.<name>``.

        Raises:
            InputError: They are not there or cannot be used.
            SourceError: The disk failed.
        """

    def add_table(self, mapping: TableMap) -> None:
        """Make a canonical table, after a look at names and types alone.

        Raises:
            InputError: Its source or a mapped column is not there.
            SourceError: The disk or the database failed.
        """

    def derive_customers(self, tables: Sequence[str]) -> Note:
        """Make `customers` of the ids in orders or subscriptions: one row per id, signed at its first row."""

    @property
    def reader(self) -> WorkspaceEngine | None:
        """The engine that reads the files where another computes; None where it is the same."""

    @property
    def identity(self) -> str:
        """What tells these data from others of the same mapping, such as one database from another.

        Empty where the mapping says it all: files.
        """

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader of figures should know of the mapped tables; grows as they are added."""

    def remember(self, folder: Path) -> None:
        """Keep in a folder what the values of files were found to be, so that they are not looked at twice.

        Does nothing for a database, which is never the same at two times.
        """

    def latest(self, table: str, column: str, before: str) -> str | None:
        """The latest instant of a table's column, in UTC without offset; None where there is none.

        Args:
            table: Canonical name.
            column: One of its instants.
            before: Instants from this local date of UTC on do not count.
        """

    @property
    def raw(self) -> Answering:
        """Answers queries over what tables are made of: canonical tables are not in its sight."""


def open_engine(settings: EngineSettings) -> tuple[WorkspaceEngine, WorkspaceTables]:
    """The engine of a workspace, without tables yet; close it.

    Raises:
        InputError: There is no such engine here, or its settings cannot be used.
        SourceError: It cannot be reached.
    """
    module = _MODULES.get(settings.kind)
    if module is None:
        expected = f"one of {', '.join(_MODULES)}"
        raise InputError(f"{settings.where}.kind", f"{settings.kind} is not built in", expected, "Choose one")
    try:
        opener = import_module(module)
    except ModuleNotFoundError as error:
        remedy = f'Type: pip install "holdfast[{settings.kind}]"'
        found = f"{settings.kind} needs the package {error.name}, which is not installed"
        raise InputError(f"{settings.where}.kind", found, "", remedy) from error
    engine: WorkspaceEngine
    tables: WorkspaceTables
    engine, tables = opener.open_engine(settings)
    return engine, tables
