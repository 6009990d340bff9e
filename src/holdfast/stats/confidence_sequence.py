"""A range that may be looked at every week: it holds the truth at all looks together."""

from __future__ import annotations

from math import log, sqrt

from holdfast.errors import InputError
from holdfast.units import Interval


def always_valid_range(
    estimate: float, error: float, *, units: int, planned: int, level: float = 0.95
) -> Interval:
    """The range of a difference that holds the truth at every look, at however many, in so many of all cases.

    An ordinary range that is looked at weekly for a quarter leaves 0 out at some week in one of five cases in
    which nothing is. This one pays for that by being half as wide again at the planned number of units, where
    it is narrowest beside the ordinary one.

    >>> found = always_valid_range(0.0, 0.01, units=1_000, planned=1_000)
    >>> round(found.high / (1.959964 * 0.01), 2)
    1.55

    Args:
        estimate: The difference so far.
        error: Its standard error so far, at least 0.
        units: So far, at least 1.
        planned: At the end, at least 1.
        level: Coverage of all looks together, a share in (0, 1).

    Raises:
        InputError: One of them is out of range.

    Source:
        Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, Annals of Statistics 52, asymptotic confidence
        sequences, theorem 2.2 (normal mixture), tuned for the planned number as in their section 3.
    """
    if units < 1 or planned < 1:
        raise InputError("units", f"{min(units, planned)} were given", "at least 1")
    if not 0 < level < 1 or error < 0:
        raise InputError(
            "level", f"{level:g} with an error of {error:g}", "0 to 1, and an error of at least 0"
        )
    alpha = 1 - level
    tuned = (-2 * log(alpha) + log(-2 * log(alpha) + 1)) * units / planned
    half = error * sqrt(2 * (tuned + 1) / tuned * log(sqrt(tuned + 1) / alpha))
    return Interval(estimate - half, estimate + half)
