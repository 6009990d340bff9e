"""Positions of instants among cuts, as the engine finds them."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pytest

from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.positions import position

BERLIN = ZoneInfo("Europe/Berlin")
_MICROSECOND = timedelta(microseconds=1)


def _starts(days: list[date], zone: ZoneInfo | None) -> tuple[datetime, ...]:
    return tuple(
        datetime(day.year, day.month, day.day, tzinfo=zone or UTC).astimezone(UTC).replace(tzinfo=None)
        for day in days
    )


MONTHS = [date(2022 + number // 12, number % 12 + 1, 1) for number in range(37)]
DAYS = [date(2023, 1, 1) + timedelta(days=number) for number in range(733)]
LISTS = {
    "months of Berlin": _starts(MONTHS, BERLIN),
    "months of UTC": _starts(MONTHS, None),
    "days of Berlin": _starts(DAYS, BERLIN),
    "weeks of Berlin, cut at months too": _starts(sorted({*DAYS[1::7], *MONTHS[12:30]}), BERLIN),
    "seven days": _starts(DAYS[:8], BERLIN),
    "one day": _starts(DAYS[:2], BERLIN),
}


@pytest.mark.parametrize("cuts", LISTS.values(), ids=LISTS)
def test_a_position_is_the_number_of_cuts_at_an_instant_or_before_it(cuts: tuple[datetime, ...]) -> None:
    draw = np.random.default_rng(7)
    span = (cuts[-1] - cuts[0]) // _MICROSECOND
    drawn = draw.integers(-(10**12), span + 10**12, 500)
    anywhere = [cuts[0] + timedelta(microseconds=int(after)) for after in drawn]
    instants = [*anywhere, *cuts, *(cut - _MICROSECOND for cut in cuts)]

    found = _positions(instants, cuts)

    assert found == [bisect_right(cuts, instant) for instant in instants]


def _positions(instants: list[datetime], cuts: tuple[datetime, ...]) -> list[int]:
    place = position(sql.column("occurred_at"), cuts, "duckdb").sql("duckdb")
    rows = "SELECT UNNEST(?::TIMESTAMP[]) AS occurred_at, UNNEST(range(?)) AS number"
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT {place} FROM ({rows}) ORDER BY number",
            [instants, len(instants)],
        )
        return [row[0] for row in found.fetchall()]
