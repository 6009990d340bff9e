"""A query's rows as CSV, taken from a database one after the other: never all of them in memory."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from holdfast.connect.engines.address import Address
from holdfast.connect.engines.postgres_session import Session
from holdfast.connect.engines.retrying import Retry
from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.connect.engines.secret import Secret

_ROWS_AT_ONCE = 1_000


def query_csv(address: Secret, query: str, *, timeout_seconds: int) -> Iterator[bytes]:
    """A header and the rows of a query, in pieces; null is an empty field.

    It runs in a read-only transaction, within parentheses, where only a query can stand.

    Args:
        address: Where the database is and who asks.
        query: One SELECT.
        timeout_seconds: Longest time that it may take.

    Raises:
        InputError: The address or the query is empty or none.
        SourceError: The database refuses, is too slow, or the connection breaks.
    """
    plain = query.strip().rstrip(";").strip()
    if not plain or "\0" in plain:
        raise InputError("the query", "there is none", "a SELECT", "Write it")
    session = Session(
        Address(address.reveal(), origin=address.origin), timeout_seconds=timeout_seconds, retry=Retry()
    )
    try:
        with session.cursor(plain) as cursor:
            rows = cursor.stream(f"SELECT * FROM (\n{plain}\n) AS pulled".encode(), size=_ROWS_AT_ONCE)
            first = next(rows, None)
            names = [column.name for column in cursor.description or ()]
            yield _written([names] if first is None else [names, first])
            yield from (_written(some) for some in _batches(rows))
    finally:
        session.close()


def _batches(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    batch: list[Sequence[object]] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _written(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
