"""The range of a ratio of two sums over customers, from sums of squares and products alone."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from holdfast.errors import InputError
from holdfast.stats.student import two_sided_t
from holdfast.units import Interval


class Moments(NamedTuple):
    """Sums over customers, as an engine returns them: exact whole numbers that add up over parts.

    Attributes:
        customers: How many there are with an x or a y.
        x: Sum of the numerators.
        y: Sum of the denominators.
        xx: Sum of the squared numerators.
        xy: Sum of the products.
        yy: Sum of the squared denominators.
    """

    customers: int
    x: int
    y: int
    xx: int
    xy: int
    yy: int


def ratio_error(moments: Moments) -> float | None:
    """Standard error of x / y by the delta method; None below two customers or where y is 0.

    Customers are what is drawn, so several rows of one customer do not pass for so many witnesses.

    >>> round(ratio_error(Moments(3, 6, 12, 14, 26, 50)), 4)
    0.0722

    Source:
        Cochran 1977, Sampling Techniques, equation 6.13, for a population without end.
    """
    if moments.customers < 2 or moments.y == 0:  # noqa: PLR2004 - one customer shows no spread
        return None
    x, y = moments.x, moments.y
    # Whole numbers up to here: the three terms are large and all but cancel.
    squares = y * y * moments.xx - 2 * x * y * moments.xy + x * x * moments.yy
    spread = max(0, squares) / (y * y) / (y * y)
    return sqrt(spread * moments.customers / (moments.customers - 1))


def ratio_interval(moments: Moments, *, level: float = 0.95) -> Interval | None:
    """Range of x / y by the delta method, with Student's quantile; None where there is no standard error.

    >>> found = ratio_interval(Moments(3, 6, 12, 14, 26, 50))
    >>> round(found.low, 3), round(found.high, 3)
    (0.189, 0.811)

    Args:
        moments: Of the customers.
        level: Coverage aimed at, a share in (0, 1).

    Raises:
        InputError: The level is out of range, or the moments contradict each other.

    Source:
        Cochran 1977, section 6.3; tested against Scheaffer, Mendenhall & Ott, Elementary Survey Sampling,
        example 6.2 (sugar in oranges).
    """
    if moments.xx < 0 or moments.yy < 0 or moments.xy * moments.xy > moments.xx * moments.yy:
        raise InputError(
            "moments", f"{moments} were given", "sums of squares and products of the same customers"
        )
    error = ratio_error(moments)
    if error is None:
        return None
    value, half = moments.x / moments.y, two_sided_t(level, moments.customers - 1) * error
    return Interval(value - half, value + half)
