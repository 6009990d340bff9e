"""Points and weights at which integrals are taken."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

# Beyond 8 the weights have fallen below the tenth digit for any a and b from 0.02 on.
_GRID = np.linspace(-8, 8, 241)
_WIDEST = 2.0
_LEAST = 1e-300
_BLOCK = 500  # rows whose points fit the processor's cache


@lru_cache(maxsize=8)
def unit_rule(points: int) -> tuple[Reals, Reals]:
    """Gauss and Legendre's points between 0 and 1, and their weights, which add up to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return (1 + nodes) / 2, weights / 2


def beta_mean(function: Callable[[Reals, NDArray[np.int64]], Reals], a: float, b: Reals) -> Reals:
    """Mean of a function of a share that is distributed as beta (a, b), for each of many b.

    The trapezoidal rule in w, where the logit of the share is centre + width · sinh(w). No difference of
    large numbers is taken, as closed forms with hypergeometric functions need it.

    Args:
        function: Shares, one row of them for each of some b, and the positions of these b, to values of the
            same shape. It must not change over less than a factor of 2 or so of the odds of a share.
        a: First parameter, above 0.
        b: Second parameters, above 0.

    Source:
        Takahasi & Mori 1974, Double exponential formulas for numerical integration, RIMS 9.
    """
    from scipy.special import expit, polygamma  # noqa: PLC0415 - only fits and forecasts pay for it

    means = np.empty(len(b))
    for at in range(0, len(b), _BLOCK):
        rows = np.arange(at, min(at + _BLOCK, len(b)))
        second = b[rows, None]
        width = np.minimum(np.sqrt(polygamma(1, a) + polygamma(1, second)), _WIDEST)
        logits = np.log(a / second) + width * np.sinh(_GRID)
        weights = a * logits - (a + second) * np.logaddexp(0, logits) + np.log(np.cosh(_GRID))
        weights = np.exp(weights - weights.max(axis=1, keepdims=True))
        shares = np.maximum(expit(logits), _LEAST)
        means[rows] = (function(shares, rows) * weights).sum(axis=1) / weights.sum(axis=1)
    return means
