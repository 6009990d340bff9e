"""The rule of what is celebrated: pure arithmetic on final values and on days of check-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from holdfast.records import Measurement

STREAK = 4
"""Check-ins on time in a row from which a streak is celebrated."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way that a change key result has to go, in the unit of its values.

    Attributes:
        baseline: Where the cycle began.
        targets: As frozen and as amended: what crosses the easier one alone has not moved.
        before: The last final value before the cycle, or None.
        anyway: What 95 of 100 values to be expected anyway are no better than, for a value of a period; None
            where nobody can tell.
    """

    baseline: float
    targets: tuple[float, ...]
    before: float | None = None
    anyway: Callable[[Measurement], float | None] = lambda _: None

    @property
    def is_up(self) -> bool:
        """Higher is better."""
        return self.targets[0] > self.baseline

    @property
    def start(self) -> float:
        """Where it really began: of baseline and last value before the cycle the one nearer to the target."""
        known = [self.baseline, *([] if self.before is None else [self.before])]
        return max(known) if self.is_up else min(known)

    @property
    def hardest(self) -> float:
        """The target that is farther away."""
        return max(self.targets) if self.is_up else min(self.targets)


def beyond(one: Measurement, bound: float, *, is_up: bool) -> bool:
    """A final value whose whole range lies beyond a bound; what has no range cannot be told from noise."""
    if not one.is_mature or one.value is None or one.interval is None:
        return False
    return one.interval.low > bound if is_up else one.interval.high < bound


def is_expected(one: Measurement, anyway: float | None, *, is_up: bool) -> bool:
    """A value that would have come anyway by the forecast made before it; never where there is none."""
    if anyway is None or one.value is None:
        return False
    return one.value <= anyway if is_up else one.value >= anyway


def moved(way: Way, one: Measurement, bound: float) -> bool:
    """A value lies beyond a bound with its whole range, and is better than what was to be expected anyway."""
    if not beyond(one, bound, is_up=way.is_up):
        return False
    return not is_expected(one, way.anyway(one), is_up=way.is_up)


def crossing(way: Way, values: Sequence[Measurement]) -> Measurement | None:
    """The first value of the cycle beyond the target, by more than noise; None where it began there.

    Args:
        way: What it has to go.
        values: Of the cycle, everybody's, in order of time.
    """
    began_there = way.start > way.hardest if way.is_up else way.start < way.hardest
    if began_there:
        return None
    return next((one for one in values if moved(way, one, way.hardest)), None)


def first_success(way: Way, values: Sequence[Measurement]) -> Measurement | None:
    """The first value of the cycle that is better than where it began, by more than noise."""
    return next((one for one in values if moved(way, one, way.start)), None)


def streak(days: Sequence[date], *, cadence: int, grace: int, today: date) -> int:
    """How many check-ins in a row were on time and still are: cadences covered, the first one included.

    Several within one cadence count once. 0 where the last one is older than cadence and grace.

    Args:
        days: Local dates of check-ins, in order.
        cadence: Days.
        grace: Days after which a check-in is late.
        today: Local date.
    """
    if not days or (today - days[-1]).days > cadence + grace:
        return 0
    first = days[-1]
    for day in reversed(days):
        if (first - day).days > cadence + grace:
            break
        first = day
    return (days[-1] - first).days // cadence + 1
