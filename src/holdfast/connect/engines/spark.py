"""Spark as an engine: a session of its own beside the user's, whose settings and views stay as they are."""

from __future__ import annotations

import re
from contextlib import ExitStack, nullcontext, suppress
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from holdfast.connect.engines.pending import PreparedOnMention
from holdfast.connect.engines.spark_jobs import Jobs
from holdfast.connect.engines.spark_session import open_session
from holdfast.connect.engines.spark_values import cells, logical_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from holdfast.metrics.protocol import Cell

DEFAULT_TIMEOUT_SECONDS = 600
_numbers = count(1)
# What the text of our queries takes for granted, whatever the user's session says.
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # what TIMESTAMP means, also for rows of this process
    "spark.sql.ansi.enabled": "true",  # else what overflows turns into null or a wrong number
    "spark.sql.groupByOrdinal": "true",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",  # standard SQL, as other engines read it
}


class SparkEngine(PreparedOnMention):
    """A Spark session, classic or Spark Connect, with canonical tables as temporary views.

    A session that is given is not touched: queries run in a new session on the same Spark, with the zone set
    to UTC. Closing stops only a Spark that `open` started.

    Args:
        session: A running session.
        timeout_seconds: Longest time that one query may take.
    """

    strings = re.compile(r"'(?:[^'\\]|\\.)*'")

    def __init__(self, session: SparkSession, *, timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS) -> None:
        self._given = session
        self._session = session.newSession()
        for name, value in _SETTINGS.items():
            self._session.conf.set(name, value)
        self._jobs = Jobs(self._session, timeout_seconds)
        self._is_own = False
        self._columns: dict[str, Mapping[str, str]] = {}
        self._shared: list[str] = []
        super().__init__()
        self._closing = ExitStack()

    @classmethod
    def open(
        cls,
        address: str,
        *,
        settings: Mapping[str, str] | None = None,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
    ) -> Self:
        """An engine on a Spark of its own; where this process has one already, on that.

        Raises:
            InputError: The address or a setting is not one of Spark's.
            SourceError: Java or PySpark is missing, or nobody answers at the address.
        """
        engine = cls(open_session(address, settings=settings), timeout_seconds=timeout_seconds)
        engine._is_own = True
        return engine

    @property
    def dialect(self) -> str:
        """SQLGlot's name of the dialect."""
        return "spark"

    @property
    def session(self) -> SparkSession:
        """The session that queries run in."""
        return self._session

    def columns(self, table: str) -> Mapping[str, str]:
        """Column names with text, int, bool, ts, date or float; empty where no such table was defined."""
        return self._columns.get(table, MappingProxyType({}))

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query, dates and instants as ISO text. Runs exactly the text given.

        Raises:
            SourceError: Spark refused, failed, lost its workers or took too long; or somebody cancelled.
            InputError: A table behind the query holds values that cannot be used.
        """
        self.prepare_mentioned(sql)
        with self._jobs.running(sql):
            frame = self._session.sql(sql)
            types = [declared for _, declared in frame.dtypes]
            return cells(types, frame.collect())

    def define(
        self, table: str, frame: DataFrame | str, *, select: Sequence[str] = ("*",), where: str | None = None
    ) -> None:
        """Let a table be what is selected of a frame, or of a table that the session given knows.

        Instants of type TIMESTAMP become TIMESTAMP_NTZ in UTC, and whole numbers BIGINT.

        Args:
            table: Canonical name.
            frame: Of the session given, or the name of one of its tables or views.
            select: Expressions over the frame's columns, with aliases.
            where: Condition on the frame's columns; rows that do not meet it are left out.

        Raises:
            SourceError: Spark knows no such table, or refuses an expression.
        """
        with self._jobs.running(f"table {table}"):
            given = self._given.table(frame) if isinstance(frame, str) else frame
            # Global views are the only ones that two sessions of one Spark share.
            name = f"holdfast_{next(_numbers)}_{table}"
            given.createOrReplaceGlobalTempView(name)
            self._shared.append(name)
            space = self._session.conf.get("spark.sql.globalTempDatabase", "global_temp")
            rows = self._session.table(f"{space}.{name}")
            made = (rows.where(where) if where else rows).selectExpr(*select)
            canonical = made.selectExpr(*(_canonical(column, declared) for column, declared in made.dtypes))
            canonical.createOrReplaceTempView(table)
            found = {column: logical_type(declared) for column, declared in canonical.dtypes}
        self._columns[table] = MappingProxyType(found)

    def frame(self, rows: pa.Table) -> DataFrame:
        """Rows of this process as a frame; instants without zone stay without.

        They travel with every query: for megabytes, not for gigabytes.
        """
        made: DataFrame = self._session.createDataFrame(rows)
        return made

    def expect(self, table: str, columns: Mapping[str, str]) -> None:
        """Let a table have these columns before it is defined."""
        self._columns[table] = MappingProxyType(dict(columns))

    def statement(self, sql: str) -> str:
        """The text that runs for a query: the query itself."""
        return sql

    def snapshot(self) -> AbstractContextManager[None]:
        """Files stay as they are while they are read; nothing is to be done."""
        return nullcontext()

    def on_close(self, release: Callable[[], None]) -> None:
        """Call `release` when the engine is closed, the last one first."""
        self._closing.callback(release)

    def cancel(self) -> None:
        """Stop the query that runs in another thread, which raises CancelledError there.

        Returns when it has stopped; does nothing where none runs.
        """
        self._jobs.cancel()

    def close(self) -> None:
        """Drop the views, and stop Spark where `open` started it; a second call does nothing."""
        self._closing.close()
        shared, self._shared = self._shared, []
        with suppress(Exception):  # a Spark that is gone has no views either
            for name in shared:
                self._given.catalog.dropGlobalTempView(name)
            for table in self._columns:
                self._session.catalog.dropTempView(table)
        self._columns = {}
        if self._is_own:
            self._is_own = False
            self._given.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _canonical(column: str, declared: str) -> str:
    name = "`" + column.replace("`", "``") + "`"
    wanted = {"ts": "TIMESTAMP_NTZ", "int": "BIGINT", "text": "STRING"}.get(logical_type(declared))
    return f"CAST({name} AS {wanted}) AS {name}" if wanted else name
