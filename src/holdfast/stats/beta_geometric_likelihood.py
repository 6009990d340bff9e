"""The likelihood of BG/NBD and MBG/NBD at some parameters, with first and second derivatives.

Of a history with x repeats, the last at t, observed to T, with m chances to stop:

    c + ln(exp u + exp v)    u = -(r + x) ln(alpha + T)
                             v = -(r + x) ln(alpha + t) + ln(a / (b + m - 1)), not there where m is 0
    c = ln G(r + x) - ln G(r) + r ln alpha + ln B(a, b + m) - ln B(a, b)

u belongs to a customer who is there still, v to one who stopped after the last purchase.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from holdfast.stats.weighted import total

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.stats.purchase_histories import PurchaseHistories

    Reals = NDArray[np.float64]

R, ALPHA, A, B = range(4)


class AtParameters:
    """Everything that is computed from the parameters and the distinct histories.

    What depends on x, t or T alone is computed for their distinct values and looked up for each row.

    Args:
        values: r, alpha, a, b.
        histories: Distinct rows.
        earlier: Chances to stop before the first repeat, 0 or 1.
    """

    def __init__(self, values: Reals, histories: PurchaseHistories, earlier: int) -> None:
        self._r, self._alpha, self._a, self._b = values
        self._histories = histories
        (self._x, self._of_x), (last, of_last), (end, of_end) = (
            histories.by_repeats,
            histories.by_recency,
            histories.by_observed,
        )
        self._m = self._x + earlier
        # b + m - 1 where there was a chance; infinite, so that every part of v is 0, where there was none.
        self._chances = np.where(self._m > 0, self._b + self._m - 1, np.inf)
        self._shape = (self._r + self._x)[self._of_x]
        self._log_end, self._log_last = np.log(self._alpha + end)[of_end], np.log(self._alpha + last)[of_last]
        self._over_end, self._over_last = (
            (1 / (self._alpha + end))[of_end],
            (1 / (self._alpha + last))[of_last],
        )
        with np.errstate(divide="ignore"):
            odds = np.log(self._a) - np.log(self._chances)
        # v - u; the larger of u and v is taken out of the sum, so that nothing overflows.
        self._beyond = self._shape * (self._log_end - self._log_last) + odds[self._of_x]
        self._small = np.exp(-np.abs(self._beyond))

    @cached_property
    def alive(self) -> Reals:
        """Chance of each row that its customer is there still: exp u / (exp u + exp v)."""
        return np.asarray(np.where(self._beyond > 0, self._small, 1.0) / (1 + self._small))

    def rows(self) -> Reals:
        """Log-likelihood of one customer of each row."""
        from scipy.special import betaln, gammaln  # noqa: PLC0415 - only fits and forecasts pay for it

        r, a, b = self._r, self._a, self._b
        counted = gammaln(r + self._x) - gammaln(r) + r * np.log(self._alpha)
        counted += betaln(a, b + self._m) - betaln(a, b)
        either = np.maximum(self._beyond, 0) + np.log(1 + self._small) - self._shape * self._log_end
        return np.asarray(counted[self._of_x] + either)

    def height_and_slope(self) -> tuple[float, Reals]:
        """Log-likelihood of all customers, and its derivatives in r, alpha, a and b."""
        from scipy.special import psi  # noqa: PLC0415 - as above

        r, a, b, m = self._r, self._a, self._b, self._m
        n, (there, gone) = self._histories.customers, self._weights
        by_x = self._customers_by_x
        both = psi(a + b) - psi(a + b + m)
        slope = (
            by_x @ (psi(r + self._x) - psi(r) + np.log(self._alpha))
            - total(there, self._log_end)
            - total(gone, self._log_last),
            by_x.sum() * r / self._alpha
            - total(there, self._shape * self._over_end)
            - total(gone, self._shape * self._over_last),
            by_x @ both + gone.sum() / a,
            by_x @ (both + psi(b + m) - psi(b)) - self._gone_by_x @ (1 / self._chances),
        )
        return total(n, self.rows()), np.array(slope)

    def curvature(self) -> Reals:
        """Second derivatives of the log-likelihood of all customers, four by four."""
        from scipy.special import polygamma  # noqa: PLC0415 - as above

        r, alpha, a, b, m = self._r, self._alpha, self._a, self._b, self._m
        by_x, (there, gone) = self._customers_by_x, self._weights
        found = self._between()
        both = polygamma(1, a + b) - polygamma(1, a + b + m)
        found[R, R] += by_x @ (polygamma(1, r + self._x) - polygamma(1, r))
        found[R, ALPHA] += by_x.sum() / alpha - total(there, self._over_end) - total(gone, self._over_last)
        found[ALPHA, ALPHA] += total(there, self._shape * self._over_end**2) - by_x.sum() * r / alpha**2
        found[ALPHA, ALPHA] += total(gone, self._shape * self._over_last**2)
        found[A, A] += by_x @ both - gone.sum() / a**2
        found[A, B] += by_x @ both
        found[B, B] += by_x @ (both + polygamma(1, b + m) - polygamma(1, b))
        found[B, B] += self._gone_by_x @ self._chances**-2
        return np.triu(found) + np.triu(found, 1).T

    def _between(self) -> Reals:
        """Of the sum of exp u and exp v: their shares times products of the differences of slopes."""
        there, _ = self._weights
        shared = there * (1 - self.alive)
        stops = (1 / self._chances)[self._of_x]
        # Slopes of u less those of v, in r, alpha, a and b.
        apart = (
            self._log_last - self._log_end,
            self._shape * (self._over_last - self._over_end),
            np.full(len(stops), -1 / self._a),
            stops,
        )
        found = np.zeros((4, 4))
        for i, one in enumerate(apart):
            weighted = shared * one
            for j in range(i, 4):
                found[i, j] = total(weighted, apart[j])
        return found

    @cached_property
    def _weights(self) -> tuple[Reals, Reals]:
        """Customers of each row who are there still, and who are not, as shares of them."""
        there = self._histories.customers * self.alive
        return there, self._histories.customers - there

    @cached_property
    def _gone_by_x(self) -> Reals:
        return np.asarray(np.bincount(self._of_x, self._weights[1]), np.float64)

    @property
    def _customers_by_x(self) -> Reals:
        return self._histories.customers_by_repeats
