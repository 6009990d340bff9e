"""The filter of the local-level model, for many pairs of wander and wobble at once."""

from __future__ import annotations

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
    """What the filter leaves: readings by rows, and the sums that weigh the effects after the last reading.

    The history of load and sums is kept for the slope alone, which the forecasts of the past need.
    """

    levels: Reals
    variances: Reals
    loads: Reals
    fits: Reals
    squares: Reals
    products: Reals
    slope_loads: Reals
    slope_squares: Reals
    slope_products: Reals


def filter_levels(readings: Readings, effects: Reals, wanders: Reals, wobbles: Reals) -> Filtered:
    """Pass the readings once, all rows side by side; the level begins anywhere (diffuse).

    Args:
        readings: At least one.
        effects: What each effect adds to a reading, readings by effects; the first is the slope's.
        wanders: A month's, one for each row.
        wobbles: One for each row.
    """
    noises = readings.variances[:, None] + wobbles**2
    level, variance = np.full(len(wanders), readings.values[0]), noises[0]
    load = np.tile(effects[0], (len(wanders), 1))
    history, errors, levers, totals = [(level, variance, load[:, 0])], [], [], []
    for place in range(1, len(readings.values)):
        before = variance + wanders**2 * (readings.months[place] - readings.months[place - 1])
        total = before + noises[place]
        error, lever = readings.values[place] - level, effects[place] - load
        gain = before / total
        level, load, variance = level + gain * error, load + gain[:, None] * lever, before * (1 - gain)
        history.append((level, variance, load[:, 0]))
        errors.append(error)
        levers.append(lever)
        totals.append(total)
    levels, variances, slope_loads = (np.array(one) for one in zip(*history, strict=True))
    return _weighed(
        levels, variances, load, slope_loads, _Innovations(*map(np.array, (errors, levers, totals)))
    )


@dataclass(frozen=True, slots=True)
class _Innovations:
    """Of every reading after the first, by row: its miss, what of it each effect explains, its variance."""

    errors: Reals
    levers: Reals
    totals: Reals


def _weighed(
    levels: Reals, variances: Reals, loads: Reals, slope_loads: Reals, misses: _Innovations
) -> Filtered:
    errors, levers, totals = misses.errors, misses.levers, misses.totals
    scaled = levers / totals[:, :, None]
    slopes = scaled[:, :, 0]
    return Filtered(
        levels,
        variances,
        loads,
        fits=_summed(-0.5 * (errors**2 / totals + np.log(totals))),
        squares=scaled.transpose(1, 2, 0) @ levers.transpose(1, 0, 2),
        products=np.einsum("tgk,tg->gk", scaled, errors),
        slope_loads=slope_loads,
        slope_squares=_summed(slopes * levers[:, :, 0]),
        slope_products=_summed(slopes * errors),
    )


def _summed(terms: Reals) -> Reals:
    """Sums up to each reading; 0 up to the first."""
    return np.concatenate([np.zeros((1, terms.shape[1])), np.cumsum(terms, axis=0)])
