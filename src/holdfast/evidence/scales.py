"""Where values have no bounds and noise is about the same everywhere: log odds, logarithms.

A scale turns past values into readings of a level, and a level back into values as they would be measured,
their sampling noise included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from holdfast.evidence.history import middle_of
from holdfast.stats.level_filter import Readings
from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.evidence.history import History

    Reals = NDArray[np.float64]

TINY = 1e-6
"""Variance of a value whose noise is not known: the wobble takes it all."""

TYPICAL_STEP = 0.1
"""What the typical change from one value to the next becomes, for numbers that have no scale of their own."""


class Scale(Protocol):
    """One kind of values."""

    def readings(self, history: History) -> Readings:
        """Past values on the scale without bounds."""
        ...

    def centre(self, levels: Reals) -> Reals:
        """Values that levels stand for, without sampling noise."""
        ...

    def measured(self, levels: Reals, entities: int, generator: np.random.Generator) -> Reals:
        """Values as they would be measured from so many customers, one for each level."""
        ...


def scale_of(history: History) -> Scale:
    """The scale of a history's kind.

    Args:
        history: At least one value.
    """
    match history.kind:
        case "share":
            return ShareScale()
        case "points":
            return PointsScale.of(history)
        case "amount":
            return AmountScale.of(history)
        case "count":
            return CountScale()
        case "number":
            return NumberScale.of(history)


@dataclass(frozen=True, slots=True)
class ShareScale:
    """Shares of counts, on log odds; half a customer is added on both sides, so that 0 has a place too."""

    def readings(self, history: History) -> Readings:
        """The log odds, with the variance of a binomial share as the values around each give it.

        By its own value, a month of good luck would seem noisier than one of bad luck (above a half), count
        for less, and draw every forecast down: at 86 % of 200 customers by half a standard deviation.
        """
        hits = np.array([one.numerator for one in history.values], dtype=float)
        entities = np.array([one.denominator for one in history.values], dtype=float)
        pooled = (hits.sum() + 0.5) / (entities.sum() + 1)
        share = (_around(hits) + 2 * pooled) / (_around(entities) + 2)
        values = np.log((hits + 0.5) / (entities - hits + 0.5))
        return _readings(history, values, 1 / (entities * share * (1 - share)))

    def centre(self, levels: Reals) -> Reals:
        """Shares, 0..1."""
        return _share(levels)

    def measured(self, levels: Reals, entities: int, generator: np.random.Generator) -> Reals:
        """Shares of so many customers."""
        return generator.binomial(entities, _share(levels)) / entities


@dataclass(frozen=True, slots=True)
class PointsScale:
    """Points between two bounds (a score of -100 to 100), on the log odds of how far between they lie.

    Attributes:
        low: Least possible value.
        width: From the least to the greatest.
        spread: Standard deviation of one answer, in the unit.
    """

    low: float
    width: float
    spread: float

    @classmethod
    def of(cls, history: History) -> PointsScale:
        """The scale of a history whose bounds are known."""
        low, high = history.low or 0.0, history.high or 0.0
        return cls(low, high - low, _spread(history))

    def readings(self, history: History) -> Readings:
        """The log odds, with the variance that the values' ranges give."""
        entities = np.array([one.denominator for one in history.values], dtype=float)
        values = np.array([one.value for one in history.values])
        # A bound itself has no log odds: half an answer short of it has.
        share = np.clip((values - self.low) / self.width, 0.5 / (entities + 1), 1 - 0.5 / (entities + 1))
        slope = self.width * share * (1 - share)
        return _readings(history, np.log(share / (1 - share)), _squares(history, self.spread) / slope**2)

    def centre(self, levels: Reals) -> Reals:
        """Points."""
        points: Reals = self.low + self.width * _share(levels)
        return points

    def measured(self, levels: Reals, entities: int, generator: np.random.Generator) -> Reals:
        """Points from so many answers."""
        values = self.centre(levels) + _noise(self.spread, entities, len(levels), generator)
        return np.clip(values, self.low, self.low + self.width)


@dataclass(frozen=True, slots=True)
class AmountScale:
    """Amounts above 0 (money, hours, ratios), on their logarithm.

    Attributes:
        spread: Standard deviation of one case, as a share of the value.
    """

    spread: float

    @classmethod
    def of(cls, history: History) -> AmountScale:
        """The scale of a history whose values are all above 0."""
        relative = [
            (one.error / one.value) ** 2 * one.denominator for one in history.values if one.error is not None
        ]
        return cls(float(np.sqrt(np.median(relative))) if relative else 0.0)

    def readings(self, history: History) -> Readings:
        """The logarithms."""
        values = np.array([one.value for one in history.values])
        errors = np.array([(one.error or 0.0) / one.value for one in history.values])
        return _readings(history, np.log(values), np.maximum(errors**2, TINY))

    def centre(self, levels: Reals) -> Reals:
        """Amounts."""
        values: Reals = np.exp(levels)
        return values

    def measured(self, levels: Reals, entities: int, generator: np.random.Generator) -> Reals:
        """Amounts from so many cases."""
        return self.centre(levels + _noise(self.spread, entities, len(levels), generator))


@dataclass(frozen=True, slots=True)
class CountScale:
    """Counts, on their logarithm; what is counted happens one by one, so that the noise is its root."""

    def readings(self, history: History) -> Readings:
        """The logarithms."""
        counts = np.array([one.value for one in history.values]) + 0.5
        return _readings(history, np.log(counts), 1 / counts)

    def centre(self, levels: Reals) -> Reals:
        """Counts, not rounded."""
        values: Reals = np.exp(levels)
        return values

    def measured(self, levels: Reals, entities: int, generator: np.random.Generator) -> Reals:  # noqa: ARG002
        """Counts."""
        # Beyond this a Poisson draw does not fit an integer, and its noise is nothing beside the level's.
        return generator.poisson(np.minimum(np.exp(levels), 1e15)).astype(float)


@dataclass(frozen=True, slots=True)
class NumberScale:
    """Any numbers, divided by their typical change from one to the next.

    Attributes:
        width: What is divided by.
        spread: Standard deviation of one case, in the unit.
    """

    width: float
    spread: float

    @classmethod
    def of(cls, history: History) -> NumberScale:
        """The scale of any history."""
        values = np.array([one.value for one in history.values])
        steps = np.abs(np.diff(values))
        typical = float(np.median(steps)) if len(steps) else 0.0
        width = (typical or float(np.abs(values).max()) or 1.0) / TYPICAL_STEP
        return cls(width, _spread(history))

    def readings(self, history: History) -> Readings:
        """The numbers, divided."""
        values = np.array([one.value for one in history.values])
        return _readings(history, values / self.width, _squares(history, self.spread) / self.width**2)

    def centre(self, levels: Reals) -> Reals:
        """Numbers."""
        return levels * self.width

    def measured(self, levels: Reals, entities: int, generator: np.random.Generator) -> Reals:
        """Numbers from so many cases."""
        return self.centre(levels) + _noise(self.spread, entities, len(levels), generator)


def _around(counts: Reals) -> Reals:
    """The sum of the two counts before each and the two after it."""
    sums: Reals = np.convolve(counts, (1, 1, 0, 1, 1))[2:-2]
    return sums


def _noise(spread: float, entities: int, count: int, generator: np.random.Generator) -> Reals:
    """Sampling noise of a mean of so many cases, once for each of count levels."""
    return float(spread / np.sqrt(entities)) * generator.standard_normal(count)


def _share(levels: Reals) -> Reals:
    return 1 / (1 + np.exp(-np.clip(levels, -40, 40)))


def _spread(history: History) -> float:
    """Standard deviation of one answer, from the standard errors; 0 where none is known."""
    squares = [one.error**2 * one.denominator for one in history.values if one.error is not None]
    return float(np.sqrt(np.mean(squares))) if squares else 0.0


def _squares(history: History, spread: float) -> Reals:
    """Squared standard errors in the unit; a value whose error is not known has that of a typical answer."""
    squares = [one.error**2 if one.error else spread**2 / one.denominator for one in history.values]
    known: Reals = np.maximum(np.array(squares), TINY)
    return known


def _readings(history: History, values: Reals, variances: Reals) -> Readings:
    months = np.array([middle_of(one.period) for one in history.values])
    return Readings(months, values, np.maximum(variances, TINY), np.floor(months).astype(np.int64) % 12)
