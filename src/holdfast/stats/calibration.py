"""Do chances come true? Brier score, calibration error, reliability, and how well ranks tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.ridge import expit, logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

BINS = 10
_EDGE = 1e-6
_ONE_IN_TWENTY = 1.6449
"""Standard deviations above which a normal variable lies one time in twenty."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Customers with chances near each other.

    Attributes:
        customers: How many, at least 1.
        expected: Mean chance, 0..1.
        happened: Share for whom it happened, 0..1.
    """

    customers: int
    expected: float
    happened: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How chances stand to what happened.

    Attributes:
        customers: Chances that were checked.
        events: For how many it happened.
        brier: Mean squared difference of chance and outcome, 0 best; 0.25 tossing a coin.
        brier_of_base: The same where everybody is given the share of events.
        error: Mean distance of expected and happened over the bins, weighted by customers, 0..1.
        error_by_chance: What the error would be on average were every chance exactly right.
        auc: Chance that one for whom it happened has the higher chance than one for whom not; None where all
            or none happened.
        auc_by_lot: What an order by lot stays below nineteen times in twenty; None likewise.
        bins: By chance, from low to high, of about equal size.
    """

    customers: int
    events: int
    brier: float
    brier_of_base: float
    error: float
    error_by_chance: float
    auc: float | None
    auc_by_lot: float | None
    bins: tuple[Bin, ...]


def calibration(chances: Reals, outcomes: Reals, *, bins: int = BINS) -> Calibration:
    """How chances stand to outcomes.

    >>> import numpy as np
    >>> found = calibration(np.array([0.1, 0.2, 0.8, 0.9]), np.array([0.0, 0.0, 1.0, 1.0]), bins=2)
    >>> round(found.brier, 3), round(found.error, 2), found.auc
    (0.025, 0.15, 1.0)

    Args:
        chances: 0..1.
        outcomes: 0 or 1, one for each chance.
        bins: Most bins.

    Raises:
        InputError: There are none, or they are not as many.

    Source:
        Brier 1950, Monthly Weather Review 78; Naeini, Cooper & Hauskrecht 2015, AAAI 29 (expected calibration
        error, in bins of equal size).
    """
    if not len(chances) or len(chances) != len(outcomes):
        raise InputError("chances", f"{len(chances)} for {len(outcomes)} outcomes", "as many, at least one")
    order = np.argsort(chances, kind="stable")
    parts = [part for part in np.array_split(order, min(bins, len(order))) if len(part)]
    found = tuple(Bin(len(p), float(chances[p].mean()), float(outcomes[p].mean())) for p in parts)
    base = float(outcomes.mean())
    return Calibration(
        customers=len(chances),
        events=int(outcomes.sum()),
        brier=float(((chances - outcomes) ** 2).mean()),
        brier_of_base=base * (1 - base),
        error=sum(abs(one.expected - one.happened) * one.customers for one in found) / len(chances),
        error_by_chance=_error_by_chance(chances, parts),
        auc=auc(chances, outcomes),
        auc_by_lot=auc_by_lot(chances, outcomes),
        bins=found,
    )


def _error_by_chance(chances: Reals, parts: list[NDArray[np.int64]]) -> float:
    """Mean distance in each bin of a normal variable with the bin's own spread."""
    spread = [np.sqrt((chances[part] * (1 - chances[part])).sum()) for part in parts]
    return float(np.sqrt(2 / np.pi) * sum(spread) / len(chances))


def auc(chances: Reals, outcomes: Reals) -> float | None:
    """Area under the curve of hits and false alarms; None where all or none happened.

    Source:
        Hanley & McNeil 1982, Radiology 143: the statistic of Mann and Whitney.
    """
    events = outcomes.sum()
    others = len(outcomes) - events
    if not events or not others:
        return None
    _, place, count = np.unique(chances, return_inverse=True, return_counts=True)
    # Ties share the mean of their ranks.
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((ranks[outcomes > 0].sum() - events * (events + 1) / 2) / (events * others))


def auc_by_lot(chances: Reals, outcomes: Reals) -> float | None:
    """What the area stays below nineteen times in twenty where chances say nothing; None as for `auc`.

    Source:
        Lehmann 1975, Nonparametrics, section 1.4: the normal approximation to Mann and Whitney, with ties.
    """
    events, every = float(outcomes.sum()), len(outcomes)
    others = every - events
    if not events or not others:
        return None
    _, count = np.unique(chances, return_counts=True)
    ties = float((count.astype(np.float64) ** 3 - count).sum()) / (every * (every - 1))
    return float(0.5 + _ONE_IN_TWENTY * np.sqrt(max(every + 1 - ties, 0.0) / (12 * events * others)))


def log_loss(chances: Reals, outcomes: Reals) -> Reals:
    """Minus the log of the chance of what happened, one for each."""
    kept = np.clip(chances, _EDGE, 1 - _EDGE)
    losses: Reals = -(outcomes * np.log(kept) + (1 - outcomes) * np.log1p(-kept))
    return losses


def rescaled(log_odds: Reals, outcomes: Reals) -> tuple[float, float]:
    """Shift and factor that make log odds fit outcomes of others than they were made from.

    The factor is drawn a little to none, so that few outcomes give no wild one.

    Source:
        Platt 1999, Advances in Large Margin Classifiers; Cox 1958, Biometrika 45 (calibration slope).
    """
    middle, spread = float(log_odds.mean()), float(log_odds.std())
    if spread < _EDGE:
        share = float(np.clip(outcomes.mean(), _EDGE, 1 - _EDGE))
        return float(np.log(share / (1 - share))) - middle, 1.0
    columns = np.column_stack([np.ones(len(log_odds)), (log_odds - middle) / spread])
    shift, slope = logistic(columns, outcomes, ridge=1.0)
    factor = max(float(slope), 0.0) / spread
    return float(shift) - factor * middle, factor


def shares_of(log_odds: Reals, shift: float = 0.0, factor: float = 1.0) -> Reals:
    """Chances of log odds, shifted and stretched."""
    return expit(shift + factor * log_odds)
