"""Local times of Parquet files as UTC by the offsets of a zone, looked up once instead of in every row.

DuckDB asks its calendar for each row (about eight times the cost of reading the column), and a file that is
read in place is converted by every query. Between two changes of clocks the offset is one number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.convert import to_utc
from holdfast.connect.sources.files.model import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.connect.sources.files.convert import Conversion
    from holdfast.connect.sources.files.model import Answering

# Earlier clocks ran by the sun, a later year is a placeholder such as 9999: both are converted row by row.
_EARLIEST, _LATEST = "DATE '1970-01-01'", "DATE '2069-12-31'"
_QUARTER = "INTERVAL 15 MINUTES"


@dataclass(frozen=True, slots=True)
class Offset:
    """What a zone's clock is ahead of UTC from a local time on.

    Attributes:
        since: The local time, ISO text.
        microseconds: How far ahead; None where it changes within the quarter of an hour or is not known.
    """

    since: str
    microseconds: int | None


def by_offsets(raw: Answering, source_sql: str, items: Sequence[Conversion]) -> tuple[Conversion, ...]:
    """The conversions, with local times that are typed in the source turned into UTC by offsets.

    One query for the range of the columns and one per column with a zone.
    """
    asked = [item for item in items if item.local and not item.is_risky]
    if not asked:
        return tuple(items)
    ends = ", ".join(
        f"CASE WHEN MIN({item.local}) IS NOT NULL "
        f"THEN GREATEST(CAST(MIN({item.local}) AS DATE), {_EARLIEST}) END, "
        f"LEAST(CAST(MAX({item.local}) AS DATE), {_LATEST})"
        for item in asked
    )
    [found] = raw.rows(f"SELECT {ends} FROM ({source_sql}) AS r")
    made = {
        item.column.name: _by_offsets(raw, item, str(first), str(last))
        for item, first, last in zip(asked, found[::2], found[1::2], strict=True)
        if first is not None
    }
    return tuple(made.get(item.column.name, item) for item in items)


def _by_offsets(raw: Answering, item: Conversion, first: str, last: str) -> Conversion:
    known = offsets(raw, item.zone, first, last)
    if not known:
        return item
    before, after = Offset("", None), Offset("2070-01-01", None)
    return replace(item, sql=_chosen(item.local or "", item.zone, [before, *known, after]))


def offsets(raw: Answering, zone: str, first: str, last: str) -> tuple[Offset, ...]:
    """Offsets of a zone from the first day to the end of the last, by DuckDB; empty without a day.

    A local time that clocks leave out or show twice has the offset that DuckDB gives it: the engine is asked,
    not Python's calendar, whose release may differ.
    """
    start, after = _ahead("d", zone), _ahead("d + INTERVAL 1 DAY", zone)
    sql = (
        "WITH days AS (SELECT UNNEST(GENERATE_SERIES("
        f"TIMESTAMP '{first}', TIMESTAMP '{last}', INTERVAL 1 DAY)) AS d), "
        f"times AS (SELECT MIN(d) AS t FROM days "
        f"UNION SELECT d + q * {_QUARTER} FROM days, RANGE(97) AS s(q) "
        f"WHERE {start} <> {after}) "
        f"SELECT t, {_ahead('t', zone)}, {_ahead(f't + {_QUARTER} - INTERVAL 1 MICROSECOND', zone)} "
        "FROM times WHERE t IS NOT NULL ORDER BY t"
    )
    found: list[Offset] = []
    for since, begins, ends in raw.rows(sql):
        ahead = int(begins or 0) if begins == ends else None
        if not found or found[-1].microseconds != ahead:
            found.append(Offset(str(since), ahead))
    return tuple(found)


def _ahead(local: str, zone: str) -> str:
    return f"EPOCH_US({local}) - EPOCH_US(({local}) AT TIME ZONE {literal(zone)})"


def _chosen(local: str, zone: str, known: Sequence[Offset]) -> str:
    """A tree of comparisons, so that a row meets few of them; an unknown offset is left to the calendar."""
    if len(known) == 1:
        ahead = known[0].microseconds
        return to_utc(local, zone) if ahead is None else f"MAKE_TIMESTAMP(EPOCH_US({local}) - {ahead})"
    middle = len(known) // 2
    earlier, later = (_chosen(local, zone, part) for part in (known[:middle], known[middle:]))
    return f"CASE WHEN {local} < TIMESTAMP '{known[middle].since}' THEN {earlier} ELSE {later} END"
