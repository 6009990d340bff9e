"""Counts by day as rows of SQLite and back."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import SETTLED, Count
from holdfast.metrics.partials.model import DayCount

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    Row = tuple[str, str, str | None, str, int | str, int | str, int | str]
    """Family, day, segment, part, x, y and n."""

_LARGEST = 2**63


def save_days(
    connection: sqlite3.Connection,
    family: str,
    rows: Sequence[DayCount],
    read_from: date,
    *,
    keeps_settled: bool,
) -> None:
    """Replace the days from one on; settled counts stay where they are kept, and new ones are added to them.

    Args:
        connection: In a transaction.
        family: Its key.
        rows: Of the days.
        read_from: The first day that is replaced.
        keeps_settled: See `PartialStore.save`.
    """
    replaced = "DELETE FROM days WHERE family = ? AND day >= ?"
    if keeps_settled:
        connection.execute(f"{replaced} AND part <> ?", (family, read_from.isoformat(), SETTLED))
        added = [row for row in rows if row.counted.part == SETTLED]
        rows = [row for row in rows if row.counted.part != SETTLED]
        _add(connection, _rows(family, added))
    else:
        connection.execute(replaced, (family, read_from.isoformat()))
    connection.executemany("INSERT INTO days VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(family, rows))


def day_counts(
    rows: Iterable[tuple[str, str | None, str, int | str, int | str, int | str]],
) -> tuple[DayCount, ...]:
    """Counts of rows of day, segment, part, x, y and n."""
    # A few hundred days and segments make up a hundred thousand rows.
    day_of, values_of = cache(date.fromisoformat), cache(_values)
    return tuple(
        DayCount(day_of(day), values_of(segment), Count(part, int(x), int(y), int(n)))
        for day, segment, part, x, y, n in rows
    )


def whole_counts(rows: Iterable[tuple[str, str | None, str, int, int, int]]) -> list[DayCount]:
    """The same of rows whose numbers fit 64 bits, as all do but sums of squares: twice as fast."""
    day_of, values_of, new = cache(date.fromisoformat), cache(_values), tuple.__new__
    return [
        new(DayCount, (day_of(day), values_of(segment), new(Count, counted)))
        for day, segment, *counted in rows
    ]


def _values(segment: str | None) -> tuple[str, ...] | None:
    return None if segment is None else tuple(json.loads(segment))


def _add(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    for family, day, segment, part, x, y, n in rows:
        found = connection.execute(
            "UPDATE days SET n = n + ? WHERE family = ? AND day = ? AND segment IS ? AND part = ? "
            "AND x = ? AND y = ?",
            (n, family, day, segment, part, x, y),
        )
        if not found.rowcount:
            connection.execute(
                "INSERT INTO days VALUES (?, ?, ?, ?, ?, ?, ?)", (family, day, segment, part, x, y, n)
            )


def _rows(family: str, rows: Iterable[DayCount]) -> Iterator[Row]:
    day_of, text_of = cache(date.isoformat), cache(_text)
    for day, segment, (part, x, y, n) in rows:
        yield family, day_of(day), text_of(segment), part, _kept(x), _kept(y), _kept(n)


def _text(segment: tuple[str, ...] | None) -> str | None:
    return None if segment is None else json.dumps(segment, ensure_ascii=False)


def _kept(number: int) -> int | str:
    # Sums of squares outgrow SQLite's 64 bits.
    return number if -_LARGEST <= number < _LARGEST else str(number)
