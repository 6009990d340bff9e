"""NBD: customers buy at their own rate and nobody ever leaves; the limit of the other models of buying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from holdfast.stats.maximum_likelihood import Maximum, UndeterminedError, maximise
from holdfast.stats.repeat_model import NobodyLeavesError
from holdfast.stats.weighted import total

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from holdfast.stats.purchase_histories import PurchaseHistories

    Reals = NDArray[np.float64]

# By Akaike's criterion two parameters more have to gain 2 of log-likelihood; this is half of it.
_NO_GAIN = 1.0


@dataclass(frozen=True, slots=True)
class Nbd:
    """Parameters of the model, above 0; ``alpha`` is in the unit of time of the histories.

    Rates differ between customers as a gamma distribution. BG/NBD and MBG/NBD come down to it as the chance
    to stop goes to 0, Pareto/NBD as the rate of leaving does: all log-likelihoods are of one scale.

    Attributes:
        r: Shape of the purchase rates; small where customers differ much.
        alpha: Rate of the purchase rates: the mean rate is ``r / alpha`` per unit of time.

    >>> Nbd(r=0.5, alpha=10.0).expected_of_new(52)
    2.6

    Source:
        Ehrenberg 1959, The pattern of consumer purchases, Applied Statistics 8(1); Morrison & Schmittlein
        1988, Generalizing the NBD model for customer purchases, Journal of Business and Economic
        Statistics 6(2).
    """

    r: float
    alpha: float

    def log_likelihood(self, histories: PurchaseHistories) -> Reals:
        """Log-likelihood of one customer of each row; a density in times: its level depends on their unit."""
        from scipy.special import gammaln  # noqa: PLC0415 - only fits and forecasts pay for it

        r, alpha, x = self.r, self.alpha, histories.repeats
        counted = gammaln(r + x) - gammaln(r)
        return np.asarray(counted + r * np.log(alpha) - (r + x) * np.log(alpha + histories.observed))

    def probability_alive(self, histories: PurchaseHistories) -> Reals:
        """1 for the customers of each row: nobody leaves."""
        return np.ones(len(histories.repeats))

    def expected_purchases(self, histories: PurchaseHistories, time: float) -> Reals:
        """Days with a purchase to expect of a customer of each row within a time after the calibration."""
        rate = (self.r + histories.repeats) / (self.alpha + histories.observed)
        return np.asarray(rate * time, np.float64)

    def expected_of_new(self, time: float) -> float:
        """Days with a repeat to expect of a new customer within a time after the first purchase."""
        return self.r / self.alpha * time

    @classmethod
    def at_maximum(cls, histories: PurchaseHistories) -> tuple[Self, Maximum]:
        """The parameters of highest likelihood.

        Raises:
            InputError: The fit did not converge.
        """
        rate = max(float(np.average(histories.observed, weights=histories.customers)), 1e-9)

        def likelihood(values: Reals) -> tuple[float, Reals]:
            height = total(histories.customers, cls(*values).log_likelihood(histories))
            return height, _slope(values, histories)

        starts = [(0.5, rate / 2), (2.0, rate)]
        found = maximise(likelihood, starts, names=("r", "alpha"), what="NBD")
        return cls(*found.values), found


def unless_nobody_leaves(fit: Callable[[], Maximum], histories: PurchaseHistories, *, what: str) -> Maximum:
    """What a fit of a model with leaving finds.

    Args:
        fit: Of the model.
        histories: That it is fitted on.
        what: The model, for the error.

    Raises:
        NobodyLeavesError: It has no maximum, and NBD is as likely.
        InputError: It has none for another reason.
    """
    try:
        return fit()
    except UndeterminedError as error:
        if not _is_as_likely(histories, error.height):
            raise
        raise NobodyLeavesError(
            what,
            "the purchases show nobody leaving: they are likeliest where no customer ever stops",
            "customers whose purchases end",
            "Use the model nbd, in which nobody leaves, or give a longer history",
        ) from error


def _is_as_likely(histories: PurchaseHistories, height: float) -> bool:
    """NBD has a maximum, which is as high."""
    try:
        return Nbd.at_maximum(histories)[1].log_likelihood > height - _NO_GAIN
    except UndeterminedError:
        return False


def _slope(values: Reals, histories: PurchaseHistories) -> Reals:
    """Derivatives of the log-likelihood of all customers in r and alpha."""
    from scipy.special import psi  # noqa: PLC0415 - as above

    r, alpha = values
    x, end, weights = histories.repeats, histories.observed, histories.customers
    by_r = psi(r + x) - psi(r) + np.log(alpha) - np.log(alpha + end)
    return np.array([total(weights, by_r), total(weights, r / alpha - (r + x) / (alpha + end))])
