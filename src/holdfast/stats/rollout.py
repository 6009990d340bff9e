"""Differences in differences where units begin at different times, beside those that have not begun yet."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.student import two_sided_t
from holdfast.units import Interval
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Integers = NDArray[np.int64]

NEVER = np.iinfo(np.int64).max
"""Start of a unit that does not begin within the periods."""

LEAST_UNITS = 4
"""Units that begin, and units beside them: fewer say nothing of how much units differ."""

LEAST_PERIODS = 3
MOST_LEADS = 4


@dataclass(frozen=True, slots=True)
class Rollout:
    """Values of units over periods, and when each began.

    Attributes:
        values: Units by periods.
        starts: Number of the first period in which a unit is treated; `NEVER` where there is none.
    """

    values: Reals
    starts: Integers

    def without(self, unit: int) -> Rollout:
        """The same less one unit."""
        return Rollout(np.delete(self.values, unit, axis=0), np.delete(self.starts, unit))


@dataclass(frozen=True, slots=True)
class UnitsDifference:
    """An estimate of which each unit is one witness.

    Attributes:
        estimate: In the unit of the values.
        error: Its standard error, by leaving out each unit in turn.
        degrees: Of freedom.
    """

    estimate: float
    error: float
    degrees: int

    def range(self, level: float) -> Interval:
        """Where the true difference lies in so many of all cases."""
        half = two_sided_t(level, self.degrees) * self.error
        return Interval(self.estimate - half, self.estimate + half)


@dataclass(frozen=True, slots=True)
class RolloutFound:
    """What a rollout shows.

    Attributes:
        effect: Mean over all treated units and periods that have somebody beside them.
        trend: How much more a unit that begins later rose per period than those beside it, before it began.
        leads: Single periods before the beginning beside their mean, the nearest first: they should be 0.
        began: Units that begin within the periods and have somebody beside them.
        beside: Units that stood beside one that had begun.
    """

    effect: UnitsDifference
    trend: UnitsDifference
    leads: tuple[UnitsDifference, ...]
    began: int
    beside: int


def rollout_effect(rollout: Rollout) -> RolloutFound:
    """Changes of units since they began, less the changes of units that had not begun by then.

    A unit that has begun is never taken for comparison: where effects grow with time, that would turn them
    around. Each unit's own mean of all periods before it began is its base.

    Args:
        rollout: At least four units that begin after the third period, and four beside them.

    Raises:
        InputError: There are fewer, lengths differ, or a value is infinite or missing.

    Source:
        Callaway & Sant'Anna 2021, Journal of Econometrics 225 (not yet treated as comparison, by group and
        time); all periods before as the base: Borusyak, Jaravel & Spiess 2024, Review of Economic Studies 91;
        errors by leaving out each unit: Hansen 2025, Journal of Econometrics, jackknife by cluster.
    """
    _refuse_unusable(rollout)
    began, beside = _witnesses(rollout)
    if began < LEAST_UNITS or beside < LEAST_UNITS:
        raise InputError(
            "units",
            f"{began} began after period {LEAST_PERIODS} and {beside} stood beside them",
            f"at least {LEAST_UNITS} of each",
            "Cut by something with more values, or hold out by lot",
        )
    leads = range(1, 1 + min(MOST_LEADS, _shortest_before(rollout) - 1))
    return RolloutFound(
        effect=_by_unit(rollout, _effect),
        trend=_by_unit(rollout, _trend),
        leads=tuple(_by_unit(rollout, lambda one, lead=lead: _lead(one, lead)) for lead in leads),  # type: ignore[misc]
        began=began,
        beside=beside,
    )


def _witnesses(rollout: Rollout) -> tuple[int, int]:
    begins = [start for start in rollout.starts if LEAST_PERIODS <= start < rollout.values.shape[1]]
    first = min(begins, default=NEVER)
    began = sum(bool((rollout.starts > start).any()) for start in begins)
    return began, int((rollout.starts > first).sum())


def _shortest_before(rollout: Rollout) -> int:
    return int(min(start for start in rollout.starts if LEAST_PERIODS <= start < rollout.values.shape[1]))


def _by_unit(rollout: Rollout, measure: Callable[[Rollout], float]) -> UnitsDifference:
    """An estimate with its error by leaving out each unit in turn."""
    whole, count = measure(rollout), len(rollout.starts)
    less = np.array([measure(rollout.without(unit)) for unit in range(count)])
    less = np.where(np.isfinite(less), less, whole)
    error = sqrt((count - 1) / count * float(((less - whole) ** 2).sum()))
    began, beside = _witnesses(rollout)
    return UnitsDifference(whole, error, max(1, min(began, beside, count // 2) - 1))


def _effect(rollout: Rollout) -> float:
    cells = [cell for start in _cohorts(rollout) for cell in _after(rollout, start)]
    weights = sum(weight for weight, _ in cells)
    return sum(weight * value for weight, value in cells) / weights if weights else np.nan


def _after(rollout: Rollout, start: int) -> list[tuple[int, float]]:
    """For each period since a group began, its units and how far they moved more than those beside them."""
    values, group = rollout.values, rollout.starts == start
    base = values[:, :start].mean(axis=1)
    found = []
    for period in range(start, values.shape[1]):
        beside = rollout.starts > period
        if beside.any():
            moved = values[:, period] - base
            found.append((int(group.sum()), float(moved[group].mean() - moved[beside].mean())))
    return found


def _trend(rollout: Rollout) -> float:
    slopes, weights = [], []
    for start in _cohorts(rollout):
        group, beside = rollout.starts == start, rollout.starts > start
        if not beside.any():
            continue
        apart = rollout.values[group, :start].mean(axis=0) - rollout.values[beside, :start].mean(axis=0)
        time = np.arange(start) - (start - 1) / 2
        slopes.append(float(time @ apart / (time @ time)))
        # Longer histories tell more of a slope, by the sum of squared times.
        weights.append(float(group.sum() * (time @ time)))
    return float(np.average(slopes, weights=weights)) if slopes else np.nan


def _lead(rollout: Rollout, lead: int) -> float:
    found, weights = [], []
    for start in _cohorts(rollout):
        group, beside = rollout.starts == start, rollout.starts > start
        if beside.any():
            apart = rollout.values[group, :start].mean(axis=0) - rollout.values[beside, :start].mean(axis=0)
            found.append(float(apart[start - lead] - apart.mean()))
            weights.append(int(group.sum()))
    return float(np.average(found, weights=weights)) if found else np.nan


def _cohorts(rollout: Rollout) -> list[int]:
    periods = rollout.values.shape[1]
    return sorted({int(start) for start in rollout.starts if LEAST_PERIODS <= start < periods})


def _refuse_unusable(rollout: Rollout) -> None:
    if len(rollout.values) != len(rollout.starts):
        found = f"{len(rollout.starts)} for {len(rollout.values)} units"
        raise InputError("starts", found, "one for each unit")
    if not np.isfinite(rollout.values).all():
        raise InputError("values", "one is infinite or missing", "a value for each unit and period")
