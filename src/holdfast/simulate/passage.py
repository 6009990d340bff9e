"""When a hazard that changes at known instants has used up a customer's budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.simulate.arrays import Floats
    from holdfast.simulate.season import Clock


def first_passage(
    budget: Floats,
    *,
    breaks: tuple[Floats, ...],
    rate: Callable[[Floats], Floats],
    clock: Clock,
) -> Floats:
    """Local day on which the hazard summed since the first break reaches the budget; infinity if never.

    With a budget drawn from the unit exponential distribution this is the day on which the hazard strikes,
    and the same budget under another hazard is the same customer's other fate.

    Args:
        budget: Summed hazard that each customer bears, at least 0.
        breaks: Instants at which the hazard may change, one array per kind, in any order. The hazard is 0
            before the earliest and after the latest.
        rate: Hazard per unit of the clock at given days (customers x pieces), constant between two breaks.
        clock: The pace of time.
    """
    edges = np.sort(np.stack(breaks, axis=1), axis=1)
    edges = np.clip(edges, clock.edges[0], clock.edges[-1])
    readings = clock.read(edges)
    rates = rate((edges[:, :-1] + edges[:, 1:]) / 2)
    used = np.cumsum(rates * np.diff(readings, axis=1), axis=1)
    piece = (used < budget[:, None]).sum(axis=1)
    struck = piece < used.shape[1]
    row, at = np.arange(len(budget)), np.minimum(piece, used.shape[1] - 1)
    left_over = budget - np.where(at > 0, used[row, at - 1], 0.0)
    pace = np.where(struck, rates[row, at], 1.0)
    return np.where(struck, clock.when(readings[row, at] + left_over / pace), NEVER)
