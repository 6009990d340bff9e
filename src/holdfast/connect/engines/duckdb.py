"""DuckDB as an engine: one thin adapter that always has a memory limit and a temporary folder."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import duckdb

from holdfast.connect.engines.pending import PreparedOnMention
from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from holdfast.metrics.protocol import Cell

DEFAULT_MEMORY_LIMIT = "1GB"
_SHOWN_SQL = 200
# What `rendering.WIDE` says of a text, and what a group takes for each word.
_WIDE = re.compile(r"/\* (\d+) words of bits for each customer \*/")
_WORD_BYTES = 32
_MEMORY = re.compile(r"\d+(\.\d+)?\s*([KMGT]i?B)", re.IGNORECASE)
# Types whose values are cells as they come.
_PLAIN = frozenset(
    {
        "BIGINT",
        "INTEGER",
        "SMALLINT",
        "TINYINT",
        "HUGEINT",
        "UBIGINT",
        "UINTEGER",
        "VARCHAR",
        "BOOLEAN",
        "DOUBLE",
    }
)
_LOGICAL = (
    ("TIMESTAMP", "ts"),
    ("DATE", "date"),
    ("BOOLEAN", "bool"),
    ("VARCHAR", "text"),
    ("DOUBLE", "float"),
    ("FLOAT", "float"),
    ("DECIMAL", "float"),
)


class DuckDBEngine(PreparedOnMention):
    """A DuckDB database in memory that spills to a temporary folder of its own.

    The session's time zone is UTC and nothing is ever downloaded. Use it as a context manager or call
    `close`, which removes the temporary folder.

    Args:
        memory_limit: Most memory that DuckDB may take (``512MB``, ``2GB``); beyond it queries spill to disk.
        threads: Threads to use; None lets DuckDB take one per core.
        temp_folder: Folder to make the temporary folder in; None takes the system's.

    Raises:
        InputError: The memory limit is not a size or the threads are not positive.
    """

    strings = re.compile(r"'(?:[^']|'')*'")

    def __init__(
        self,
        *,
        memory_limit: str = DEFAULT_MEMORY_LIMIT,
        threads: int | None = None,
        temp_folder: Path | None = None,
    ) -> None:
        _check_settings(memory_limit, threads)
        self._temp = tempfile.mkdtemp(prefix="holdfast-", dir=temp_folder)
        self._connection = duckdb.connect(config=_config(memory_limit, threads, self._temp))
        # A cursor is a session of its own, so the zone has to be set for all of them.
        self._connection.execute("SET GLOBAL TimeZone = 'UTC'")
        self._memory = _bytes(memory_limit)
        self._columns: dict[str, Mapping[str, str]] = {}
        super().__init__()
        self._finalizer = weakref.finalize(self, _release, self._connection, self._temp)

    @property
    def dialect(self) -> str:
        """SQLGlot's name of the dialect."""
        return "duckdb"

    def columns(self, table: str) -> Mapping[str, str]:
        """Column names with text, int, bool, ts, date or float; empty where there is no such table."""
        if table not in self._columns:  # the catalogue takes as long as a small query
            rows = self._fetch(
                "SELECT column_name, data_type FROM information_schema.columns"
                " WHERE table_schema = 'main' AND table_name = $1 ORDER BY ordinal_position",
                (table,),
            )
            found = {str(name): _logical(str(declared)) for name, declared in rows}
            self._columns[table] = MappingProxyType(found)
        return self._columns[table]

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query, dates and instants as ISO text. Runs exactly the text given.

        Raises:
            SourceError: DuckDB refused or failed; the message holds the beginning of the text.
            InputError: A file behind a table of the query holds values that cannot be used.
        """
        self.prepare_mentioned(sql)
        with self._threads_for(sql):
            found, types = self._run(sql, ())
        if _PLAIN.issuperset(types):  # a look at each of a million cells costs more than their query
            return found  # type: ignore[return-value]
        columns = (
            column if kind in _PLAIN else _cells(column, kind)
            for column, kind in zip(zip(*found, strict=True), types, strict=True)
        )
        return list(zip(*columns, strict=True)) if found else []

    def statement(self, sql: str) -> str:
        """The text that runs for a query: the query itself."""
        return sql

    def snapshot(self) -> AbstractContextManager[None]:
        """Does nothing: text files are read once, and Parquet files are replaced, not changed."""
        return nullcontext()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement for its effect on this database, such as making a view.

        Raises:
            SourceError: DuckDB refused or failed.
        """
        self._columns.clear()
        self._fetch(sql, parameters)

    def close(self) -> None:
        """Close the database and remove the temporary folder; a second call does nothing."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _threads_for(self, sql: str) -> Iterator[None]:
        """One thread for a text whose groups, which each thread holds by itself, would spill with more.

        A thread spills what it groups once that takes about a quarter of the memory, which costs half as much
        again as one thread needs alone (benchmarks/RESULTS.md, every metric within 1 GB).
        """
        words = _WIDE.match(sql)
        if not words or not self.columns("customers"):
            yield
            return
        [[customers]] = self._fetch("SELECT COUNT(*) FROM customers", ())
        if int(words[1]) * _WORD_BYTES * int(str(customers)) <= self._memory // 4:
            yield
            return
        [[threads]] = self._fetch("SELECT current_setting('threads')", ())
        self._fetch("SET threads = 1", ())
        try:
            yield
        finally:
            self._fetch(f"SET threads = {threads}", ())

    def _fetch(self, sql: str, parameters: Sequence[object]) -> list[tuple[object, ...]]:
        return self._run(sql, parameters)[0]

    def _run(self, sql: str, parameters: Sequence[object]) -> tuple[list[tuple[object, ...]], list[str]]:
        """All rows, and the types of the columns."""
        try:
            with self._connection.cursor() as cursor:
                done = cursor.execute(sql, parameters or None)
                types = [str(column[1]) for column in done.description or ()]
                return done.fetchall(), types
        except duckdb.OutOfMemoryException as error:
            raise _refused(sql, error, "Raise memory_limit under [engine] in holdfast.toml") from error
        except duckdb.Error as error:
            raise _refused(sql, error, "Check the SQL and the files behind its tables") from error


def _config(
    memory_limit: str, threads: int | None, temp: str
) -> dict[str, str | bool | int | float | list[str]]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": temp,
        # An extension that is not built in would be fetched from the network.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    return config


def _bytes(memory_limit: str) -> int:
    number, unit = re.split(r"(?<=[\d.])\s*(?=[A-Za-z])", memory_limit.strip())
    base = 1024 if "I" in unit.upper() else 1000
    return int(float(number) * base ** ("KMGT".index(unit[0].upper()) + 1))


def _check_settings(memory_limit: str, threads: int | None) -> None:
    if not _MEMORY.fullmatch(memory_limit.strip()):
        raise InputError(
            "engine.memory_limit", f"it is {memory_limit!r}", "a size such as 512MB or 2GB", "Correct it"
        )
    if threads is not None and threads < 1:
        raise InputError("engine.threads", f"it is {threads}", "a whole number of at least 1", "Correct it")


def _release(connection: duckdb.DuckDBPyConnection, temp: str) -> None:
    connection.close()
    shutil.rmtree(temp, ignore_errors=True)


def _refused(sql: str, error: duckdb.Error, remedy: str) -> SourceError:
    start = " ".join(sql.split())
    shown = start if len(start) <= _SHOWN_SQL else f"{start[:_SHOWN_SQL]} …"
    reason = str(error).strip().split("\n", 1)[0].rstrip(".")
    return SourceError("DuckDB", f"{reason}, on: {shown}", "", remedy)


def _logical(declared: str) -> str:
    return next((logical for start, logical in _LOGICAL if declared.startswith(start)), "int")


def _cells(column: Iterable[object], kind: str) -> Iterable[Cell]:
    """The cells of a column; a day, of which there are many rows, is written once."""
    if kind == "DATE":
        texts = {value: _cell(value) for value in set(column)}
        return map(texts.__getitem__, column)
    return map(_cell, column)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    return str(value)
