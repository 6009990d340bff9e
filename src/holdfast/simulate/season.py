"""Cause: the time of the year, slow drift and passing noise, as a clock that runs faster and slower."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datetime import date

    from holdfast.simulate.arrays import Floats

FLAT = (1.0,) * 12


@dataclass(frozen=True, slots=True)
class Season:
    """How fast something happens by calendar month, and how that wanders.

    Attributes:
        months: Factor by calendar month, January first.
        drift: Standard deviation of a month's step of the log factor, which is kept from then on.
        noise: Standard deviation of a month's own log factor, which is gone a month later.
        trend: Change of the log factor a year, the same every year.
    """

    months: tuple[float, ...] = FLAT
    drift: float = 0.0
    noise: float = 0.0
    trend: float = 0.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Time that runs at a daily pace: `edges` are local days, `passed` the clock's reading at each."""

    edges: Floats
    passed: Floats

    def read(self, days: Floats) -> Floats:
        """The clock's reading at local days; outside the history it stands still."""
        return np.interp(days, self.edges, self.passed)

    def when(self, reading: Floats) -> Floats:
        """The local day of a reading; the last day for readings that are never reached."""
        return np.interp(reading, self.passed, self.edges)


def clock(season: Season, start: date, days: int, rng: np.random.Generator) -> Clock:
    """The clock of a season over so many local days from start."""
    dates = np.datetime64(start, "D") + np.arange(days)
    months = dates.astype("datetime64[M]").astype(np.int64)
    elapsed = months - months[0]
    count = int(elapsed[-1]) + 1
    walk = np.cumsum(rng.normal(0.0, 1.0, count)) * season.drift + rng.normal(0.0, 1.0, count) * season.noise
    trend = season.trend * np.arange(days) / 365.25
    pace = np.asarray(season.months)[months % 12] * np.exp(walk[elapsed] + trend)
    return Clock(
        edges=np.arange(days + 1, dtype=np.float64),
        passed=np.concatenate(([0.0], np.cumsum(pace))),
    )
