"""PostgreSQL as an engine: tables are views of each query, so that the database is only ever read."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import psycopg

from holdfast.connect.engines.address import Address
from holdfast.connect.engines.postgres_session import Session
from holdfast.connect.engines.postgres_values import logical_type
from holdfast.connect.engines.postgres_views import mentioned, with_views
from holdfast.connect.engines.retrying import Retry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from holdfast.connect.engines.postgres_views import View
    from holdfast.metrics.protocol import Cell

DEFAULT_TIMEOUT_SECONDS = 600
_ROWS_AT_ONCE = 2_000
_COLUMNS = """
SELECT attname, atttypid FROM pg_catalog.pg_attribute
WHERE attrelid = pg_catalog.to_regclass(pg_catalog.quote_ident(%s)) AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
"""


class PostgresEngine:
    """A PostgreSQL database, 14 or later, that is only ever read.

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
        self._views: dict[str, View] | None = None
        self._prepared: set[str] = set()
        self._session = Session(self._address, timeout_seconds=timeout_seconds, retry=retry or Retry())

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
        found = self._session.ask(_COLUMNS, lambda cursor: cursor.execute(_COLUMNS, (table,)).fetchall())
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
        return self._session.ask(sql, lambda cursor: list(_streamed(cursor, text)))

    def raw_rows(self, sql: str) -> Sequence[tuple[Cell, ...]]:
        """All rows of a query over the database's own tables, whatever views are defined.

        Raises:
            SourceError: As for `rows`.
        """
        return self._session.ask(sql, lambda cursor: list(_streamed(cursor, sql.encode())))

    def stream(self, sql: str) -> Iterator[tuple[Cell, ...]]:
        """The rows of a query as the server sends them: memory does not grow with their number.

        Raises:
            SourceError: As for `rows`, except that a query whose connection breaks is not asked again.
            InputError: As for `rows`.
        """
        self._prepare_mentioned(sql)
        with self._session.cursor(sql) as cursor:
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
        found = self._session.ask(sql, lambda cursor: cursor.execute(text, binary=True).description or [])
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
        for name in view.reads:
            self.prepare(name)
        if view.prepare is not None:
            view.prepare()
        self._prepared.add(table)

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all queries inside see the database as it is at the first of them.

        Where the connection breaks after the first answer, the error is raised: a new one sees other data.
        """
        return self._session.snapshot()

    def cancel(self) -> None:
        """Stop the query or snapshot that runs in another thread, which raises CancelledError there.

        Returns when it has stopped; does nothing where none runs.
        """
        self._session.cancel()

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare_mentioned(self, sql: str) -> None:
        for table in mentioned(sql, self._views or {}):
            self.prepare(table)


def _streamed(cursor: psycopg.Cursor, text: bytes) -> Iterator[tuple[Cell, ...]]:
    at_once = _ROWS_AT_ONCE if psycopg.capabilities.has_stream_chunked() else 1
    return cursor.stream(text, size=at_once)
