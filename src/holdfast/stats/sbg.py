"""Shifted beta-geometric: how long customers renew a contract, where chances to leave differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.maximum_likelihood import Maximum, maximise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sbg:
    """Parameters of the beta distribution of the chance to leave at a renewal, both above 0.

    The mean chance is ``alpha / (alpha + beta)`` at the first renewal and falls from one to the next, because
    those likely to leave have left.

    >>> regular = Sbg(alpha=0.70408, beta=1.18204)
    >>> round(regular.survival(12), 3), round(regular.retention_rate(1), 3)
    (0.17, 0.627)

    Source:
        Fader & Hardie 2007, How to project customer retention, Journal of Interactive Marketing 21(1).
    """

    alpha: float
    beta: float

    def survival(self, renewals: int) -> float:
        """Share of customers, 0..1, who are still there after so many renewals; 1 after none."""
        return float(np.exp(_log_survival(np.array([self.alpha, self.beta]), np.array([renewals]))[0]))

    def survivals(self, renewals: int) -> Reals:
        """The same after none, one … so many renewals; shape (renewals + 1,)."""
        return np.exp(_log_survival(np.array([self.alpha, self.beta]), np.arange(renewals + 1)))

    def after(self, renewals: int) -> Self:
        """The distribution among those who have made so many: a beta distribution again."""
        return type(self)(self.alpha, self.beta + renewals)

    def retention_rate(self, renewal: int) -> float:
        """Share, 0..1, of those who are there before a renewal (1, 2, ...) who renew."""
        if renewal < 1:
            raise InputError("renewal", f"{renewal} was given", "the number of a renewal, from 1")
        return (self.beta + renewal - 1) / (self.alpha + self.beta + renewal - 1)

    def expected_lifetime(
        self, discount_rate: float, *, renewed: int = 0, periods: int | None = None
    ) -> float:
        """Discounted number of periods a customer is to be expected to stay, the one that begins included.

        Args:
            discount_rate: Per period, from 0; 0.1 values a payment a period later at 1 / 1.1 of one today.
            renewed: Renewals the customer is known to have made; 0 is a new customer.
            periods: Count no more periods than this; None counts all.

        Raises:
            InputError: Without a discount and a limit the sum is infinite where ``alpha`` is at most 1.

        Source:
            Fader & Hardie 2010, Customer-base valuation in a contractual setting, Marketing Science 29(1).
        """
        if discount_rate < 0 or renewed < 0 or (periods is not None and periods < 1):
            raise InputError(
                "discount_rate",
                f"{discount_rate} for {periods} periods after {renewed} renewals was given",
                "a rate from 0, at least one period and no renewals below 0",
            )
        known = self.after(renewed)
        if periods is not None:
            times = np.arange(periods)
            return float(known.survivals(periods - 1) @ (1 + discount_rate) ** -times.astype(float))
        if discount_rate > 0:
            return _discounted(known.alpha, known.beta, discount_rate)
        if self.alpha <= 1:
            raise InputError(
                "discount_rate",
                f"0 was given where alpha is {self.alpha:.3g}: some stay so long that the sum is infinite",
                "a discount rate above 0 or a number of periods",
                "Give the rate at which you discount, or the longest time to count",
            )
        return (known.alpha + known.beta - 1) / (known.alpha - 1)

    @classmethod
    def at_maximum(cls, left: Mapping[int, int], still_there: Mapping[int, int]) -> tuple[Self, Maximum]:
        """The parameters of highest likelihood.

        Args:
            left: Number of the renewal (1, 2, ...) to how many customers left at it.
            still_there: Number of renewals made to how many customers have made exactly these and had no
                other yet. Who has renewed seven times is at 7: one more gives published data an alpha of
                0.62 instead of 0.70.

        Raises:
            InputError: A count is impossible, or the fit did not converge.
        """
        if any(n < 1 for n in left) or any(n < 0 for n in still_there) or _least(left, still_there) < 0:
            raise InputError(
                "left", "a renewal below 1 or a count below 0 was given", "renewals from 1 and counts from 0"
            )
        gone, kept = np.array(sorted(left)), np.array(sorted(still_there))
        if len([n for n in gone if left[n]]) < _RENEWALS:
            raise InputError(
                "left",
                f"customers left at {len(gone)} renewal(s)",
                f"customers who left at {_RENEWALS} renewals or more",
                "Wait until more renewals are due",
            )
        weights = np.array([left[n] for n in gone]), np.array([still_there[n] for n in kept])

        def likelihood(values: Reals) -> tuple[float, Reals]:
            return _height_and_slope(values, (gone, kept), weights)

        found = maximise(likelihood, [(1.0, 2.0), (0.5, 5.0)], names=("alpha", "beta"), what="sBG")
        return cls(*found.values), found


_RENEWALS = 2


def _least(*histograms: Mapping[int, int]) -> int:
    return min((count for histogram in histograms for count in histogram.values()), default=0)


def _discounted(alpha: float, beta: float, rate: float) -> float:
    from scipy.special import hyp2f1  # noqa: PLC0415 - only fits and forecasts pay for it

    return float(hyp2f1(1, beta, alpha + beta, 1 / (1 + rate)))


def _log_survival(values: Reals, renewals: NDArray[np.int64]) -> Reals:
    from scipy.special import betaln  # noqa: PLC0415 - as above

    alpha, beta = values
    return np.asarray(betaln(alpha, beta + renewals) - betaln(alpha, beta))


def _height_and_slope(
    values: Reals, times: tuple[NDArray[np.int64], ...], weights: tuple[NDArray[np.int64], ...]
) -> tuple[float, Reals]:
    """Log-likelihood and its derivatives in alpha and beta.

    The chance to leave at renewal t is B(alpha + 1, beta + t - 1) / B(alpha, beta).
    """
    from scipy.special import betaln, psi  # noqa: PLC0415 - as above

    alpha, beta = values
    (gone, kept), (left, there) = times, weights
    height = left @ (betaln(alpha + 1, beta + gone - 1) - betaln(alpha, beta)) + there @ _log_survival(
        values, kept
    )
    none = psi(alpha + beta)
    after_left, after_kept = psi(alpha + beta + gone), psi(alpha + beta + kept)
    slope = (
        left @ (psi(alpha + 1) - psi(alpha) + none - after_left) + there @ (none - after_kept),
        left @ (psi(beta + gone - 1) - psi(beta) + none - after_left)
        + there @ (psi(beta + kept) - psi(beta) + none - after_kept),
    )
    return float(height), np.array(slope)
