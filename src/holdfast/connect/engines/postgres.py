"""PostgreSQL as an engine: reads in transactions that cannot write, tries again where that is safe."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Self, TypeVar

import psycopg

from holdfast.connect.engines.address import Address
from holdfast.connect.engines.postgres_errors import (
    ConnectionLostError,
    PassingError,
    connecting_failed,
    place_of,
    query_failed,
)
from holdfast.connect.engines.postgres_values import Context, logical_type
from holdfast.connect.engines.postgres_views import mentioned, with_views
from holdfast.connect.engines.retrying import Retry
from holdfast.errors import CancelledError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from holdfast.connect.engines.postgres_views import View
    from holdfast.errors import SourceError
    from holdfast.metrics.protocol import Cell

Answer = TypeVar("Answer")

DEFAULT_TIMEOUT_SECONDS = 600
_ROWS_AT_ONCE = 2_000
_CANCEL_SECONDS = 5.0
_LIBPQ = {
    "connect_timeout": "10",
    "fallback_application_name": "holdfast",
    # A network that is gone says nothing: without these, one would wait for it for hours.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
# LOCAL to the transaction: behind a pooler the next may be of somebody else. Strings are standard, so that
# a backslash in a quoted value is a backslash.
_BEGIN = """
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL TIME ZONE 'UTC';
SET LOCAL datestyle = 'ISO';
SET LOCAL standard_conforming_strings = on;
SET LOCAL statement_timeout = {milliseconds}
"""
_COLUMNS = """
SELECT attname, atttypid FROM pg_catalog.pg_attribute
WHERE attrelid = pg_catalog.to_regclass(pg_catalog.quote_ident(%s)) AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
"""


class PostgresEngine:
    """A PostgreSQL database, 12 or later, that is only ever read.

    Every query runs in a read-only transaction with the zone set to UTC and a limit of time, over one
    connection that is made anew when it broke. It needs CONNECT, USAGE and SELECT, and no right to write: a
    standby will do.

    Args:
        address: Where it is and who asks; a text is read as a URL.
        timeout_seconds: Longest time that one query may take.
        retry: How often connecting, or a query whose connection broke, is tried again.

    Raises:
        InputError: The address is no URL of a PostgreSQL database.
        SourceError: It gives no connection.
    """

    def __init__(
        self,
        address: Address | str,
        *,
        timeout_seconds: int = DEFAULT_TIMEOUT_SECONDS,
        retry: Retry | None = None,
    ) -> None:
        self._address = Address(address) if isinstance(address, str) else address
        self._timeout = timeout_seconds
        self._retry = retry or Retry()
        self._views: dict[str, View] | None = None
        self._prepared: set[str] = set()
        self._in_snapshot = self._has_answered = self._is_cancelled = False
        self._idle = threading.Event()
        self._idle.set()
        self._guard = threading.Lock()
        self._connection = self._trying(self._connect)

    def __repr__(self) -> str:
        return f"PostgresEngine({self._address.shown!r})"

    @property
    def dialect(self) -> str:
        """SQLGlot's name of the dialect."""
        return "postgres"

    @property
    def address(self) -> Address:
        """Where the database is."""
        return self._address

    def columns(self, table: str) -> Mapping[str, str]:
        """Column names with text, int, bool, ts, date or float; empty where there is no such table.

        Once a view is defined, only views are tables. Before, tables are found along the user's search path.
        """
        if self._views is not None:
            view = self._views.get(table)
            return view.columns if view else MappingProxyType({})
        found = self._ask(_COLUMNS, lambda cursor: cursor.execute(_COLUMNS, (table,)).fetchall())
        return MappingProxyType({str(name): logical_type(int(oid)) for name, oid in found})

    def rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query, dates and instants as ISO text. Runs exactly the text that `statement` gives.

        Where the connection breaks before the answer is complete, the query is asked again over a new one.

        Raises:
            SourceError: PostgreSQL refused, was too slow, or dropped the connection again and again.
            InputError: A table behind the query holds values that cannot be used.
        """
        self._prepare_mentioned(sql)
        text = self.statement(sql).encode()
        return self._ask(sql, lambda cursor: list(_streamed(cursor, text)))

    def raw_rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query over the database's own tables, whatever views are defined.

        Raises:
            SourceError: As for `rows`.
        """
        return self._ask(sql, lambda cursor: list(_streamed(cursor, sql.encode())))

    def stream(self, sql: str) -> Iterator[tuple[Cell, ...]]:
        """The rows of a query as the server sends them: memory does not grow with their number.

        Raises:
            SourceError: As for `rows`, except that a query whose connection breaks is not asked again.
            InputError: As for `rows`.
        """
        self._prepare_mentioned(sql)
        with self._busy(), self._cursor(sql) as cursor:
            yield from _streamed(cursor, self.statement(sql).encode())

    def statement(self, sql: str) -> str:
        """The text that runs for a query: with the views that it mentions before it."""
        return with_views(sql, self._views or {})

    def describe(self, sql: str) -> tuple[tuple[str, int], ...]:
        """Name and number of the type of the columns of a statement, which is planned and reads no row.

        Raises:
            SourceError: PostgreSQL refused or failed.
        """
        text = f"SELECT * FROM (\n{sql}\n) AS q LIMIT 0".encode()
        # Only the extended protocol refuses a second statement behind a semicolon; binary asks for it.
        found = self._ask(sql, lambda cursor: cursor.execute(text, binary=True).description or [])
        return tuple((column.name, column.type_code) for column in found)

    def define(self, views: Mapping[str, View]) -> None:
        """Let these be the only tables there are; views of an earlier call stay beside them."""
        self._views = {**(self._views or {}), **views}

    def prepare(self, table: str) -> None:
        """Look at the values behind a view now, unless that went well before.

        Raises:
            InputError: They cannot be used; a later call tries again.
        """
        view = (self._views or {}).get(table)
        if view is None or table in self._prepared:
            return
        # Noted first: preparing asks questions that mention the table.
        self._prepared.add(table)
        try:
            for name in view.reads:
                self.prepare(name)
            if view.prepare is not None:
                view.prepare()
        except BaseException:
            self._prepared.discard(table)
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all queries inside see the database as it is at the first of them.

        Where the connection breaks after the first answer, the error is raised: a new one sees other data.
        """
        if self._in_snapshot:
            yield
            return
        self._in_snapshot, self._has_answered = True, False
        try:
            with self._busy():
                yield
        finally:
            self._in_snapshot = False
            self._end()

    def cancel(self) -> None:
        """Stop the query or snapshot that runs in another thread, which raises CancelledError there.

        Returns when it has stopped; does nothing where none runs.
        """
        with self._guard:
            self._is_cancelled = not self._idle.is_set()
        while not self._idle.wait(0.05):
            with suppress(psycopg.Error):
                self._connection.cancel_safe(timeout=_CANCEL_SECONDS)

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare_mentioned(self, sql: str) -> None:
        for table in mentioned(sql, self._views or {}):
            self.prepare(table)

    def _ask(self, shown: str, answer: Callable[[psycopg.Cursor], Answer]) -> Answer:
        def attempt() -> Answer:
            with self._cursor(shown) as cursor:
                return answer(cursor)

        with self._busy():
            return self._trying(attempt)

    def _trying(self, work: Callable[[], Answer]) -> Answer:
        for pause in self._retry.pauses:
            try:
                return work()
            except (ConnectionLostError, PassingError):
                if self._in_snapshot and self._has_answered:
                    raise
            self._retry.sleep(pause)
        return work()

    @contextmanager
    def _cursor(self, shown: str) -> Iterator[psycopg.Cursor]:
        """A cursor in a read-only transaction, which ends with it unless a snapshot goes on."""
        failure: SourceError | None = None
        try:
            self._refuse_cancelled()
            with self._begun().cursor() as cursor:
                yield cursor
            self._has_answered = True
            self._refuse_cancelled()
        except psycopg.Error as error:
            failure = self._failure(error, shown)
        except UnicodeDecodeError:
            remedy = "Have the database's encoding corrected, or convert the column with sql"
            failure = RefusedError(place_of(self._address), "it sends text that is not UTF-8", "", remedy)
        finally:
            if not self._in_snapshot:
                self._end()
        if failure is not None:
            raise failure

    def _begun(self) -> psycopg.Connection:
        if self._connection.closed:
            if self._in_snapshot and self._has_answered:
                raise ConnectionLostError(place_of(self._address), "the connection broke", "", "Try again")
            self._connection = self._connect()
        if self._connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
            self._connection.execute(_BEGIN.format(milliseconds=self._timeout * 1000).encode())
        return self._connection

    def _end(self) -> None:
        # A broken connection has ended its transaction itself.
        with suppress(psycopg.Error):
            if self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                self._connection.execute(b"ROLLBACK")

    def _connect(self) -> psycopg.Connection:
        defaults = {key: value for key, value in _LIBPQ.items() if key not in self._address.option_names}
        try:
            return psycopg.connect(
                self._address.reveal(),
                autocommit=True,  # transactions are begun and ended here, and say that they only read
                prepare_threshold=None,  # poolers hand out another connection for every transaction
                context=Context(),
                client_encoding="utf8",
                **defaults,  # type: ignore[arg-type]  # names of libpq's own settings
            )
        except psycopg.Error as error:
            failure = connecting_failed(error, self._address)
        # Raised here and not above: the driver's error knows the address, and would travel along as context.
        raise failure

    def _failure(self, error: psycopg.Error, shown: str) -> SourceError:
        if self._is_cancelled:
            return self._cancelled()
        return query_failed(error, self._address, shown, timeout_seconds=self._timeout)

    def _refuse_cancelled(self) -> None:
        if self._is_cancelled:
            raise self._cancelled()

    def _cancelled(self) -> CancelledError:
        return CancelledError(place_of(self._address), "the query was cancelled", "", "Ask again")

    @contextmanager
    def _busy(self) -> Iterator[None]:
        """What `cancel` may stop; the outermost one counts."""
        if not self._idle.is_set():
            yield
            return
        self._idle.clear()
        try:
            yield
        finally:
            with self._guard:
                self._is_cancelled = False
                self._idle.set()


def _streamed(cursor: psycopg.Cursor, text: bytes) -> Iterator[tuple[Cell, ...]]:
    at_once = _ROWS_AT_ONCE if psycopg.capabilities.has_stream_chunked() else 1
    return cursor.stream(text, size=at_once)
