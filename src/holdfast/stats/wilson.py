"""The score range of a share, after Wilson."""

from __future__ import annotations

from math import sqrt

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.units import Interval


def wilson_interval(successes: int, trials: int, *, level: float = 0.95) -> Interval:
    """Interval for a share that stays in 0..1 and holds up for small samples.

    >>> interval = wilson_interval(0, 10)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.0, 0.278)

    Args:
        successes: Count, 0 <= successes <= trials.
        trials: Count of independent yes/no outcomes, at least 1.
        level: Coverage aimed at, a share in (0, 1).

    Returns:
        Interval in shares (0..1), not percent.

    Raises:
        InputError: A count or the level is out of range.

    Source:
        Wilson 1927, JASA 22; tested against Newcombe 1998, Statistics in Medicine 17, table I.
    """
    _refuse_impossible(successes, trials)
    z = two_sided_z(level)
    share = successes / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / (1 + z * z / trials)
    # The two ends are exact in algebra, and rounding must not push them off it.
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return Interval(low, high)


def _refuse_impossible(successes: int, trials: int) -> None:
    if trials < 1:
        raise InputError("trials", f"{trials} were given", "at least 1", "A share of nothing is undefined")
    if not 0 <= successes <= trials:
        raise InputError(
            "successes",
            f"{successes} of {trials} were given",
            "a count from 0 to the number of trials",
            "Check which of the two counts is which",
        )
