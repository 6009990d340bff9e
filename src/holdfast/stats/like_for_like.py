"""Differences of shares between those with and without something, like for like, for many things at once."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from holdfast.stats.student import two_sided_t
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

_TINY = 1e-9
_RIDGE = 1e-6
_LEAST_SPREAD = 0.8
"""Of the spread by the outcome's share alone: the larger of two estimates would be too large on average."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of shares.

    Attributes:
        estimate: Share with less share without, among rows alike in all else; 0 where none can be compared.
        error: Its standard error; inf where nothing can be compared.
        degrees: Degrees of freedom of the error.
    """

    estimate: float
    error: float
    degrees: float

    @property
    def low(self) -> float:
        """Lower end of the 95 % range."""
        return self.estimate - self._half

    @property
    def high(self) -> float:
        """Upper end of the 95 % range."""
        return self.estimate + self._half

    @property
    def chance(self) -> float:
        """Of a difference at least so great, either way, where there is none, 0..1."""
        if not np.isfinite(self.error) or self.error <= 0:
            return 1.0
        from scipy.stats import t  # noqa: PLC0415 - a quarter of a second

        return float(2 * t.sf(abs(self.estimate) / self.error, self.degrees))

    @property
    def _half(self) -> float:
        return (
            two_sided_t(0.95, max(1, int(self.degrees))) * self.error if np.isfinite(self.error) else np.inf
        )


class Likes:
    """Rows with an outcome, alike or unlike in known factors.

    Least squares on the factors as they stand, and on the outcome and the thing compared both: right where
    either of the two is a sum of the factors. Errors allow for rows of one customer that go together, and are
    never far below those of the outcome's share alone, which a handful of rows without a single outcome would
    make 0.

    Args:
        factors: Columns of known factors, rows by columns, without the constant.
        outcome: 0 or 1 for each row.
        cluster: Whose row it is, from 0.

    Source:
        Frisch & Waugh 1933, Econometrica 1; Liang & Zeger 1986, Biometrika 73, with the degrees of freedom of
        Satterthwaite 1946, Biometrics Bulletin 2.
    """

    def __init__(self, factors: Reals, outcome: Reals, cluster: Ints) -> None:
        self._columns = np.column_stack([np.ones(len(outcome)), factors])
        self._gram = self._columns.T @ self._columns
        self._gram += _RIDGE * np.eye(len(self._gram))
        self._cluster = cluster
        self._clusters = int(cluster.max()) + 1 if len(cluster) else 0
        self._outcome = self._rest(outcome[:, None])[:, 0]
        share = float(outcome.mean()) if len(outcome) else 0.0
        self._spread = share * (1 - share)

    def differences(self, things: Reals, *, beside: Sequence[int] = ()) -> list[Difference]:
        """For each thing its difference, adjusted for the factors and for some of the other things.

        Args:
            things: 0 or 1, rows by things.
            beside: Places of things that the others are adjusted for; each of these for the others of them.
        """
        rests = self._rest(things)
        return [
            self._difference(rests, place, [one for one in beside if one != place])
            for place in range(things.shape[1])
        ]

    def _difference(self, rests: Reals, place: int, beside: list[int]) -> Difference:
        own, outcome = rests[:, place], self._outcome
        if beside:
            others = rests[:, beside]
            gram = others.T @ others + _RIDGE * np.eye(len(beside))
            own = own - others @ np.linalg.solve(gram, others.T @ own)
            outcome = outcome - others @ np.linalg.solve(gram, others.T @ outcome)
        weight = float(own @ own)
        if weight < _TINY * len(own) or weight < _TINY:
            return Difference(0.0, np.inf, 1.0)
        estimate = float(own @ outcome) / weight
        pulls = np.bincount(self._cluster, own * (outcome - estimate * own), self._clusters)
        parts = np.bincount(self._cluster, own**2, self._clusters)
        degrees = max(1.0, float(parts.sum() ** 2 / (parts**2).sum()) - 1)
        robust = float((pulls**2).sum()) * (degrees + 1) / degrees
        variance = max(robust, _LEAST_SPREAD * self._spread * weight) / weight**2
        return Difference(estimate, sqrt(variance), degrees)

    def _rest(self, columns: Reals) -> Reals:
        """What the factors do not account for."""
        fitted = np.linalg.solve(self._gram, self._columns.T @ columns)
        rest: Reals = columns - self._columns @ fitted
        return rest
