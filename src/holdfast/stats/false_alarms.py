"""Many comparisons at once: which stand out, with a controlled share of false alarms among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def controlled(chances: Sequence[float]) -> tuple[float, ...]:
    """For each comparison the least share of false alarms at which it would be called out.

    >>> [round(one, 3) for one in controlled([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.053, 0.053, 0.5]

    Args:
        chances: Of so great a difference by chance alone, each in 0..1.

    Source:
        Benjamini & Hochberg 1995, JRSS B 57; adjusted as by Yekutieli & Benjamini 1999. It holds for
        comparisons that do not depend on each other, and for such as move together (Benjamini & Yekutieli
        2001, Annals of Statistics 29).
    """
    values = np.asarray(chances, dtype=np.float64)
    if not len(values):
        return ()
    order = np.argsort(values)[::-1]
    ranks = np.arange(len(values), 0, -1)
    stepped = np.minimum.accumulate(np.minimum(values[order] * len(values) / ranks, 1.0))
    found = np.empty(len(values))
    found[order] = stepped
    return tuple(found.tolist())
