"""The range of a share of answers, several of which come from one customer."""

from __future__ import annotations

from math import sqrt

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.stats.ratio_interval import Moments, ratio_error
from holdfast.stats.student import two_sided_t
from holdfast.units import Interval


def clustered_share_interval(moments: Moments, *, level: float = 0.95) -> Interval:
    """Wilson's interval at the number of independent answers that would tell as much.

    The answers of one customer are alike, so that many answers of few customers are fewer witnesses than they
    look. Never narrower than Wilson's interval for independent answers.

    >>> alone = clustered_share_interval(Moments(100, 80, 100, 80, 80, 100))
    >>> twice = clustered_share_interval(Moments(50, 80, 100, 160, 160, 200))
    >>> [round(found.high - found.low, 3) for found in (alone, twice)]
    [0.158, 0.225]

    Args:
        moments: Per customer, x of y answers are of the kind that is counted.
        level: Coverage aimed at, a share in (0, 1).

    Raises:
        InputError: There is no answer, or more of the kind than answers.

    Source:
        Effective size after Korn & Graubard 1998, Survey Methodology 24; Wilson's interval at it as Franco,
        Little, Louis & Slud 2019, Journal of Survey Statistics and Methodology 7, recommend.
    """
    if not 0 <= moments.x <= moments.y or moments.y < 1:
        raise InputError(
            "moments",
            f"{moments.x} of {moments.y} answers were given",
            "at least one answer, and no more of the kind than there are",
        )
    size = effective_answers(moments, level=level)
    return _wilson(moments.x / moments.y, size, two_sided_z(level))


def effective_answers(moments: Moments, *, level: float = 0.95) -> float:
    """How many independent answers would tell as much: at most the answers there are.

    Where all answers are alike nothing shows how alike those of one customer are; each customer then counts
    as one answer, which errs on the side of too few.
    """
    share = moments.x / moments.y
    error = ratio_error(moments)
    if error is None or not 0 < share < 1:
        return float(min(moments.customers, moments.y))
    if error == 0:
        return float(moments.y)
    # Few customers also say little about how much customers differ.
    known = two_sided_z(level) / two_sided_t(level, moments.customers - 1)
    return min(float(moments.y), share * (1 - share) / error**2 * known**2)


def _wilson(share: float, size: float, z: float) -> Interval:
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return Interval(low, high)
