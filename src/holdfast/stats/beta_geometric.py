"""Purchases at a customer's own rate, who may stop after any of them: what BG/NBD and MBG/NBD share.

Rates differ between customers as a gamma distribution (shape ``r``, rate ``alpha``), the chance to stop after
a purchase as a beta distribution (``a``, ``b``). In BG/NBD a customer can first stop after the first repeat,
in MBG/NBD after the very first purchase: that is one chance to stop more, and the only difference.

A history with ``x`` repeats, the last at ``t``, observed to ``T``, has had ``m`` chances: ``x`` or ``x + 1``.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from holdfast.stats.beta_geometric_likelihood import AtParameters
from holdfast.stats.maximum_likelihood import Maximum, maximise
from holdfast.stats.nbd import unless_nobody_leaves
from holdfast.stats.quadrature import beta_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.stats.purchase_histories import PurchaseHistories

    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BetaGeometric:
    """Parameters of one of the two models, all above 0; ``alpha`` is in the unit of time of the histories.

    Attributes:
        r: Shape of the purchase rates; small where customers differ much.
        alpha: Rate of the purchase rates: the mean rate is ``r / alpha`` per unit of time.
        a: First parameter of the chance to stop: its mean is ``a / (a + b)``.
        b: Second parameter of the chance to stop.
    """

    r: float
    alpha: float
    a: float
    b: float

    EARLIER_CHANCES: ClassVar[int] = 0
    """Chances to stop before the first repeat."""
    TITLE: ClassVar[str] = "BG/NBD"
    """The model, for an error."""

    def log_likelihood(self, histories: PurchaseHistories) -> Reals:
        """Log-likelihood of one customer of each row; a density in times: its level depends on their unit."""
        return self._at(histories).rows()

    def probability_alive(self, histories: PurchaseHistories) -> Reals:
        """Chance, 0..1, that a customer of each row has not stopped by the end of the calibration."""
        return self._at(histories).alive

    def expected_purchases(self, histories: PurchaseHistories, time: float) -> Reals:
        """Days with a purchase to expect of a customer of each row within a time after the calibration."""
        x, which = histories.by_repeats
        ends, end = histories.by_observed
        pairs, pair = np.unique(which * len(ends) + end, return_inverse=True)
        repeats, observed = x[pairs // len(ends)], ends[pairs % len(ends)]
        alive = self._expected_of_alive(repeats, observed, time)
        return np.asarray(self.probability_alive(histories) * alive[pair])

    def expected_of_new(self, time: float) -> float:
        """Days with a repeat to expect of a new customer within a time after the first purchase."""
        if not self.EARLIER_CHANCES:
            return float(self._expected_of_alive(np.array([0]), np.array([0.0]), time)[0])
        # Who has not stopped at once is where a customer of no repeats and no time stands.
        staying = self.b / (self.a + self.b)
        return staying * float(self._expected_of_alive(np.array([0]), np.array([0.0]), time)[0])

    def probability_of(self, repeats: int, time: float) -> float:
        """Chance, 0..1, that a new customer has so many days with a repeat within a time."""
        from scipy.special import betainc, betaln, gammaln  # noqa: PLC0415 - only fits and forecasts pay for it

        r, a, b, n = self.r, self.a, self.b, repeats
        chances = n + self.EARLIER_CHANCES
        odds = time / (self.alpha + time)
        exactly = gammaln(r + n) - gammaln(r) - gammaln(n + 1) + r * np.log1p(-odds) + n * np.log(odds)
        never_stopped = np.exp(betaln(a, b + chances) - betaln(a, b) + exactly)
        if not chances:
            return float(never_stopped)
        stopped = np.exp(betaln(a + 1, b + chances - 1) - betaln(a, b))
        return float(never_stopped + stopped * (betainc(n, r, odds) if n else 1.0))

    def _at(self, histories: PurchaseHistories) -> AtParameters:
        return AtParameters(np.array(astuple(self)), histories, self.EARLIER_CHANCES)

    def _expected_of_alive(self, repeats: NDArray[np.int64], observed: Reals, time: float) -> Reals:
        """Expectation given that the customer has not stopped: the mean over the chance p to stop.

        A customer of rate l and chance p buys (1 - exp(-l p t)) / p times; over l that is
        (1 - (1 + p t / (alpha + T))^-(r + x)) / p. The published form with 2F1 is the same integral.
        """
        chances = repeats + self.EARLIER_CHANCES
        shape, rate = self.r + repeats, self.alpha + observed
        return beta_mean(
            lambda p, rows: -np.expm1(-shape[rows, None] * np.log1p(p * time / rate[rows, None])) / p,
            self.a,
            np.asarray(self.b + chances, float),
        )

    @classmethod
    def at_maximum(cls, histories: PurchaseHistories) -> tuple[Self, Maximum]:
        """The parameters of highest likelihood.

        Raises:
            NobodyLeavesError: It has no maximum, and NBD is as likely.
            InputError: The fit did not converge.
        """
        rate = max(float(np.average(histories.observed, weights=histories.customers)), 1e-9)

        def fit() -> Maximum:
            return maximise(
                lambda values: AtParameters(values, histories, cls.EARLIER_CHANCES).height_and_slope(),
                [(0.5, rate / 2, 0.8, 2.0)],
                names=("r", "alpha", "a", "b"),
                what=cls.TITLE,
                others=[(1.0, rate, 0.3, 3.0), (2.0, rate / 5, 2.0, 8.0)],
                curvature=lambda values: AtParameters(values, histories, cls.EARLIER_CHANCES).curvature(),
            )

        found = unless_nobody_leaves(fit, histories, what=cls.TITLE)
        return cls(*found.values), found
