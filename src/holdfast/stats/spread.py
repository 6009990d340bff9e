"""Whether segments differ by more than chance, and what is left of their values once chance is taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Counts = NDArray[np.int64]

DRAWS = 4000
_MOST_CELLS = 2_000_000
"""Draws times segments held at once: beyond it fewer draws are made."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far segments lie apart.

    Attributes:
        chance: Of values at least as far apart where all segments are the same, a share.
        between: Standard deviation of the segments' true values, in their unit; 0 where chance explains all.
        drawn: Each segment's value drawn towards the common one by how unsure it is; (segments,).
    """

    chance: float
    between: float
    drawn: Reals


def spread_of_shares(hits: Counts, entities: Counts, *, generator: np.random.Generator) -> Spread:
    """How far shares lie apart, by drawing counts as they would be were all segments the same.

    Args:
        hits: (segments,), at least two.
        entities: (segments,), each at least 1.
        generator: Of the draws.

    Source:
        Cochran's Q with the moment estimate of DerSimonian & Laird 1986, Controlled Clinical Trials 7; drawn
        towards the common share as by Efron & Morris 1975, Journal of the American Statistical Association
        70.
    """
    common = hits.sum() / entities.sum()
    variances = np.full(len(hits), common * (1 - common)) / entities

    def again(draws: int) -> Reals:
        counts = generator.binomial(entities, common, size=(draws, len(hits)))
        pooled = counts.sum(axis=1, keepdims=True) / entities.sum()
        apart = (entities * (counts / entities - pooled) ** 2).sum(axis=1)
        unit = (pooled * (1 - pooled))[:, 0]
        ratio: Reals = np.divide(apart, unit, out=np.zeros(draws), where=unit > 0)
        return ratio

    return _spread(hits / entities, variances, again)


def spread_of_values(values: Reals, errors: Reals, *, generator: np.random.Generator) -> Spread:
    """The same for values with known standard errors.

    Args:
        values: (segments,), at least two.
        errors: (segments,), each above 0.
        generator: Of the draws.
    """

    def again(draws: int) -> Reals:
        drawn = errors * generator.standard_normal((draws, len(values)))
        return _apart(drawn, 1 / errors**2)

    return _spread(values, errors**2, again)


def _spread(values: Reals, variances: Reals, again: Callable[[int], Reals]) -> Spread:
    if not variances.all():  # everybody or nobody, in every segment
        return Spread(1.0, 0.0, values)
    weights = 1 / variances
    found = float(_apart(values[None, :], weights)[0])
    draws = again(max(200, min(DRAWS, _MOST_CELLS // len(values))))
    # Counting the values themselves keeps the chance above 0.
    chance = (1 + float((draws >= found - 1e-9).sum())) / (1 + len(draws))
    freedom = weights.sum() - (weights**2).sum() / weights.sum()
    between = max(0.0, (found - (len(values) - 1)) / float(freedom))
    common = float((weights * values).sum() / weights.sum())
    kept = between / (between + variances)
    return Spread(chance, float(np.sqrt(between)), common + kept * (values - common))


def _apart(values: Reals, weights: Reals) -> Reals:
    """Weighted squares around the common value, for each row."""
    common = (values * weights).sum(axis=1, keepdims=True) / weights.sum()
    squares: Reals = (weights * (values - common) ** 2).sum(axis=1)
    return squares
