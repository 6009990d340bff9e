"""Money at risk: the sum of what may be lost, with a range that holds a few large customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.records.risk import MoneyAtRisk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

_DRAWS = 4000
_DRAWN = 1000
"""Customers with the most at stake are drawn one by one; the sum of the many small ones is near normal."""
_AT_ONCE = 200
_LEVEL = 0.90


def money_at_risk(  # noqa: PLR0913 - what the range is made of
    chances: Reals,
    monthly: Reals,
    *,
    events: int,
    drift: float = 0.0,
    lost: float | None = None,
    seed: int = 0,
) -> MoneyAtRisk:
    """What is expected to be lost a month, and the range that holds it nine times in ten.

    The range has two parts: who leaves is chance even where every chance is right, and the level of the
    chances is only as sure as the number of those who left before it, and as periods were alike.

    Args:
        chances: Of leaving within the horizon.
        monthly: What each customer pays a month, minor units.
        events: Customers that left in what the chances were learnt from.
        drift: How far periods lay from what their chances said, a standard deviation of the log.
        lost: What was then lost, where it is known.
        seed: Of the draws.
    """
    generator = np.random.default_rng(seed)
    level = np.exp(generator.normal(0.0, np.sqrt(2 / max(events, 1) + drift**2), _DRAWS))
    stake = chances * (1 - chances) * monthly**2
    order = np.argsort(-stake, kind="stable")
    large, small = order[:_DRAWN], order[_DRAWN:]
    sums = (chances[small] * monthly[small]).sum() * level
    sums += generator.normal(0.0, 1.0, _DRAWS) * np.sqrt(stake[small].sum())
    odds = chances[large] / np.maximum(1 - chances[large], 1e-9)
    for start in range(0, _DRAWS, _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        raised = level[some, None] * odds
        leaves = generator.random(raised.shape) < raised / (1 + raised)
        sums[some] += leaves @ monthly[large]
    low, high = np.quantile(sums, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return MoneyAtRisk(
        expected_minor=float((chances * monthly).sum()),
        low_minor=max(float(low), 0.0),
        high_minor=float(high),
        lost_minor=lost,
        paid_minor=float(monthly.sum()),
    )
