"""Pareto/NBD: customers buy at their own rate until a moment of their own, which nobody sees."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from holdfast.stats.maximum_likelihood import Maximum, maximise
from holdfast.stats.nbd import unless_nobody_leaves
from holdfast.stats.quadrature import unit_rule
from holdfast.stats.weighted import total, totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.stats.purchase_histories import PurchaseHistories

    Reals = NDArray[np.float64]

_POINTS = 48
# Rows whose points are held at once: 5 MB for each of the arrays of points.
_BLOCK = 12_500


@dataclass(frozen=True, slots=True)
class ParetoNbd:
    """Parameters of Pareto/NBD, all above 0; times are in the unit of the histories.

    Attributes:
        r: Shape of the purchase rates; small where customers differ much.
        alpha: Rate of the purchase rates: the mean rate is ``r / alpha`` per unit of time.
        s: Shape of the rates of leaving.
        beta: Rate of the rates of leaving.

    >>> cdnow = ParetoNbd(r=0.5533, alpha=10.5777, s=0.6062, beta=11.6687)
    >>> round(cdnow.expected_of_new(52), 3)
    1.474

    Source:
        Schmittlein, Morrison & Colombo 1987, Counting your customers, Management Science 33(1); Fader, Hardie
        & Lee 2005, A note on deriving the Pareto/NBD model. The closed form with a difference of two 2F1 is
        written here as the integral over the moment of leaving that it stands for: every term is positive.
    """

    r: float
    alpha: float
    s: float
    beta: float

    def log_likelihood(self, histories: PurchaseHistories) -> Reals:
        """Log-likelihood of one customer of each row; a density in times: its level depends on their unit."""
        return self._terms(histories)[0]

    def probability_alive(self, histories: PurchaseHistories) -> Reals:
        """Chance, 0..1, that a customer of each row has not left by the end of the calibration."""
        return self._terms(histories)[1]

    def expected_purchases(self, histories: PurchaseHistories, time: float) -> Reals:
        """Days with a purchase to expect of a customer of each row within a time after the calibration."""
        rate = (self.r + histories.repeats) / (self.alpha + histories.observed)
        return np.asarray(self.probability_alive(histories) * rate * self._lasting(histories.observed, time))

    def expected_of_new(self, time: float) -> float:
        """Days with a repeat to expect of a new customer within a time after the first purchase."""
        return float(self.r / self.alpha * self._lasting(np.array(0.0), time))

    def probability_of(self, repeats: int, time: float) -> float:
        """Chance, 0..1, that a new customer has so many days with a repeat within a time."""
        from scipy.special import gammaln  # noqa: PLC0415 - only fits and forecasts pay for it

        r, n = self.r, repeats
        counting = gammaln(r + n) - gammaln(r) - gammaln(n + 1)

        def while_there(until: Reals) -> Reals:
            odds = until / (self.alpha + until)
            return np.asarray(np.exp(counting + r * np.log1p(-odds) + n * np.log(odds)))

        # The moment of leaving by its share of customers: all are equally likely, so plain points serve.
        left = -np.expm1(-self.s * np.log1p(time / self.beta))
        shares, weights = unit_rule(4 * _POINTS)
        moments = self.beta * np.expm1(-np.log1p(-left * shares) / self.s)
        leaving = left * float(weights @ while_there(moments))
        return float((1 - left) * while_there(np.array(time)) + leaving)

    def _terms(self, histories: PurchaseHistories) -> tuple[Reals, Reals]:
        parts = [_Terms(np.array(astuple(self)), block) for block in histories.blocks(_BLOCK)]
        return np.concatenate([part.rows for part in parts]), np.concatenate([part.alive for part in parts])

    def _lasting(self, observed: Reals, time: float) -> Reals:
        """Time a customer who is there after so long is to be expected to stay, of the time given."""
        from scipy.special import exprel  # noqa: PLC0415 - as above

        grown = np.log1p(time / (self.beta + observed))
        # At s = 1 the published form is 0/0 and its limit a logarithm; this form has no such place.
        return np.asarray((self.beta + observed) * grown * exprel((1 - self.s) * grown))

    @classmethod
    def at_maximum(cls, histories: PurchaseHistories) -> tuple[Self, Maximum]:
        """The parameters of highest likelihood.

        Raises:
            NobodyLeavesError: It has no maximum, and NBD is as likely.
            InputError: The fit did not converge.
        """
        rate = max(float(np.average(histories.observed, weights=histories.customers)), 1e-9)

        blocks = histories.blocks(_BLOCK)

        def likelihood(values: Reals) -> tuple[float, Reals]:
            height, slope = 0.0, np.zeros(4)
            for block in blocks:
                terms = _Terms(values, block)
                height += total(block.customers, terms.rows)
                slope += totals(block.customers, terms.slopes())
            return height, slope

        starts = [(0.5, rate / 3, 0.6, rate / 3), (1.0, rate, 1.5, 2 * rate)]
        names = ("r", "alpha", "s", "beta")
        found = unless_nobody_leaves(
            lambda: maximise(likelihood, starts, names=names, what="Pareto/NBD"), histories, what="Pareto/NBD"
        )
        return cls(*found.values), found


class _Terms:
    """Log-likelihood of each row, the chance to be there still, and the derivatives.

    A row's likelihood is C · (there + left), with C = G(r + x) / G(r) · alpha^r · beta^s,
    there = (alpha + T)^-(r + x) · (beta + T)^-s, and left the integral over u from t to T of
    s · (alpha + u)^-(r + x) · (beta + u)^-(s + 1).
    """

    def __init__(self, values: Reals, histories: PurchaseHistories) -> None:
        from scipy.special import gammaln  # noqa: PLC0415 - as above

        self._values, self._histories = values, histories
        r, alpha, s, beta = values
        x, last, end = histories.repeats, histories.recency, histories.observed
        self._counted, self._which = histories.by_repeats
        shape = r + x
        self._there = -shape * np.log(alpha + end) - s * np.log(beta + end)
        self._log_alpha, self._log_beta, leaving = _leaving(values, shape, last, end)
        most = np.maximum(leaving.max(axis=1), -1e300)  # a customer of the last day had no time to leave
        parts = np.exp(leaving - most[:, None])
        whole = parts.sum(axis=1)
        with np.errstate(divide="ignore"):
            left = np.log(s) + most + np.log(whole)
        either = np.logaddexp(self._there, left)
        constant = gammaln(r + self._counted) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        self.rows: Reals = constant[self._which] + either
        self.alive: Reals = np.exp(self._there - either)
        self._shares = parts / np.where(whole > 0, whole, 1)[:, None] * (1 - self.alive)[:, None]
        self._shape = shape

    def slopes(self) -> Reals:
        """Derivatives of each row in r, alpha, s and beta: one column each."""
        from scipy.special import psi  # noqa: PLC0415 - as above

        r, alpha, s, beta = self._values
        end, alive, shares = self._histories.observed, self.alive, self._shares
        log_alpha = alive * np.log(alpha + end) + (shares * self._log_alpha).sum(axis=1)
        log_beta = alive * np.log(beta + end) + (shares * self._log_beta).sum(axis=1)
        over_alpha = alive / (alpha + end) + (shares * np.exp(-self._log_alpha)).sum(axis=1)
        over_beta = s * alive / (beta + end) + (s + 1) * (shares * np.exp(-self._log_beta)).sum(axis=1)
        return np.column_stack(
            (
                (psi(r + self._counted) - psi(r))[self._which] + np.log(alpha) - log_alpha,
                r / alpha - self._shape * over_alpha,
                np.log(beta) - log_beta + (1 - alive) / s,
                s / beta - over_beta,
            )
        )


def _leaving(values: Reals, shape: Reals, last: Reals, end: Reals) -> tuple[Reals, Reals, Reals]:
    """At points between the last purchase and the end: two logarithms, and that of the weighted integrand.

    The integrand falls about as a power of what is smaller, alpha + u or beta + u. Points are spread evenly
    in that power, and closer towards the end, where it may be another: 48 of them give the tenth digit.
    """
    _, alpha, s, beta = values
    even, weights = unit_rule(_POINTS)
    shares, weights = 1 - (1 - even) ** 3, 3 * (1 - even) ** 2 * weights
    first = min(alpha, beta)
    length = np.log1p((end - last) / (first + last))
    steep = np.maximum((shape / (alpha + last) + (s + 1) / (beta + last)) * (first + last) - 1, 1e-3)
    reach = -np.expm1(-steep * length)
    passed = -np.log1p(-reach[:, None] * shares) / steep[:, None]
    moments = last[:, None] + (first + last)[:, None] * np.expm1(passed)
    log_alpha, log_beta = np.log(alpha + moments), np.log(beta + moments)
    with np.errstate(divide="ignore"):
        scale = np.log(reach / steep) + np.log(first + last)
    jacobian = scale[:, None] + (1 + steep)[:, None] * passed + np.log(weights)
    return log_alpha, log_beta, jacobian - shape[:, None] * log_alpha - (s + 1) * log_beta
