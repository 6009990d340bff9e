"""One conversation with PostgreSQL: it reads, in transactions that cannot write, and outlives a break."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

import psycopg
from psycopg.pq import TransactionStatus

from holdfast.connect.engines.postgres_errors import (
    ConnectionLostError,
    PassingError,
    connecting_failed,
    place_of,
    query_failed,
)
from holdfast.connect.engines.postgres_values import Context
from holdfast.errors import CancelledError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.connect.engines.address import Address
    from holdfast.connect.engines.retrying import Retry
    from holdfast.errors import SourceError

Answer = TypeVar("Answer")

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


class Session:
    """A connection that is made anew when it broke, and what runs on it.

    Args:
        address: Where the database is and who asks.
        timeout_seconds: Longest time that one query may take.
        retry: How often connecting, or a query whose connection broke, is tried again.

    Raises:
        SourceError: The database gives no connection.
    """

    def __init__(self, address: Address, *, timeout_seconds: int, retry: Retry) -> None:
        self._address = address
        self._timeout = timeout_seconds
        self._retry = retry
        self._in_snapshot = self._has_answered = self._is_marked = self._is_cancelled = False
        self._idle = threading.Event()
        self._idle.set()
        self._guard = threading.RLock()  # a handler of signals may come in while it is held
        self._owner = 0
        self._connection = self._trying(self._connect)

    def ask(self, shown: str, answer: Callable[[psycopg.Cursor], Answer]) -> Answer:
        """What `answer` makes of a cursor, which is tried again where the connection breaks meanwhile.

        Args:
            shown: The query, for messages.
            answer: Reads, and has no other effect.

        Raises:
            SourceError: PostgreSQL refused, was too slow, or dropped the connection again and again.
        """

        def attempt() -> Answer:
            with self._cursor(shown) as cursor:
                return answer(cursor)

        with self._busy():
            return self._trying(attempt)

    @contextmanager
    def cursor(self, shown: str) -> Iterator[psycopg.Cursor]:
        """A cursor for rows that are taken one by one; nothing is tried again.

        Raises:
            SourceError: PostgreSQL refused, was too slow or dropped the connection.
        """
        with self._busy(), self._cursor(shown) as opened:
            yield opened

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all queries inside see the database as it is at the first of them.

        A query that fails leaves the snapshot as it was. Where the connection breaks after the first answer,
        the error is raised: a new one sees other data.
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

        Returns when it has stopped; does nothing where none runs. A handler of signals may call it too, in
        the thread of the query itself: then it returns at once.
        """
        with self._guard:
            self._is_cancelled = not self._idle.is_set()
        is_own = self._owner == threading.get_ident()
        while not self._idle.wait(0 if is_own else 0.05):
            with suppress(psycopg.Error):
                self._connection.cancel_safe(timeout=_CANCEL_SECONDS)
            if is_own:
                return

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._connection.close()

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
            connection = self._begun()
            if self._in_snapshot:
                self._mark(connection)
            with connection.cursor() as cursor:
                yield cursor
            self._has_answered = True
            self._refuse_cancelled()
        except psycopg.Error as error:
            failure = self._failure(error, shown)
        except UnicodeDecodeError:
            remedy = "Have the database's encoding corrected, or convert the column with sql"
            failure = RefusedError(place_of(self._address), "it sends text that is not UTF-8", "", remedy)
        finally:
            self._end_query()
        if failure is not None:
            raise failure

    def _mark(self, connection: psycopg.Connection) -> None:
        """Remember the state before a query of a snapshot; the mark before is let go, lest they pile up."""
        connection.execute(
            b"RELEASE SAVEPOINT query; SAVEPOINT query" if self._is_marked else b"SAVEPOINT query"
        )
        self._is_marked = True

    def _end_query(self) -> None:
        if not self._in_snapshot:
            self._end()
        elif self._connection.info.transaction_status == TransactionStatus.INERROR:
            # One query that fails does not take the others of the snapshot with it.
            with suppress(psycopg.Error):
                self._connection.execute(b"ROLLBACK TO SAVEPOINT query")

    def _begun(self) -> psycopg.Connection:
        if self._connection.closed:
            if self._in_snapshot and self._has_answered:
                raise ConnectionLostError(place_of(self._address), "the connection broke", "", "Try again")
            self._connection = self._connect()
        if self._connection.info.transaction_status == TransactionStatus.IDLE:
            self._connection.execute(_BEGIN.format(milliseconds=self._timeout * 1000).encode())
            self._is_marked = False
        return self._connection

    def _end(self) -> None:
        # A broken connection has ended its transaction itself.
        with suppress(psycopg.Error):
            if self._connection.info.transaction_status != TransactionStatus.IDLE:
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
        self._owner = threading.get_ident()
        self._idle.clear()
        try:
            yield
        finally:
            with self._guard:
                self._is_cancelled = False
                self._idle.set()
