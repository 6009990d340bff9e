"""Since when a theme is written about, whether it grows, and where most."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from holdfast.records.words import column_words
from holdfast.stats.normal import two_sided_z
from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.reasons.ranking.model import Lives
    from holdfast.records.reason import Trend

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

RECENT_DAYS = 90
_NEW_DAYS = 60
_FIRST = 3
_FEWEST = 5
_APART = 3.0
"""Standard errors between a segment and the others: several segments are looked at."""
_MORE = 1.25


@dataclass(frozen=True, slots=True)
class Course:
    """How a theme goes.

    Attributes:
        since: Day from which on it is written about; None for as long as the data reach back.
        trend: Of the last 90 days against the 90 before.
        now: Share of customers who wrote about it in the last 90 days; None where nobody was there.
        before: In the 90 days before.
    """

    since: int | None
    trend: Trend
    now: float | None
    before: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """A segment in which more customers write about a theme.

    Attributes:
        name: ``size: small``.
        share: Of its customers.
        others: Share of the others.
    """

    name: str
    share: float
    others: float


def course(lives: Lives, customer: Ints, day: Ints, begin: int) -> Course:
    """How one theme goes.

    Args:
        lives: The customers.
        customer: Who mentioned it, for each mention.
        day: When.
        begin: Day of the first text about anything.
    """
    edges = [lives.until - RECENT_DAYS * back for back in (2, 1, 0)]
    counts = [_shares(lives, customer, day, start, end) for start, end in pairwise(edges)]
    (old, old_all), (new, new_all) = counts
    now = new / new_all if new_all else None
    before = old / old_all if old_all else None
    return Course(_since(day, begin), _trend(old, old_all, new, new_all), now, before)


def most_in(lives: Lives, mentioned: Bools, wrote: Bools) -> Place | None:
    """The segment value whose customers stand out most, among customers who wrote; None where none does."""
    found: list[tuple[float, Place]] = []
    for column, values in lives.segments.items():
        for value in np.unique(values[wrote]).tolist():
            inside = wrote & (values == value)
            outside = wrote & (values != value)
            z, place = _apart(f"{column_words(column)}: {value}", mentioned[inside], mentioned[outside])
            if z >= _APART and place.share >= _MORE * place.others:
                found.append((z, place))
    return max(found, key=lambda one: one[0])[1] if found else None


def _apart(name: str, inside: Bools, outside: Bools) -> tuple[float, Place]:
    if not len(inside) or not len(outside) or inside.sum() < _FEWEST:
        return 0.0, Place(name, 0.0, 0.0)
    one, other = float(inside.mean()), float(outside.mean())
    return (one - other) / _error(one, len(inside), other, len(outside)), Place(name, one, other)


def _shares(lives: Lives, customer: Ints, day: Ints, start: int, end: int) -> tuple[int, int]:
    """Customers there in a period who wrote about it then, and all that were there."""
    there = (lives.began < end) & ~(lives.left < start)
    wrote = np.unique(customer[(day >= start) & (day < end)])
    return int(there[wrote].sum()), int(there.sum())


def _trend(old: int, old_all: int, new: int, new_all: int) -> Trend:
    if old + new < 2 * _FEWEST or not old_all or not new_all:
        return "too few"
    gap = new / new_all - old / old_all
    half = two_sided_z(0.95) * _error(new / new_all, new_all, old / old_all, old_all)
    return "growing" if gap > half else "shrinking" if gap < -half else "steady"


def _since(day: Ints, begin: int) -> int | None:
    """The first of three mentions within 90 days, where it is later than two months after the first text."""
    days = np.sort(day)
    if len(days) < _FIRST:
        return None
    close = np.flatnonzero(days[_FIRST - 1 :] - days[: 1 - _FIRST] <= RECENT_DAYS)
    if not len(close) or days[close[0]] - begin <= _NEW_DAYS:
        return None
    return int(days[close[0]])


def _error(one: float, count: int, other: float, rest: int) -> float:
    return sqrt(max(one * (1 - one) / count + other * (1 - other) / rest, 1e-12))
