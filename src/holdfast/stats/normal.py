"""Quantiles of the normal distribution, for every range of the product."""

from __future__ import annotations

from functools import lru_cache

from holdfast.errors import InputError


@lru_cache(maxsize=16)
def two_sided_z(level: float) -> float:
    """Standard deviations on each side that hold the given share of a normal distribution.

    >>> round(two_sided_z(0.95), 4)
    1.96

    Raises:
        InputError: The level is not a share between 0 and 1.

    Source:
        Abramowitz & Stegun 1964, table 26.1; computed by ``statistics.NormalDist``.
    """
    if not 0 < level < 1:
        raise InputError("level", f"{level} was given", "a share above 0 and below 1", "Use 0.95")
    from statistics import NormalDist  # noqa: PLC0415 - 10 ms that cards and reviews do not pay

    return NormalDist().inv_cdf((1 + level) / 2)
