"""The difference of two arms that the lot made, adjusted for what was known before (CUPED)."""

from __future__ import annotations

from math import inf, sqrt
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.student import two_sided_t
from holdfast.units import Interval
from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.int64]

MOST_DEGREES = 100_000
"""Beyond so many Student's distribution is the normal one."""


@dataclass(frozen=True, slots=True)
class Arms:
    """Rows of both arms, each in the arm that the lot gave it, whatever became of it.

    Attributes:
        outcome: 0 or 1, or any number.
        treated: In the treated arm; else held out.
        before: Rows by columns: what was known of each before the lot was drawn; None where nothing was.
        clusters: Number of what the lot drew or what belongs together (account, week); None: each row alone.
    """

    outcome: Reals
    treated: Bools
    before: Reals | None = None
    clusters: Integers | None = None


@dataclass(frozen=True, slots=True)
class ArmsDifference:
    """Treated less held out, in the outcome's unit.

    Attributes:
        estimate: The difference, adjusted where something was known before.
        error: Its standard error.
        degrees: Of freedom, by which its ranges are wider.
        raw: The difference as it is.
        treated: Mean of the treated arm as it is.
        held_out: Mean of the holdout as it is.
        explained: Part of the outcome's variance that the adjustment takes off, 0..1.
    """

    estimate: float
    error: float
    degrees: float
    raw: float
    treated: float
    held_out: float
    explained: float

    def range(self, level: float) -> Interval:
        """Where the true difference lies in so many of all cases."""
        half = two_sided_t(level, max(1, int(min(self.degrees, MOST_DEGREES)))) * self.error
        return Interval(self.estimate - half, self.estimate + half)


def difference_of_arms(arms: Arms) -> ArmsDifference:
    """What the treatment did, by intention to treat.

    Each outcome is moved by how far what was known before lies off its mean, times theta: the covariance of
    both over the variance, of both arms together. The arms do not differ in what was before but by chance, so
    that the difference stays true and its error shrinks by the square root of 1 - correlation².

    >>> arms = Arms(np.array([1.0, 0, 1, 1, 0, 0, 1, 0]), np.array([True] * 4 + [False] * 4))
    >>> found = difference_of_arms(arms)
    >>> found.estimate, round(found.error, 2)
    (0.5, 0.35)

    Args:
        arms: Rows of both.

    Raises:
        InputError: An arm has fewer than two rows or clusters, or a number is infinite or missing.

    Source:
        Deng, Xu, Kohavi & Walker 2013, WSDM, improving the sensitivity of online controlled experiments;
        degrees of freedom: Welch 1947, Biometrika 34; shares near 0 and 1: Agresti & Caffo 2000, American
        Statistician 54; rows that belong together: Liang & Zeger 1986, Biometrika 73.
    """
    refuse_unusable(arms)
    adjusted, explained, used = _adjusted(arms)
    pieces = [_arm(arms, adjusted, arms.treated == which, used) for which in (True, False)]
    variance = _variance(arms, pieces)
    means = [float(arms.outcome[arms.treated == which].mean()) for which in (True, False)]
    return ArmsDifference(
        estimate=pieces[0].mean - pieces[1].mean,
        error=sqrt(variance),
        degrees=_degrees(pieces),
        raw=means[0] - means[1],
        treated=means[0],
        held_out=means[1],
        explained=explained,
    )


def refuse_unusable(arms: Arms) -> None:
    """Refuses arms that cannot be compared.

    Raises:
        InputError: An arm is empty or has one row, lengths differ, or a number is infinite or missing.
    """
    for name, which in (("treated", True), ("holdout", False)):
        inside = arms.treated == which
        units = int(inside.sum()) if arms.clusters is None else len(np.unique(arms.clusters[inside]))
        if units < 2:  # noqa: PLR2004 - one says nothing of how much they differ
            found = "nobody is in it" if not units else "one is in it"
            raise InputError(f"arm {name}", found, "at least two", "Assign more, or wait until they come")
    for name, values in (("outcome", arms.outcome), ("before", arms.before)):
        if values is not None and len(values) != len(arms.treated):
            raise InputError(name, f"{len(values)} values for {len(arms.treated)} rows", "one for each")
        if values is not None and not np.isfinite(values).all():
            raise InputError(name, "a value is infinite or missing", "a number for each row")


@dataclass(frozen=True, slots=True)
class _Arm:
    """One arm: mean, what each row adds to its error, their sum of squares, units."""

    mean: float
    pulls: Reals
    variance: float
    extra: float
    units: int


def _adjusted(arms: Arms) -> tuple[Reals, float, int]:
    """Outcomes less what was known before says of them; the part of the variance; columns used."""
    spread = float(arms.outcome.var())
    if arms.before is None or not spread:
        return arms.outcome, 0.0, 0
    centred = arms.before - arms.before.mean(axis=0)
    centred = centred[:, centred.std(axis=0) > 0]
    if not centred.shape[1]:
        return arms.outcome, 0.0, 0
    theta, _, rank, _ = np.linalg.lstsq(centred, arms.outcome - arms.outcome.mean(), rcond=None)
    adjusted = arms.outcome - centred @ theta
    return adjusted, 1 - float(adjusted.var()) / spread, int(rank)


def _arm(arms: Arms, adjusted: Reals, inside: NDArray[np.bool_], used: int) -> _Arm:
    rows = int(inside.sum())
    mean = float(adjusted[inside].mean())
    units = rows if arms.clusters is None else len(np.unique(arms.clusters[inside]))
    # Coefficients are made of the same rows, which makes what is left look smaller than it is.
    fitted = len(adjusted) / max(1, len(adjusted) - used)
    scale = sqrt(units / (units - 1) * fitted) / rows
    pulls = np.where(inside, adjusted - mean, 0.0) * scale
    variance = float((_by_cluster(pulls, arms.clusters) ** 2).sum())
    return _Arm(mean, pulls, variance, _extra(arms.outcome[inside], units), units)


def _by_cluster(pulls: Reals, clusters: Integers | None) -> Reals:
    if clusters is None:
        return pulls
    _, codes = np.unique(clusters, return_inverse=True)
    return np.asarray(np.bincount(codes, weights=pulls), dtype=np.float64)


def _extra(outcome: Reals, units: int) -> float:
    """What the variance of a share near 0 or 1 lacks, where few say how rare the rare outcome is."""
    if not ((outcome == 0) | (outcome == 1)).all():
        return 0.0
    share = float(outcome.mean())
    # How clusters differ is in the variance already, unless all of their outcomes are the same.
    count = units if share in {0.0, 1.0} else len(outcome)
    drawn = (share * count + 1) / (count + 2)
    return max(0.0, drawn * (1 - drawn) / (count + 2) - share * (1 - share) / (count - 1))


def _variance(arms: Arms, pieces: list[_Arm]) -> float:
    """Of the difference; accounts with rows in both arms pull both."""
    pulls = pieces[0].pulls - pieces[1].pulls
    return float((_by_cluster(pulls, arms.clusters) ** 2).sum()) + pieces[0].extra + pieces[1].extra


def _degrees(pieces: list[_Arm]) -> float:
    total = sum(one.variance + one.extra for one in pieces)
    parts = sum((one.variance + one.extra) ** 2 / (one.units - 1) for one in pieces)
    return total**2 / parts if parts else inf
