"""On which days customers are looked back at: landmarks, and which of them were known by when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

MOST_SNAPSHOTS = 15
EVERY_DAYS = 30
HISTORY_DAYS = 56
"""Days that the data must reach back before a snapshot, so that there is something to know."""
HORIZONS = (30, 60, 90)


def landmarks(
    first: date, as_of: date, horizon_days: int, *, every_days: int = EVERY_DAYS, most: int = MOST_SNAPSHOTS
) -> tuple[date, ...]:
    """Days of which it is known by the as-of date who left within the horizon, in order; the last one newest.

    Args:
        first: Local date on which the data begin.
        as_of: Local date up to whose start they are complete.
        horizon_days: Within which leaving counts.
        every_days: From one to the next.
        most: How many.
    """
    last = as_of - timedelta(days=horizon_days)
    days = (last - timedelta(days=every_days * number) for number in range(most))
    return tuple(sorted(day for day in days if day >= first + timedelta(days=HISTORY_DAYS)))


def known_by(days: tuple[date, ...], day: date, horizon_days: int) -> tuple[int, ...]:
    """Positions of the landmarks whose outcome was known when another day began."""
    return tuple(n for n, one in enumerate(days) if one + timedelta(days=horizon_days) <= day)
