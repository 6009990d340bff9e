"""Local days to UTC instants, calendar months, and the hours at which people work.

The rules of New York since 2007 are computed here (clocks go forward on the second Sunday of March, back on
the first Sunday of November, at two in the morning), so that the simulator reads no time zone files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import happens

if TYPE_CHECKING:
    from datetime import date

    from holdfast.simulate.arrays import Floats, Instants, Ints

_DAY_US = 86_400_000_000
_HOUR_US = 3_600_000_000
_WINTER_HOURS = 5
_SUMMER_HOURS = 4


def _sunday(month: str, nth: int) -> np.datetime64:
    first = np.datetime64(f"{month}-01", "D")
    weekday = (first.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    return first + ((6 - weekday) % 7) + 7 * (nth - 1)


def _changes(first_year: int, last_year: int) -> tuple[tuple[np.datetime64, np.datetime64], ...]:
    two = np.timedelta64(2, "h")
    return tuple(
        (_sunday(f"{year}-03", 2) + two, _sunday(f"{year}-11", 1) + two)
        for year in range(first_year, last_year + 1)
    )


def to_utc(start: date, days: Floats) -> Instants:
    """UTC instants of local days since start, in microseconds; infinity and NaN become NaT.

    An hour that the clocks skip becomes the instant of the change, and an hour that they repeat is read the
    first time: order is kept.
    """
    known = np.isfinite(days)
    passed = np.rint(np.where(known, days, 0.0) * _DAY_US).astype("timedelta64[us]")
    local = np.datetime64(start, "us") + passed
    winter = local + np.timedelta64(_WINTER_HOURS * _HOUR_US, "us")
    instants: Instants = winter.copy()
    for forward, back in _changes(start.year - 1, start.year + 6):
        summer = (local >= forward) & (local < back)
        change = (forward + np.timedelta64(_WINTER_HOURS, "h")).astype("datetime64[us]")
        moved = local + np.timedelta64(_SUMMER_HOURS * _HOUR_US, "us")
        instants = np.where(summer, np.maximum(moved, change), instants)
    instants[~known] = np.datetime64("NaT")
    return instants


def add_months(start: date, days: Floats, months: Ints) -> Floats:
    """The same day of the month and hour, so many months later; the last day of a month that is too short."""
    day = np.floor(days).astype(np.int64) + np.datetime64(start, "D")
    month = day.astype("datetime64[M]")
    in_month = (day - month.astype("datetime64[D]")).astype(np.int64)
    target = month + months
    length = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64)
    moved = target.astype("datetime64[D]") + np.minimum(in_month, length - 1)
    whole: Floats = (moved - np.datetime64(start, "D")).astype(np.float64)
    return whole + days % 1.0


def month_number(start: date, days: Floats) -> Ints:
    """Months since January 1970 of the local day."""
    day = np.floor(days).astype(np.int64) + np.datetime64(start, "D")
    months: Ints = day.astype("datetime64[M]").astype(np.int64)
    return months


def quarter_starts(start: date, end: date) -> Floats:
    """Local days, since start, on which the calendar quarters of the history begin, its end included."""
    months = np.arange(np.datetime64(start, "M"), np.datetime64(end, "M") + 1, 3)
    days = months.astype("datetime64[D]") - np.datetime64(start, "D")
    return days.astype(np.float64)


def office_hours(rng: np.random.Generator, count: int) -> Floats:
    """Times of day as a share of the day: mostly office hours, about one in twelve in the evening.

    The evening hours lie on the next date in UTC, which is where a wrong time zone shows.
    """
    office = np.clip(rng.normal(13.0, 2.6, count), 7.0, 19.5)
    evening = rng.uniform(19.5, 23.9, count)
    return np.where(happens(0.08, count, rng), evening, office) / 24.0


def at_office(rng: np.random.Generator, days: Floats) -> Floats:
    """The same local dates at an hour at which people work; never stays never."""
    return np.floor(days) + office_hours(rng, len(days))
