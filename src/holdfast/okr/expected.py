"""Expected today: the progress a key result should show at one moment of its cycle."""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Protocol

from holdfast.errors import InputError
from holdfast.okr.progress import change_progress, check_way
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.units import Period

# Progress is a quotient of measured figures: less than this is rounding, not a step back.
ROUNDING = 1e-9


class Curve(Protocol):
    """Expected progress, 0..1, at a share of the cycle, 0..1."""

    def at(self, elapsed: float) -> float:
        """Expected progress; an elapsed share outside 0..1 counts as the nearer end."""


@dataclass(frozen=True, slots=True)
class Linear:
    """As much progress as time: the default."""

    def at(self, elapsed: float) -> float:
        """The elapsed share itself."""
        return _share(elapsed)


@dataclass(frozen=True, slots=True)
class Always:
    """All of it from the first day: what a maintain key result is held to."""

    def at(self, elapsed: float) -> float:
        """1 at every moment."""
        _share(elapsed)
        return 1.0


@dataclass(frozen=True, slots=True)
class StepAtMaturity:
    """Nothing before the outcome's window has passed, all of it from then on.

    Attributes:
        matures_at: Share of the cycle at which the first outcomes are mature; above 1 where the window
            outlasts the cycle, which then expects nothing.
    """

    matures_at: float

    def at(self, elapsed: float) -> float:
        """0 before maturity, 1 from it on."""
        return 1.0 if _share(elapsed) >= self.matures_at else 0.0


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Straight lines between points (elapsed, progress) that begin at (0, 0) and end at (1, 1)."""

    points: tuple[tuple[float, float], ...]

    def at(self, elapsed: float) -> float:
        """Progress on the line between the two points around this moment."""
        moment = _share(elapsed)
        index = bisect_right(self.points, moment, key=lambda point: point[0])
        if index == len(self.points):
            return self.points[-1][1]
        (left, low), (right, high) = self.points[index - 1], self.points[index]
        return min(high, low + (high - low) * (moment - left) / (right - left))


def seasonal(weights: Sequence[float]) -> Piecewise:
    """The curve of a cycle cut into equal slices that bring these shares of the progress, from history.

    Raises:
        InputError: No weight, a negative or infinite one, or all are 0.
    """
    largest = max(weights, default=0.0)
    if not (0 < largest < math.inf) or any(not weight >= 0 for weight in weights):
        raise InputError(
            "seasonal weights", f"{list(weights)[:12]}", "weights of 0 or more, not all 0", "Correct them"
        )
    sums = list(accumulate(weight / largest for weight in weights))
    points = ((index / len(sums), part / sums[-1]) for index, part in enumerate(sums, 1))
    return Piecewise(((0.0, 0.0), *points))


def checkpoints(points: Sequence[tuple[float, float]], *, baseline: float, target: float) -> Piecewise:
    """The curve through the user's own checkpoints, in the metric's unit, from baseline to target.

    They must lead from the baseline to the target without turning back, whichever direction that is: each
    at or below the one before where the key result decreases, at or above it where it increases.

    Args:
        points: Elapsed share in (0, 1], strictly increasing, and the value expected then. The target at
            the end is added where no point stands at 1.
        baseline: Where the cycle began.
        target: Where it should end.

    Raises:
        InputError: Baseline equals target, a moment is out of order, or a value turns back or overshoots.
    """
    check_way(baseline, target)
    way = [(0.0, baseline), *points]
    if not points or points[-1][0] != 1:
        way.append((1.0, target))
    direction = "decrease" if target < baseline else "increase"
    for (before, last), (moment, value) in pairwise(way):
        if not before < moment <= 1:
            found = f"the moment {moment:g} after {before:g}"
            raise InputError(
                "checkpoints", found, "shares of the cycle in order, up to 1", "Sort or correct them"
            )
        turns = value > last if target < baseline else value < last
        if turns or not min(baseline, target) <= value <= max(baseline, target):
            found = f"{value:g} at {moment:g} after {last:g}"
            expected = f"values that {direction} from {baseline:g} to {target:g}"
            raise InputError("checkpoints", found, expected, "Correct the checkpoint")
    progress = (
        (moment, change_progress(value, baseline=baseline, target=target) or 0.0) for moment, value in way
    )
    return Piecewise(tuple(progress))


def elapsed_share(cycle: Period, today: date) -> float:
    """Share of the cycle that has passed at the start of a local day, 0..1."""
    return _share((today - cycle.start).days / cycle.days)


def _share(elapsed: float) -> float:
    if math.isnan(elapsed):
        raise InputError(
            "elapsed", "no number", "a share of the cycle in 0..1", "Check the dates of the cycle"
        )
    return min(1.0, max(0.0, elapsed))
