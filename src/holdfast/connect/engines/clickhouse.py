"""ClickHouse as an engine, embedded in this process by chdb, which holds one database at a time."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import weakref
from contextlib import ExitStack, nullcontext
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from chdb.session import Session

from holdfast.connect.engines.clickhouse_values import cells, logical_type
from holdfast.connect.engines.pending import PreparedOnMention
from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from holdfast.metrics.protocol import Cell

DEFAULT_MEMORY_LIMIT = "1GB"
DEFAULT_TIMEOUT_SECONDS = 600
_SHOWN_SQL = 200
_FORMAT = "JSONCompactEachRowWithNamesAndTypes"
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])(i?)B", re.IGNORECASE)
# What the text of our queries takes for granted: standard SQL, where ClickHouse has other defaults.
_SETTINGS = {
    "session_timezone": "'UTC'",
    "join_use_nulls": "1",  # an outer join gives null and not 0
    "cast_keep_nullable": "1",
    "aggregate_functions_null_for_empty": "0",
    "prefer_column_name_to_alias": "1",  # MIN(x) AS x hides no column x
    "short_circuit_function_evaluation": "'force_enable'",  # no branch runs that CASE does not choose
    "date_time_overflow_behavior": "'saturate'",
    "allow_experimental_join_condition": "1",
}
_CAUSES = (
    ("MEMORY_LIMIT_EXCEEDED", "Raise memory_limit under [engine] in holdfast.toml"),
    ("TIMEOUT_EXCEEDED", "Ask for fewer periods, or raise timeout_seconds under [engine] in holdfast.toml"),
    ("FILE_DOESNT_EXIST", "Check the files behind its tables"),
)


class ClickHouseEngine(PreparedOnMention):
    """A ClickHouse database in memory and a temporary folder of its own, which `close` removes.

    Args:
        memory_limit: Most memory that a query may take (``512MB``, ``2GB``); sorting and grouping spill.
        threads: Threads to use; None lets ClickHouse take one per core.
        timeout_seconds: Longest time that one query may take.

    Raises:
        InputError: The memory limit is not a size or the threads are not positive.
        SourceError: This process has an embedded ClickHouse already.
    """

    strings = re.compile(r"'(?:[^'\\]|\\.|'')*'")

    def __init__(
        self,
        *,
        memory_limit: str = DEFAULT_MEMORY_LIMIT,
        threads: int | None = None,
        timeout_seconds: int = DEFAULT_TIMEOUT_SECONDS,
    ) -> None:
        settings = {**_SETTINGS, **_limits(memory_limit, threads, timeout_seconds)}
        self._folder = tempfile.mkdtemp(prefix="holdfast-")
        try:
            self._session = Session(self._folder)
        except Exception as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            remedy = "Close the other one first: chdb holds one database per process"
            raise SourceError("ClickHouse", _reason(error), "", remedy) from error
        self._finalizer = weakref.finalize(self, _release, self._session, self._folder)
        super().__init__()
        self._expected: dict[str, Mapping[str, str]] = {}
        self._closing = ExitStack()
        for name, value in settings.items():
            self.execute(f"SET {name} = {value}")

    @property
    def dialect(self) -> str:
        """SQLGlot's name of the dialect."""
        return "clickhouse"

    def columns(self, table: str) -> Mapping[str, str]:
        """Column names with text, int, bool, ts, date or float; empty where there is no such table."""
        if table in self._expected:
            return self._expected[table]
        name = table.replace("\\", "\\\\").replace("'", "\\'")
        rows = self._fetch(
            "SELECT name, type FROM system.columns WHERE database = currentDatabase()"
            f" AND table = '{name}' ORDER BY position"
        )[1]
        return MappingProxyType({str(column): logical_type(str(declared)) for column, declared in rows})

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query, dates and instants as ISO text. Runs exactly the text given.

        Raises:
            SourceError: ClickHouse refused, failed or took too long.
            InputError: A file behind a table of the query holds values that cannot be used.
        """
        self.prepare_mentioned(sql)
        types, rows = self._fetch(sql)
        return cells(types, rows)

    def execute(self, sql: str) -> None:
        """Run one statement for its effect on this database, such as making a view.

        Raises:
            SourceError: ClickHouse refused or failed.
        """
        try:
            self._session.query(sql)
        except Exception as error:
            raise _refused(sql, error) from error

    def define(self, table: str, path: Path) -> None:
        """Let a table be the rows of a Parquet file, read at each query.

        Raises:
            SourceError: ClickHouse cannot read it.
        """
        place = str(path).replace("\\", "\\\\").replace("'", "\\'")
        self.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM file('{place}', Parquet)")

    def statement(self, sql: str) -> str:
        """The text that runs for a query: the query itself."""
        return sql

    def snapshot(self) -> AbstractContextManager[None]:
        """Files stay as they are while they are read; nothing is to be done."""
        return nullcontext()

    def expect(self, table: str, columns: Mapping[str, str]) -> None:
        """Let a table have these columns before it is defined."""
        self._expected[table] = MappingProxyType(dict(columns))

    def on_close(self, release: Callable[[], None]) -> None:
        """Call `release` when the engine is closed, the last one first."""
        self._closing.callback(release)

    def close(self) -> None:
        """Close the database and remove its folder; a second call does nothing."""
        self._closing.close()
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fetch(self, sql: str) -> tuple[list[str], list[list[object]]]:
        try:
            said = self._session.query(sql, _FORMAT).bytes()
        except Exception as error:
            raise _refused(sql, error) from error
        # Whole numbers of any length: Python reads them without loss.
        lines = [json.loads(line) for line in said.splitlines()]
        return ([str(declared) for declared in lines[1]], lines[2:]) if lines else ([], [])


def _limits(memory_limit: str, threads: int | None, timeout_seconds: int) -> dict[str, str]:
    found = _SIZE.fullmatch(memory_limit.strip())
    if not found:
        raise InputError(
            "engine.memory_limit", f"it is {memory_limit!r}", "a size such as 512MB or 2GB", "Correct it"
        )
    if threads is not None and threads < 1:
        raise InputError("engine.threads", f"it is {threads}", "a whole number of at least 1", "Correct it")
    power = "KMGT".index(found[2].upper()) + 1
    most = int(float(found[1]) * (1024 if found[3] else 1000) ** power)
    limits = {
        "max_memory_usage": str(most),
        "max_bytes_before_external_group_by": str(most // 2),
        "max_bytes_before_external_sort": str(most // 2),
        "max_execution_time": str(timeout_seconds),
    }
    return limits if threads is None else {**limits, "max_threads": str(threads)}


def _release(session: Session, folder: str) -> None:
    session.close()
    shutil.rmtree(folder, ignore_errors=True)


def _refused(sql: str, error: Exception) -> SourceError:
    line = " ".join(sql.split())
    shown = line if len(line) <= _SHOWN_SQL else f"{line[:_SHOWN_SQL]} …"
    said = _reason(error)
    remedy = next((mend for word, mend in _CAUSES if word in said), "Check the SQL and its tables")
    return SourceError("ClickHouse", f"{said}, on: {shown}", "", remedy)


def _reason(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0].removeprefix("Code: ").rstrip(".")[:300]
