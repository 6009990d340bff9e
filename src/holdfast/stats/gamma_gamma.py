"""Gamma-Gamma: what customers spend on a day with a purchase, where they differ in their own mean."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.maximum_likelihood import Maximum, maximise
from holdfast.stats.weighted import total

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Reals = NDArray[np.float64]
    Wholes = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Spending:
    """What customers with at least one repeat spent on the days of their repeats, one row each.

    Attributes:
        repeats: Days with a purchase after the first, from 1.
        total: Money spent on those days together, above 0, in units of the currency.
        customers: How many customers share the row.
    """

    repeats: Wholes
    total: Reals
    customers: Wholes

    @classmethod
    def of(
        cls,
        repeats: ArrayLike,
        total_minor: ArrayLike,
        *,
        customers: ArrayLike | None = None,
        minor_per_unit: int = 100,
    ) -> Spending:
        """Rows in minor units of money, checked.

        Args:
            repeats: Days with a purchase after the first.
            total_minor: Minor units of money spent on those days together.
            customers: Customers of each row; 1 each where it is left out.
            minor_per_unit: Minor units in the unit that parameters and results are in.

        Raises:
            InputError: A customer without a repeat or without spending is among them, or lengths differ.
        """
        x, money = np.asarray(repeats), np.asarray(total_minor, float)
        weights = np.ones(x.shape, np.int64) if customers is None else np.asarray(customers)
        if not x.shape == money.shape == weights.shape or x.ndim != 1:
            raise InputError("spending", "columns of several lengths were given", "columns of one length")
        _refuse(x < 1, "repeats", "without a repeat", "their mean over no days is not known")
        _refuse(~(money > 0), "total_minor", "who spent nothing or less", "a spend of 0 has no likelihood")
        _refuse(weights < 1, "customers", "of fewer than 1 customer", "a row stands for somebody")
        return cls(x.astype(np.int64), money / minor_per_unit, weights.astype(np.int64))

    @property
    def mean(self) -> Reals:
        """Mean spending of each row on a day with a purchase."""
        return self.total / self.repeats

    def correlation(self) -> float:
        """Pearson's correlation of how often and how much, over customers; 0 where one never differs.

        The model takes them for independent: far from 0, say above 0.3, its values are biased.
        """
        x, mean, weights = self.repeats.astype(float), self.mean, self.customers
        x, mean = x - np.average(x, weights=weights), mean - np.average(mean, weights=weights)
        spread = float(np.sqrt((weights @ (x * x)) * (weights @ (mean * mean))))
        return float(weights @ (x * mean)) / spread if spread > 0 else 0.0


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """Parameters of the model, all above 0.

    Attributes:
        p: Shape of what a customer spends from day to day.
        q: Shape of the differences between customers; the mean over customers exists above 1.
        gamma: Scale of the differences between customers, in the unit of money.

    >>> cdnow = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    >>> round(cdnow.mean, 2), cdnow.expected_spend([2], [45.0]).round(2).tolist()
    (35.22, [24.79])

    Source:
        Fader, Hardie & Lee 2005, RFM and CLV, Journal of Marketing Research 42; Fader & Hardie 2013, The
        Gamma-Gamma model of monetary value (note 025).
    """

    p: float
    q: float
    gamma: float

    def log_likelihood(self, spending: Spending) -> Reals:
        """Log-likelihood of one customer of each row: a density in the mean spend, in the unit of money."""
        return _rows(np.array(astuple(self)), spending)

    def expected_spend(self, repeats: ArrayLike, total: ArrayLike) -> Reals:
        """Mean spend of a day to expect of customers who spent a total on their repeats; linear in the total.

        Without a repeat (and a total of 0) it is the mean over all customers.

        Raises:
            InputError: The mean over customers does not exist (``q`` is at most 1) for one without repeats.
        """
        x, money = np.asarray(repeats, float), np.asarray(total, float)
        shape = self.p * x + self.q - 1
        if np.any(shape <= 0):
            raise InputError(
                "gamma_gamma",
                f"q is {self.q:.3g}, so that customers without repeats have no mean",
                "q above 1",
                "Give more customers, or leave out those without repeats",
            )
        return np.asarray(self.p * (self.gamma + money) / shape)

    @property
    def mean(self) -> float:
        """Mean spend of a day over all customers; infinite where ``q`` is at most 1."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("inf")

    @classmethod
    def at_maximum(cls, spending: Spending) -> tuple[Self, Maximum]:
        """The parameters of highest likelihood.

        Raises:
            InputError: The fit did not converge.
        """
        if not len(spending.repeats):
            raise InputError("spending", "no customer with a repeat was given", "some", "Wait for repeats")
        typical = float(np.average(spending.mean, weights=spending.customers))

        def likelihood(values: Reals) -> tuple[float, Reals]:
            return total(spending.customers, _rows(values, spending)), _slope(values, spending)

        starts = [(p, q, typical * (q - 1) / p) for p, q in ((6.0, 4.0), (1.5, 2.5), (20.0, 10.0))]
        found = maximise(likelihood, starts, names=("p", "q", "gamma"), what="Gamma-Gamma")
        return cls(*found.values), found


def _rows(values: Reals, spending: Spending) -> Reals:
    from scipy.special import gammaln  # noqa: PLC0415 - only fits and forecasts pay for it

    p, q, gamma = values
    x, money = spending.repeats, spending.total
    shape = p * x
    constants = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(gamma) + np.log(x)
    return np.asarray(constants + (shape - 1) * np.log(money) - (shape + q) * np.log(gamma + money))


def _slope(values: Reals, spending: Spending) -> Reals:
    """Derivatives of the log-likelihood of all customers in p, q and gamma."""
    from scipy.special import psi  # noqa: PLC0415 - as above

    p, q, gamma = values
    x, money, weights = spending.repeats, spending.total, spending.customers
    shape, log_both = p * x, np.log(gamma + money)
    both = psi(shape + q)
    return np.array(
        [
            total(weights, x * (both - psi(shape) + np.log(money) - log_both)),
            total(weights, both - psi(q) + np.log(gamma) - log_both),
            total(weights, q / gamma - (shape + q) / (gamma + money)),
        ]
    )


def _refuse(wrong: NDArray[Any], name: str, who: str, why: str) -> None:
    if np.any(wrong):
        raise InputError(
            name,
            f"{int(np.sum(wrong))} rows {who} were given",
            "rows to leave out of the fit",
            why.capitalize(),
        )
