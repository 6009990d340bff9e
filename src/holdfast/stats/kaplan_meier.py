"""How long things last when some have not ended yet, after Kaplan and Meier.

Works on histograms (how many ended, and how many were last seen, after how many whole units of time),
so that an engine hands over counts and never rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice
from math import exp, log, sqrt
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Products of ratios such as 4/5 · 5/8 miss one half by one bit, and a median must not move by that.
_ROUNDING = 1e-12
_INFINITE = float("inf")


class Step(NamedTuple):
    """One time at which something ended.

    Attributes:
        time: In the unit of the histogram.
        at_risk: Not ended and still observed just before.
        ended: Count that ended at this time, at least 1.
        survival: Share not ended after this time, 0..1.
        greenwood: Sum of ended / (at risk · (at risk - ended)) up to here; infinite once all have ended.
    """

    time: int
    at_risk: int
    ended: int
    survival: float
    greenwood: float

    def interval(self, level: float = 0.95) -> Interval | None:
        """Log-log range of the survival; None where all have ended, since no range is defined there.

        Source:
            Kalbfleisch & Prentice 1980, section 1.3.
        """
        if self.survival <= 0:
            return None
        z = two_sided_z(level)
        return Interval(self.end_of_range(z), self.end_of_range(-z))

    def end_of_range(self, z: float) -> float:
        """The low end of the log-log range, or for a negative z the high one; 0 where all have ended."""
        if self.survival <= 0:
            return 0.0
        logged = log(self.survival)
        return exp(logged * exp(z * sqrt(self.greenwood) / -logged))

    @property
    def standard_error(self) -> float:
        """Greenwood's standard error of the survival, a share; 0 where all have ended."""
        return self.survival * sqrt(self.greenwood) if self.survival > 0 else 0.0


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """The steps of a survival curve in order of time; no steps where nothing ended."""

    steps: tuple[Step, ...]

    def at(self, time: int) -> Step | None:
        """The last step not after a time; None before the first, where the survival is 1."""
        later = bisect_right(self.steps, time, key=attrgetter("time"))
        return self.steps[later - 1] if later else None

    def survival(self, time: int) -> float:
        """Share not ended after a time, 0..1. Beyond the longest observed time it stays where it was."""
        step = self.at(time)
        return 1.0 if step is None else step.survival

    def quantile(self, share: float) -> int | None:
        """Shortest time within which at least this share has ended; None where that is not seen yet."""
        position = self._down_to(1 - share + _ROUNDING)
        return self.steps[position].time if position < len(self.steps) else None

    def quantile_interval(self, share: float, *, level: float = 0.95) -> tuple[int | None, int | None]:
        """Range of a quantile, read off the log-log band; None on a side that is not seen yet.

        Source:
            Brookmeyer & Crowley 1982, Biometrics 38.
        """
        left, z = 1 - share, two_sided_z(level)
        low = next((step.time for step in self.steps if step.end_of_range(z) <= left), None)
        # No range lies below its survival, so steps that stand higher need no look.
        near = islice(self.steps, self._down_to(left + _ROUNDING), None)
        high = next((step.time for step in near if step.end_of_range(-z) <= left), None)
        return low, high

    def _down_to(self, survival: float) -> int:
        """Position of the first step with at most this survival; their number where none has."""
        return bisect_left(self.steps, -survival, key=lambda step: -step.survival)


def kaplan_meier(ended: Mapping[int, int], last_seen: Mapping[int, int]) -> SurvivalCurve:
    """The survival curve of two histograms; without steps where nothing ended.

    Who is last seen at the very time at which others end counts as at risk at that time.

    >>> curve = kaplan_meier({1: 2, 3: 1}, {2: 1})
    >>> [(step.time, step.at_risk, step.survival) for step in curve.steps]
    [(1, 4, 0.5), (3, 1, 0.0)]
    >>> curve.quantile(0.5)
    1

    Args:
        ended: Time to the count that ended then.
        last_seen: Time to the count that had not ended and was not observed further (censored).

    Raises:
        InputError: A time or a count is negative.

    Source:
        Kaplan & Meier 1958, JASA 53; variance after Greenwood 1926.
    """
    for name, counts in (("ended", ended), ("last_seen", last_seen)):
        if min(counts, default=0) < 0 or min(counts.values(), default=0) < 0:
            raise InputError(name, "a time or a count below 0 was given", "whole numbers from 0")
    return SurvivalCurve(tuple(_steps(ended, last_seen)))


def _steps(ended: Mapping[int, int], last_seen: Mapping[int, int]) -> Iterator[Step]:
    at_risk = sum(ended.values()) + sum(last_seen.values())
    survival, greenwood = 1.0, 0.0
    new = tuple.__new__  # there may be a million steps, and Step() would take most of the time
    for time in sorted({*ended, *last_seen}):
        gone = ended.get(time, 0)
        if gone:
            left = at_risk - gone
            survival *= 1 - gone / at_risk
            greenwood += gone / (at_risk * left) if left else _INFINITE
            yield new(Step, (time, at_risk, gone, survival, greenwood))
        at_risk -= gone + last_seen.get(time, 0)
