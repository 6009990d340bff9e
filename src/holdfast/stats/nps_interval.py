"""The range of a net promoter score from few answers, and that of the difference between two."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.units import Interval


class Tally(NamedTuple):
    """Answers of one period: promoters (9 or 10), detractors (0 to 6), and all of them."""

    promoters: int
    detractors: int
    answers: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one score lies above another.

    Attributes:
        points: The second score less the first, -200 to 200.
        standard_error: In points; 0 where all answers of each period are alike.
        interval: Range of the difference, in points. With 0 in it, the two cannot be told apart.
    """

    points: float
    standard_error: float
    interval: Interval


def nps_interval(
    promoters: int, detractors: int, answers: int, *, level: float = 0.95, population: int | None = None
) -> Interval:
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
        population: How many could have answered, where only they are spoken of and not those to come: the
            range shrinks by the finite population correction, to nothing where all answered.

    Raises:
        InputError: The counts contradict each other, or the level is out of range.

    Source:
        Rocks 2016, Interval estimation for the Net Promoter Score, The American Statistician 70.
    """
    tally = _possible(Tally(promoters, detractors, answers))
    if population is not None and population < answers:
        raise InputError(
            "population", f"{population} with {answers} answers was given", "at least as many as the answers"
        )
    centre, variance = _adjusted(tally)
    half = two_sided_z(level) * sqrt(variance) * _correction(answers, population)
    return Interval(max(-100.0, 100 * (centre - half)), min(100.0, 100 * (centre + half)))


def nps_difference(before: Tally, after: Tally, *, level: float = 0.95) -> Difference:
    """How far a score moved between two periods with different people, and how much of that may be chance.

    >>> found = nps_difference(Tally(50, 20, 100), Tally(55, 15, 100))
    >>> round(found.points), round(found.standard_error, 1), 0 in found.interval
    (10, 10.7, True)

    Args:
        before: Answers of the first period.
        after: Answers of the second.
        level: Coverage aimed at, a share in (0, 1).

    Raises:
        InputError: Counts contradict each other, or the level is out of range.

    Source:
        Standard error: sqrt(V1 / n1 + V2 / n2), with V = p + d - (p - d)². The interval adds to either period
        what Rocks 2016 adds to one.
    """
    tallies = _possible(before), _possible(after)
    (centre, variance), (later_centre, later_variance) = (_adjusted(tally) for tally in tallies)
    moved, half = later_centre - centre, two_sided_z(level) * sqrt(variance + later_variance)
    return Difference(
        points=100 * (_score(after) - _score(before)),
        standard_error=100 * sqrt(sum(_variance(tally) for tally in tallies)),
        interval=Interval(max(-200.0, 100 * (moved - half)), min(200.0, 100 * (moved + half))),
    )


def _score(tally: Tally) -> float:
    return (tally.promoters - tally.detractors) / tally.answers


def _variance(tally: Tally) -> float:
    balance = tally.promoters - tally.detractors
    # The difference of whole numbers is exactly 0 where all answers are alike.
    spread = (tally.promoters + tally.detractors) * tally.answers - balance * balance
    return spread / tally.answers**3


def _adjusted(tally: Tally) -> tuple[float, float]:
    """Centre and variance with three answers added."""
    total = tally.answers + 3
    high, low = (tally.promoters + 0.75) / total, (tally.detractors + 0.75) / total
    centre = high - low
    return centre, (high + low - centre * centre) / total


def _correction(answers: int, population: int | None) -> float:
    if population is None:
        return 1.0
    return sqrt((population - answers) / (population - 1)) if population > 1 else 0.0


def _possible(tally: Tally) -> Tally:
    is_possible = min(tally.promoters, tally.detractors) >= 0
    if tally.answers < 1 or not is_possible or tally.promoters + tally.detractors > tally.answers:
        raise InputError(
            "answers",
            f"{tally.promoters} promoters and {tally.detractors} detractors of {tally.answers} were given",
            "two counts from 0 that together are at most the answers, of which there is at least one",
            "Check the three counts",
        )
    return tally
