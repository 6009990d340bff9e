"""The score range of a rate: events counted over an exposure that is known."""

from __future__ import annotations

from math import sqrt

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.units import Interval


def poisson_rate_interval(events: int, exposure: float, *, level: float = 0.95) -> Interval:
    """Interval for events per unit of exposure where each event comes on its own; it may exceed 1.

    >>> interval = poisson_rate_interval(10, 1)
    >>> round(interval.low, 2), round(interval.high, 2)
    (5.43, 18.41)

    Args:
        events: Count, at least 0.
        exposure: What they are counted over, above 0: customers at risk, or customer-months.
        level: Coverage aimed at, a share in (0, 1).

    Returns:
        Interval in events per unit of exposure; its low end is 0 for no events.

    Raises:
        InputError: The count, the exposure or the level is out of range.

    Source:
        The score interval: those rates of which the count is within z standard deviations. Barker 2002,
        The American Statistician 56, there "score".
    """
    if events < 0 or exposure <= 0:
        raise InputError(
            "rate",
            f"{events} events over an exposure of {exposure} were given",
            "events of at least 0 and an exposure above 0",
            "A rate over nothing is undefined",
        )
    z = two_sided_z(level)
    centre, half = events + z * z / 2, z * sqrt(events + z * z / 4)
    low = 0.0 if events == 0 else max(0.0, centre - half)
    return Interval(low / exposure, (centre + half) / exposure)
