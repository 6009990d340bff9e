"""The filter of the local-level model, for many pairs of wander and wobble at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read of a level, in order of time; all arrays of one length, at least 2.

    Attributes:
        months: When, in months since any beginning; rising.
        values: On a scale without bounds (log odds, logarithm).
        variances: Known, of each value; above 0.
        calendar_months: 0 for January to 11.
    """

    months: Reals
    values: Reals
    variances: Reals
    calendar_months: Integers


@dataclass(frozen=True, slots=True)
class Filtered:
    """What the filter leaves after every reading, all rows side by side.

    Attributes:
        levels: Mean of the level, effects left out; readings by rows.
        variances: Its variance, likewise.
        slope_loads: What of the slope the level holds, likewise.
        loads: What of each effect the level holds after the last reading, rows by effects.
        errors: By how many standard deviations each reading after the first was missed.
        levers: What of that each effect explains, likewise.
        totals: The variances that these are.
    """

    levels: Reals
    variances: Reals
    slope_loads: Reals
    loads: Reals
    errors: Reals
    levers: Reals
    totals: Reals

    def without(self, effects: Reals, taken: Reals) -> Filtered:
        """The same, had effects of these sizes been taken off the readings: the filter is linear in them.

        Args:
            effects: The size of each, 0 for the slope.
            taken: What they add to each reading.
        """
        missed = self.levers @ effects
        held = np.vstack((taken[1:, None] - np.sqrt(self.totals) * missed, self.loads @ effects))
        return replace(self, levels=self.levels - held, errors=self.errors - missed)

    def sums(self) -> tuple[Reals, Reals, Reals]:
        """After the last reading: log likelihood, and the squares and products that weigh the effects."""
        levers = self.levers.transpose(1, 2, 0)
        squares = levers @ self.levers.transpose(1, 0, 2)
        return self._fits().sum(axis=0), squares, (levers @ self.errors.T[:, :, None])[:, :, 0]

    def slope_sums(self) -> tuple[Reals, Reals, Reals]:
        """The same of the slope alone, after each reading."""
        levers = self.levers[:, :, 0]
        return _summed(self._fits()), _summed(levers**2), _summed(levers * self.errors)

    def _fits(self) -> Reals:
        fits: Reals = -0.5 * (self.errors**2 + np.log(self.totals))
        return fits


def filter_levels(readings: Readings, effects: Reals, wanders: Reals, wobbles: Reals) -> Filtered:
    """Pass the readings once, all rows side by side; the level begins anywhere (diffuse).

    Args:
        readings: At least one.
        effects: What each effect adds to a reading, readings by effects; the first is the slope's.
        wanders: A month's, one for each row.
        wobbles: One for each row.
    """
    noises = readings.variances[:, None] + wobbles**2
    steps = np.diff(readings.months)[:, None] * wanders**2
    levels, variances, slope_loads = (np.empty_like(noises) for _ in range(3))
    errors, totals, levers = (
        np.empty_like(steps),
        np.empty_like(steps),
        np.empty((*steps.shape, effects.shape[1])),
    )
    load = np.tile(effects[0], (len(wanders), 1))
    levels[0], variances[0], slope_loads[0] = readings.values[0], noises[0], load[:, 0]
    for past in range(len(steps)):
        place = past + 1
        before = variances[past] + steps[past]
        total = np.add(before, noises[place], out=totals[past])
        error = np.subtract(readings.values[place], levels[past], out=errors[past])
        lever = np.subtract(effects[place], load, out=levers[past])
        gain = before / total
        levels[place], variances[place] = levels[past] + gain * error, before * (1 - gain)
        load += gain[:, None] * lever
        slope_loads[place] = load[:, 0]
    deviations = np.sqrt(totals)
    errors /= deviations
    levers /= deviations[:, :, None]
    return Filtered(levels, variances, slope_loads, load, errors, levers, totals)


def _summed(terms: Reals) -> Reals:
    """Sums up to each reading; 0 up to the first."""
    return np.concatenate([np.zeros((1, terms.shape[1])), np.cumsum(terms, axis=0)])
