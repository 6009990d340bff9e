"""The range of a net promoter score from few answers."""

from __future__ import annotations

from math import sqrt

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.units import Interval


def nps_interval(promoters: int, detractors: int, answers: int, *, level: float = 0.95) -> Interval:
    """Adjusted Wald interval for a net promoter score, in points from -100 to 100.

    Three answers are added, a quarter of each kind at the two ends, which gives about the
    coverage aimed at from ten answers on, where the plain Wald interval falls to 80 %.

    >>> interval = nps_interval(50, 20, 100)
    >>> round(interval.low, 1), round(interval.high, 1)
    (14.1, 44.2)

    Args:
        promoters: Answers of 9 or 10.
        detractors: Answers of 0 to 6.
        answers: All answers, at least 1.
        level: Coverage aimed at, a share in (0, 1).

    Raises:
        InputError: The counts contradict each other, or the level is out of range.

    Source:
        Rocks 2016, Interval estimation for the Net Promoter Score, The American Statistician 70.
    """
    if answers < 1 or min(promoters, detractors) < 0 or promoters + detractors > answers:
        raise InputError(
            "answers",
            f"{promoters} promoters and {detractors} detractors of {answers} were given",
            "two counts from 0 that together are at most the answers, of which there is at least one",
            "Check the three counts",
        )
    total = answers + 3
    high_share, low_share = (promoters + 0.75) / total, (detractors + 0.75) / total
    centre = high_share - low_share
    half = two_sided_z(level) * sqrt((high_share + low_share - centre * centre) / total)
    return Interval(max(-100.0, 100 * (centre - half)), min(100.0, 100 * (centre + half)))
