"""The chance of what a guard shows, were nothing done to it: by the frozen forecast, and its doubts."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.evidence.challenge import Bet, challenge
from holdfast.stats.student import upper_t

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.evidence.challenge import Forecast
    from holdfast.evidence.history import History
    from holdfast.units import Period

    Reals = NDArray[np.float64]

Bad = Literal["up", "down", "either"]
"""The direction that is bad."""

SURE, COUNTABLE, HALF = 0.2, 0.001, 0.5
"""Chances from which on draws are believed, and below which there are too few of them to be counted."""

PRIOR = 10
"""Values for which what is known beforehand of wandering counts, as where forecasts are made wider."""

LEAST = 1e-3
"""Keeps a share of none or all, and an amount of nothing, on the scale without bounds."""


def chance_of_worse(forecast: Forecast, value: float, *, history: History, bad: Bad) -> float:
    """Chance of a value as bad or worse, as so short a past can know it.

    How far the metric wanders was estimated from a dozen values, which may have been calm ones: far out, the
    chance is Student's of so many values, and ten known beforehand, and not that of the draws. What too few
    draws reach to be counted is told by its distance, on the scale without bounds.

    Args:
        forecast: As it was frozen.
        value: That came.
        history: On which the forecast rests.
        bad: The direction that is bad.
    """
    above, below = _chance(forecast.values, value), _chance(-forecast.values, -value)
    worse = {"up": above, "down": below, "either": min(1.0, 2 * min(above, below))}[bad]
    if worse >= SURE:
        return worse
    distance = NormalDist().inv_cdf(1 - max(worse, COUNTABLE))
    if worse < COUNTABLE:
        draws = _unbounded(history.kind, forecast.values)
        off = float(np.abs(_unbounded(history.kind, np.array([value])) - draws.mean())[0])
        distance = max(distance, off / (float(draws.std()) or 1.0))
    return upper_t(distance, len(history.values) + PRIOR - 1)


def _unbounded(kind: str, values: Reals) -> Reals:
    """Values on the scale on which they wander evenly."""
    if kind == "share":
        return np.log((values + LEAST) / (1 - values + LEAST))
    return np.log(np.maximum(values, 0) + LEAST) if kind in {"amount", "count"} else values


def _chance(values: Reals, value: float) -> float:
    """Of a value at least as large, counted so that it is never none."""
    return float(np.sum(values >= value) + HALF) / (len(values) + 1)


def forecast_of(history: History, period: Period, *, entities: int | None) -> Forecast | None:
    """The same draws for the same guard, at the freeze and ever after."""
    count = max(1, entities) if entities is not None and history.kind != "count" else None
    bet = Bet(history.now or 0.0, period, count)
    return challenge(history, bet, seed=period.start.toordinal() + period.end.toordinal()).forecast
