"""Partial aggregates and revisions of values in one SQLite file: each save is one transaction."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.connect.store.days import day_counts, save_days, whole_counts
from holdfast.connect.store.revisions import Recorded, columns_of, recorded, same_figures
from holdfast.errors import SourceError
from holdfast.metrics.finish.cells import SETTLED
from holdfast.metrics.partials.model import KeptDays, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from holdfast.metrics.partials.model import DayCount, Family, Saved
    from holdfast.metrics.request import Grain
    from holdfast.records import Measurement

FILE_NAME = "partials.sqlite"
_FORM = 2
"""Changes with the tables below; a file of an older form is brought to it."""

_TABLES = """
CREATE TABLE IF NOT EXISTS families (
  family TEXT PRIMARY KEY, metric TEXT NOT NULL, version TEXT NOT NULL, segments TEXT NOT NULL,
  as_of TEXT NOT NULL, data_start TEXT NOT NULL, frozen_until TEXT NOT NULL, customers TEXT NOT NULL,
  file TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS days (
  family TEXT NOT NULL, day TEXT NOT NULL, segment TEXT, part TEXT NOT NULL, x, y, n
);
CREATE INDEX IF NOT EXISTS days_by_family ON days (family, day);
CREATE TABLE IF NOT EXISTS revisions (
  metric TEXT NOT NULL, version TEXT NOT NULL, grain TEXT NOT NULL, period_start TEXT NOT NULL,
  period_end TEXT NOT NULL, segment TEXT NOT NULL, number INTEGER NOT NULL, recorded_at TEXT NOT NULL,
  is_restated INTEGER NOT NULL, figures TEXT NOT NULL,
  PRIMARY KEY (metric, version, grain, period_start, period_end, segment, number)
);
"""


class FilePartials:
    """The store of a folder; the file is made with the first save.

    Args:
        folder: Of the workspace's kept figures (``.holdfast``).
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def days(self, family: Family) -> KeptDays | None:
        """See `PartialStore`.

        Raises:
            SourceError: The file cannot be read.
        """
        if not self._path.exists():
            return None
        key = _key(family)
        with self._open() as connection:
            found = connection.execute(
                "SELECT as_of, data_start, frozen_until, customers, file FROM families WHERE family = ?",
                (key,),
            ).fetchone()
            if found is None:
                return None
        as_of, data_start, frozen, customers, file = found
        return KeptDays(
            as_of=date.fromisoformat(as_of),
            data_start=date.fromisoformat(data_start),
            frozen_until=date.fromisoformat(frozen),
            customers=customers,
            file=file,
        )

    def counts(self, family: Family, start: date, end: date) -> tuple[DayCount, ...]:
        """See `PartialStore`.

        Raises:
            SourceError: The file cannot be read.
        """
        if not self._path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute(
                "SELECT day, segment, part, x, y, n FROM days WHERE family = ? AND day >= ? AND day < ? "
                "ORDER BY day, segment, part, x, y, n",
                (_key(family), start.isoformat(), end.isoformat()),
            ).fetchall()
        return day_counts(rows)

    def unsettled(self, family: Family) -> tuple[DayCount, ...]:
        """See `PartialStore`.

        Raises:
            SourceError: The file cannot be read.
        """
        if not self._path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute(
                "SELECT day, segment, part, x, y, n FROM days WHERE family = ? AND part <> ? ORDER BY day",
                (_key(family), SETTLED),
            ).fetchall()
        return day_counts(rows)

    def settled(self, family: Family, start: date, end: date, *, merged: bool) -> list[DayCount]:
        """See `PartialStore`.

        Raises:
            SourceError: The file cannot be read.
        """
        if not self._path.exists():
            return []
        with self._open() as connection:
            day, n = ("MIN(day)", "SUM(n)") if merged else ("day", "n")
            rows = connection.execute(
                f"SELECT {day}, segment, part, x, y, {n} FROM days "
                "WHERE family = ? AND day >= ? AND day < ? AND part = ?"
                f"{' GROUP BY segment, part, x, y' if merged else ''}",
                (_key(family), start.isoformat(), end.isoformat(), SETTLED),
            ).fetchall()
        return whole_counts(rows)

    def waits(self, family: Family) -> dict[date, tuple[int | None, int | None]]:
        """See `PartialStore`.

        Raises:
            SourceError: The file cannot be read.
        """
        if not self._path.exists():
            return {}
        with self._open() as connection:
            rows = connection.execute(
                "SELECT day, MIN(CASE WHEN x = 0 THEN y END), MAX(CASE WHEN x = 1 THEN y END) "
                "FROM days WHERE family = ? GROUP BY day",
                (_key(family),),
            ).fetchall()
        return {date.fromisoformat(day): (shortest, longest) for day, shortest, longest in rows}

    def save(  # noqa: PLR0913 - what one transaction writes
        self,
        family: Family,
        kept: KeptDays,
        rows: Sequence[DayCount],
        *,
        read_from: date,
        keeps_settled: bool = False,
        more: Sequence[Saved] = (),
        series: Sequence[tuple[Grain, Sequence[Measurement]]],
        recorded_at: datetime,
    ) -> tuple[Revision, ...]:
        """See `PartialStore`.

        Raises:
            SourceError: The file cannot be written; it is as it was before.
        """
        with self._open() as connection, connection:
            _save_family(connection, family, kept)
            save_days(connection, _key(family), rows, read_from, keeps_settled=keeps_settled)
            for other in more:
                _save_family(connection, other.family, other.kept)
                save_days(connection, _key(other.family), other.rows, date.min, keeps_settled=False)
            added = [
                revision
                for grain, measurements in series
                for revision in _added(connection, grain, measurements, recorded_at)
            ]
        return tuple(added)

    def revisions(self, metric: str, *, grain: Grain, version: str | None = None) -> tuple[Revision, ...]:
        """See `PartialStore`.

        Raises:
            SourceError: The file cannot be read.
        """
        if not self._path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute(
                f"SELECT {columns_of(Recorded)} FROM revisions "
                "WHERE metric = ? AND grain = ? AND version = COALESCE(?, version) "
                "ORDER BY period_start, period_end, segment, version, number",
                (metric, grain, version),
            ).fetchall()
        return tuple(Recorded(*row).revision() for row in rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=30)) as connection:
                _prepare(connection)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise SourceError(
                str(self._path),
                f"it cannot be used ({error})",
                "",
                "Remove it; the next refresh makes it anew",
            ) from error


def _save_family(connection: sqlite3.Connection, family: Family, kept: KeptDays) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO families VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            _key(family),
            family.metric,
            family.version,
            json.dumps(family.segments),
            kept.as_of.isoformat(),
            kept.data_start.isoformat(),
            kept.frozen_until.isoformat(),
            kept.customers,
            kept.file,
        ),
    )


def _prepare(connection: sqlite3.Connection) -> None:
    [form] = connection.execute("PRAGMA user_version").fetchone()
    if form == _FORM:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(_TABLES)
    if form == 1:
        connection.execute("ALTER TABLE families ADD COLUMN file TEXT NOT NULL DEFAULT ''")
    connection.execute(f"PRAGMA user_version = {_FORM}")


def _key(family: Family) -> str:
    return sha256(repr(family).encode()).hexdigest()[:24]


def _added(
    connection: sqlite3.Connection, grain: Grain, measurements: Sequence[Measurement], recorded_at: datetime
) -> Iterator[Revision]:
    """Inserts a revision for each value that is new or differs from the latest one recorded."""
    for measurement in measurements:
        identity = recorded(measurement, grain)
        found = connection.execute(
            f"SELECT {columns_of(Recorded)} FROM revisions WHERE metric = ? AND version = ? AND grain = ? "
            "AND period_start = ? AND period_end = ? AND segment = ? ORDER BY number DESC LIMIT 1",
            identity,
        ).fetchone()
        before = Recorded(*found).revision() if found else None
        if before and same_figures(before.measurement, measurement):
            continue
        revision = Revision(
            number=before.number + 1 if before else 1,
            grain=grain,
            recorded_at=recorded_at.astimezone(UTC),
            measurement=measurement,
            is_restated=bool(before and before.measurement.is_mature),
        )
        connection.execute(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", Recorded.of(revision)
        )
        yield revision
