"""A level that wanders, seen through noise of known and of unknown size: the local-level model.

    reading = level + slope * months + month effect + wobble * e + known noise * e
    level   = level before + wander * sqrt(months between) * u

How much the level wanders and how much single readings wobble beyond their known noise is not estimated but
averaged over, on a grid: a short history cannot tell them apart, and a forecast that picks one pair is too
narrow. The level begins anywhere (diffuse); slope and month effects are small unless the readings say more.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.level_filter import Filtered, Readings, filter_levels
from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

WANDERS = (0.0, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5)
WOBBLES = (0.0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.45)
SPREAD = 0.09
"""Scale of the prior of wander and wobble (Student's with 3 degrees of freedom), a month's, in log odds."""

SLOPE_SPREAD = 0.035
SEASON_SPREADS = (0.05, 0.12, 0.25)
SEASON_PRIOR = 0.4
"""Chance given beforehand to there being no season at all; the spreads share the rest."""

MONTHS = 12
SEASONAL_MONTHS = 24
"""A shorter history cannot tell a season from a slope."""

UNDAMPED_MONTHS = 6.0
DAMPING = 0.8
"""What is left of the slope each month after those: growth seldom goes on for as long as a line does."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """Normal distributions of which one holds: weights that add to 1, means and variances."""

    weights: Reals
    means: Reals
    variances: Reals

    @property
    def mean(self) -> float:
        """Mean of the whole."""
        return float(self.weights @ self.means)

    @property
    def variance(self) -> float:
        """Variance of the whole."""
        return float(self.weights @ (self.variances + self.means**2) - self.mean**2)

    def draw(self, count: int, generator: np.random.Generator, *, widened: float = 1.0) -> Reals:
        """That many draws, evenly over the weights; ``widened`` stretches them about the mean."""
        places = (np.arange(count) + generator.random()) / count
        # Rounding may leave the last sum a hair below 1.
        which = np.minimum(np.searchsorted(np.cumsum(self.weights), places), len(self.weights) - 1)
        draws = self.means[which] + np.sqrt(self.variances[which]) * generator.standard_normal(count)
        return self.mean + widened * (draws - self.mean)


@dataclass(frozen=True, slots=True)
class LocalLevel:
    """What the readings leave open: rows of wander, wobble and spread of the season.

    Attributes:
        weights: Posterior chance of each row; they add to 1.
        wanders: A month's, of each row.
        wobbles: Of each row.
        levels: Mean of the level at the last reading, slope and season left out.
        level_variances: Its variance, given slope and season.
        loads: What of each effect (slope, 12 months) the level would hold, rows by effects.
        effects: Posterior means, rows by effects.
        effect_variances: Posterior covariances, for each spread of the season its rows by effects by effects;
            where there is no season, those of the slope alone.
        last: Month of the last reading.
        widening: By how much forecasts over the asked distance were too narrow in the past; 1 is not at all.
        surprises: Standard deviations that each reading from the fifth on lay off what was foretold.
    """

    weights: Reals
    wanders: Reals
    wobbles: Reals
    levels: Reals
    level_variances: Reals
    loads: Reals
    effects: Reals
    effect_variances: tuple[Reals, ...]
    last: float
    widening: float
    surprises: Reals

    def ahead(self, months: float, calendar_month: int, *, with_wobble: bool = True) -> Mixture:
        """The level so many months after the last reading, in that calendar month (0 for January)."""
        row = _effect_row(self.last + _damped(months), calendar_month, self.loads.shape[1])
        lever = row - self.loads
        means = self.levels + (lever * self.effects).sum(axis=1)
        levers = np.split(lever, len(self.effect_variances))
        spread = np.concatenate(list(map(_spread, levers, self.effect_variances)))
        variances = self.level_variances + spread + self.wanders**2 * months
        return Mixture(self.weights, means, variances + (self.wobbles**2 if with_wobble else 0.0))

    @property
    def wander(self) -> float:
        """Root of the mean square that the level wanders in a month."""
        return float(np.sqrt(self.weights @ self.wanders**2))

    @property
    def wobble(self) -> float:
        """Root of the mean square that one reading lies off its level, sampling left out."""
        return float(np.sqrt(self.weights @ self.wobbles**2))


def fit_local_level(readings: Readings, *, horizon: float = 3.0) -> LocalLevel:
    """Weigh every pair of wander and wobble by the readings; one to four milliseconds for 24 of them.

    Args:
        readings: At least 2.
        horizon: Months ahead for which forecasts of the past are held against what came.

    Raises:
        InputError: Fewer than two readings, or one that is no number.

    Source:
        Harvey 1989, Forecasting, structural time series models and the Kalman filter, chapters 3 and 4;
        effects by the augmented filter of de Jong 1991, Annals of Statistics 19.
    """
    _refuse_unusable(readings)
    wanders, wobbles, prior = _grid()
    seasonal = readings.months[-1] - readings.months[0] >= SEASONAL_MONTHS - 1
    effects = _effects(readings, 1 + MONTHS if seasonal else 1)
    passed = filter_levels(readings, effects, wanders, wobbles)
    sums = passed.sums()
    branches = [_branch(sums, prior, spread) for spread in ((0.0, *SEASON_SPREADS) if seasonal else (0.0,))]
    scores = np.concatenate([score for score, _, _ in branches])
    weights = np.exp(scores - scores.max())
    count = len(branches)
    fitted = LocalLevel(
        weights=weights / weights.sum(),
        wanders=np.tile(wanders, count),
        wobbles=np.tile(wobbles, count),
        levels=np.tile(passed.levels[-1], count),
        level_variances=np.tile(passed.variances[-1], count),
        loads=np.tile(passed.loads, (count, 1)),
        effects=np.concatenate([means for _, means, _ in branches]),
        effect_variances=tuple(variances for _, _, variances in branches),
        last=float(readings.months[-1]),
        widening=1.0,
        surprises=np.empty(0),
    )
    return _widened(fitted, passed, readings, horizon)


def _branch(sums: tuple[Reals, Reals, Reals], prior: Reals, season: float) -> tuple[Reals, Reals, Reals]:
    """Log weight, effects and their covariances, where month effects have this spread; 0 is no season."""
    fits, squares, every = sums
    count = every.shape[1] if season else 1
    spreads = np.full(count, season**2)
    spreads[0] = SLOPE_SPREAD**2
    precision = squares[:, :count, :count] + np.diag(1 / spreads)
    products = every[:, :count]
    covariances = np.asarray(np.linalg.inv(precision), dtype=np.float64)
    means: Reals = (covariances @ products[:, :, None])[:, :, 0]
    score = fits + prior + 0.5 * (products * means).sum(axis=1)
    score -= _log_root(precision) + 0.5 * np.log(spreads).sum()
    if every.shape[1] > 1:
        score += np.log((1 - SEASON_PRIOR) / len(SEASON_SPREADS) if season else SEASON_PRIOR)
    # Effects that are left out are 0 for certain.
    return score, np.pad(means, ((0, 0), (0, every.shape[1] - count))), covariances


def _log_root(precision: Reals) -> Reals:
    """Half of each matrix's log determinant; they are symmetric and positive, which is cheaper."""
    diagonals = np.diagonal(np.linalg.cholesky(precision), axis1=1, axis2=2)
    roots: Reals = np.log(diagonals).sum(axis=1)
    return roots


def _spread(lever: Reals, covariances: Reals) -> Reals:
    """The variance of each row's effects along its lever, which may be longer than they are many."""
    known = lever[:, : covariances.shape[1]]
    spread: Reals = ((known[:, None, :] @ covariances)[:, 0, :] * known).sum(axis=1)
    return spread


def _widened(fitted: LocalLevel, passed: Filtered, readings: Readings, horizon: float) -> LocalLevel:
    """The same with the widening that forecasts of the past would have needed.

    Overlapping forecasts count for as much as those side by side would, and ten that were right are taken as
    read, so that two surprises do not double every range.
    """
    season = fitted.weights @ fitted.effects
    season[0] = 0.0
    taken = season[1:][readings.calendar_months] if len(season) > 1 else np.zeros(len(readings.values))
    alone, values = passed.without(season, taken), readings.values - taken
    misses, overlap = _past_misses(alone, readings, values, horizon), max(horizon, 1.0)
    square = (10 + float((misses**2).sum()) / overlap) / (10 + len(misses) / overlap)
    surprises = _past_misses(alone, readings, values, 0.0)
    return replace(fitted, widening=float(np.sqrt(square)), surprises=surprises)


def _past_misses(passed: Filtered, readings: Readings, values: Reals, horizon: float) -> Reals:
    """How many standard deviations each value lay off its forecast, made with what was known before it."""
    wanders, wobbles, prior = _grid()
    origins = np.arange(3, len(values))
    # At no horizon the next reading is meant, however far away it is.
    after = np.searchsorted(readings.months, readings.months[origins] + horizon - 0.5)
    wanted = np.maximum(after, origins + 1)
    origins, wanted = origins[wanted < len(values)], wanted[wanted < len(values)]
    if not len(origins):
        return np.empty(0)
    fits, squares, products = (one[origins] for one in passed.slope_sums())
    precision = squares + 1 / SLOPE_SPREAD**2
    slope = products / precision
    score = fits + prior + 0.5 * (products * slope - np.log(precision))
    weights = np.exp(score - score.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    distance = readings.months[wanted] - readings.months[origins]
    reached = readings.months[origins] + np.array([_damped(one) for one in distance])
    lever = reached[:, None] - passed.slope_loads[origins]
    means = passed.levels[origins] + lever * slope
    variances = passed.variances[origins] + lever**2 / precision + wanders**2 * distance[:, None] + wobbles**2
    centre = (weights * means).sum(axis=1)
    spread = (weights * (variances + means**2)).sum(axis=1) - centre**2
    misses: Reals = (values[wanted] - centre) / np.sqrt(spread + readings.variances[wanted])
    return misses


@lru_cache(maxsize=1)
def _grid() -> tuple[Reals, Reals, Reals]:
    wanders, wobbles = (one.ravel() for one in np.meshgrid(WANDERS, WOBBLES, indexing="ij"))
    prior = -2 * (np.log1p((wanders / SPREAD) ** 2 / 3) + np.log1p((wobbles / SPREAD) ** 2 / 3))
    # The grid is finer near 0: each point stands for as much of the line as lies around it.
    prior += np.log(_breadths(WANDERS))[:, None].repeat(len(WOBBLES), axis=1).ravel()
    prior += np.tile(np.log(_breadths(WOBBLES)), len(WANDERS))
    return wanders, wobbles, prior


def _breadths(points: tuple[float, ...]) -> Reals:
    edges = np.array([0.0, *((a + b) / 2 for a, b in pairwise(points)), points[-1]])
    return np.diff(edges)


def _effects(readings: Readings, count: int) -> Reals:
    rows = np.zeros((len(readings.months), count))
    rows[:, 0] = readings.months
    if count > 1:
        rows[np.arange(len(rows)), 1 + readings.calendar_months] = 1.0
    return rows


def _effect_row(months: float, calendar_month: int, count: int) -> Reals:
    row = np.zeros(count)
    row[0] = months
    if count > 1:
        row[1 + calendar_month] = 1.0
    return row


def _damped(months: float) -> float:
    """Months of slope that so many months ahead are worth."""
    later = max(0.0, months - UNDAMPED_MONTHS)
    damped: float = DAMPING * (1 - DAMPING**later) / (1 - DAMPING)
    return min(months, UNDAMPED_MONTHS) + damped


def _refuse_unusable(readings: Readings) -> None:
    if len(readings.values) < 2:  # noqa: PLR2004 - one reading has no history
        raise InputError("readings", f"{len(readings.values)} were given", "at least 2")
    arrays = (readings.months, readings.values, readings.variances)
    if not all(np.isfinite(one).all() for one in arrays) or (readings.variances <= 0).any():
        raise InputError("readings", "one of them is not a number, or its variance is not above 0")
    if (np.diff(readings.months) <= 0).any():
        raise InputError("readings", "they are not in order of time", "rising months")
