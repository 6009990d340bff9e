"""Do groups last equally long? The log-rank test, on histograms."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt
from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Histograms = tuple[Mapping[int, int], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class LogRank:
    """The result of a test.

    Attributes:
        statistic: Chi-squared.
        degrees: Degrees of freedom: groups less 1.
        p_value: Chance of such a statistic or a greater one where all groups last equally long, 0..1.
        observed: Count that ended in each group.
        expected: Count that would have ended in each group if all lasted equally long.
    """

    statistic: float
    degrees: int
    p_value: float
    observed: tuple[int, ...]
    expected: tuple[float, ...]


def log_rank(groups: Sequence[Histograms]) -> LogRank:
    """The log-rank test of two groups or more.

    >>> found = log_rank([({1: 4, 2: 4}, {9: 2}), ({5: 3}, {9: 7})])
    >>> found.observed, round(found.statistic, 2)
    ((8, 3), 8.28)

    Args:
        groups: For each group two histograms, time to count: what ended then, and what was last seen then.

    Raises:
        InputError: There are fewer than two groups, a count is below 0, or nothing ended.

    Source:
        Mantel 1966, Cancer Chemotherapy Reports 50; Peto & Peto 1972, JRSS A 135.
    """
    if len(groups) < _LEAST:
        raise InputError("groups", f"{len(groups)} were given", "at least two", "Name a segment to compare")
    if any(count < 0 for group in groups for counts in group for count in counts.values()):
        raise InputError("groups", "a count below 0 was given", "counts from 0")
    observed = [sum(ended.values()) for ended, _ in groups]
    if not sum(observed):
        raise InputError("groups", "nothing ended in any of them", "at least one end", "Wait for one")
    expected, covariance = _moments(groups)
    kept = [i for i, row in enumerate(covariance) if row[i] > 0][:-1]
    statistic = _quadratic(
        [observed[i] - expected[i] for i in kept], [[covariance[i][j] for j in kept] for i in kept]
    )
    degrees = len(groups) - 1
    return LogRank(
        statistic, degrees, _chi_squared_above(statistic, degrees), tuple(observed), tuple(expected)
    )


_LEAST = 2


def _moments(groups: Sequence[Histograms]) -> tuple[list[float], list[list[float]]]:
    """What to expect to end in each group, and the covariance of it, added up over the times."""
    at_risk = [sum(ended.values()) + sum(seen.values()) for ended, seen in groups]
    expected = [0.0] * len(groups)
    covariance = [[0.0] * len(groups) for _ in groups]
    for time in sorted({time for group in groups for counts in group for time in counts}):
        n, d = sum(at_risk), sum(ended.get(time, 0) for ended, _ in groups)
        if d:
            spread = d * (n - d) / (n - 1) if n > 1 else 0.0
            for i, share in enumerate(there / n for there in at_risk):
                expected[i] += d * share
                for j, other in enumerate(there / n for there in at_risk):
                    covariance[i][j] += spread * share * ((i == j) - other)
        at_risk = [
            there - ended.get(time, 0) - seen.get(time, 0)
            for there, (ended, seen) in zip(at_risk, groups, strict=True)
        ]
    return expected, covariance


def _quadratic(differences: list[float], covariance: list[list[float]]) -> float:
    if not differences:
        return 0.0
    if len(differences) == 1:
        return differences[0] ** 2 / covariance[0][0]
    import numpy as np  # noqa: PLC0415 - two groups need none of it

    vector = np.array(differences)
    return float(vector @ np.linalg.solve(np.array(covariance), vector))


def _chi_squared_above(statistic: float, degrees: int) -> float:
    if degrees == 1:
        return erfc(sqrt(statistic / 2))
    from scipy.special import chdtrc  # noqa: PLC0415 - as above

    return float(chdtrc(degrees, statistic))
