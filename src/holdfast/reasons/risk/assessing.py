"""Learn from landmarks, choose on a later period, hold the list of a horizon ago against what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.because import rests_on, typical_values, weights
from holdfast.reasons.risk.choosing import Sample, chosen_later
from holdfast.reasons.risk.frame import frame_of
from holdfast.reasons.risk.leaks import Leak, leaks
from holdfast.reasons.risk.models import fit, recipes
from holdfast.reasons.risk.money import money_at_risk
from holdfast.reasons.risk.periods import known_by
from holdfast.reasons.risk.scoring import chances_in_pieces
from holdfast.records.risk import Receipt, ReliabilityBin, Tried, Trust
from holdfast.stats.calibration import calibration

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.reasons.risk.models import Fitted, Recipe
    from holdfast.reasons.risk.scoring import Scores
    from holdfast.records.risk import MoneyAtRisk
    from holdfast.records.snapshot import SnapshotPanel

    Reals = NDArray[np.float64]

LEAST_TO_CHECK = 15
"""Customers that left before the period that is checked: with fewer no model of then is worth a receipt."""
LEAST_LANDMARKS = 3
_ROWS_TO_WEIGH = 5_000


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the landmarks told.

    Attributes:
        recipe: The model that was taken.
        tried: Which were tried, with their losses on the later period.
        chosen_on: Day of the later period; None where there was none, and the plainest model was taken.
        model: Fitted on all landmarks.
        model_then: Fitted on what was known on the last landmark; None where that was too little.
        typical: Values of a typical customer.
        events: Customers that left in all landmarks.
        events_then: In those known on the last landmark.
        drift: How far landmarks lay from what the chances said, a standard deviation of the log.
        drift_then: The same of those known on the last landmark.
        rests_on: Families by how much they tell.
        left_out: Segments that know the future.
    """

    recipe: Recipe
    tried: tuple[Tried, ...]
    chosen_on: date | None
    model: Fitted
    model_then: Fitted | None
    typical: Mapping[str, float | str]
    events: int
    events_then: int
    drift: float
    drift_then: float
    rests_on: tuple[tuple[str, float], ...]
    left_out: tuple[Leak, ...]


def sample_of(panel: SnapshotPanel, *, without: tuple[str, ...]) -> Sample:
    """The rows of a panel as a sample; a customer at several landmarks is one group."""
    _, groups = np.unique(panel.customer_id.astype(str), return_inverse=True)
    return Sample(frame_of(panel, without=without), panel.left, groups.astype(np.int64))


def leaking(panel: SnapshotPanel) -> tuple[Leak, ...]:
    """Segments that know the future: they stand in `customers` as of today."""
    if not panel.rows:
        return ()
    # The values are of today, so any landmark shows it; the newest has the most of them.
    rows = panel.snapshot == panel.snapshot.max()
    columns = {name: values[rows] for name, values in panel.segments.items()}
    return leaks(columns, panel.left[rows], before=panel.snapshots[-1])


def learn(panel: SnapshotPanel, sample: Sample, left_out: tuple[Leak, ...]) -> Learnt:
    """The model of all landmarks, chosen on a later period, and the one of a horizon ago.

    Args:
        panel: Landmarks whose outcome is known; the last of them is the one the receipt is for.
        sample: Of it.
        left_out: Segments that are not in it.
    """
    recipe, tried, chosen_on = _choose(panel, sample)
    model = fit(recipe, sample.frame, sample.left, sample.groups)
    then = _rows(panel, known_by(panel.snapshots, panel.snapshots[-1], panel.horizon_days))
    earlier = sample.take(then)
    enough = earlier.events >= LEAST_TO_CHECK
    typical = typical_values(sample.frame)
    expected = chances_in_pieces(model, sample.frame)
    seen = sample.frame.take(np.arange(max(0, sample.frame.rows - _ROWS_TO_WEIGH), sample.frame.rows))
    return Learnt(
        recipe=recipe,
        tried=tried,
        chosen_on=chosen_on,
        model=model,
        model_then=fit(recipe, earlier.frame, earlier.left, earlier.groups) if enough else None,
        typical=typical,
        events=sample.events,
        events_then=earlier.events,
        drift=drift_of(panel.snapshot, panel.left, expected),
        drift_then=drift_of(panel.snapshot[then], panel.left[then], expected[then]),
        rests_on=rests_on(weights(model, seen, typical)),
        left_out=left_out,
    )


def model_known_on(panel: SnapshotPanel, sample: Sample, recipe: Recipe, day: date) -> Fitted | None:
    """The model of landmarks whose outcomes were known when a day began; None where too few had left."""
    earlier = sample.take(_rows(panel, known_by(panel.snapshots, day, panel.horizon_days)))
    if earlier.events < LEAST_TO_CHECK:
        return None
    return fit(recipe, earlier.frame, earlier.left, earlier.groups)


def drift_of(landmark: NDArray[np.int64], left: Reals, chances: Reals) -> float:
    """How far apart landmarks lie of what their chances say, beyond what luck makes: a deviation of the log.

    Args:
        landmark: Number of each row's landmark.
        left: 0 or 1 for each row.
        chances: Of each row.
    """
    gone, expected = np.bincount(landmark, weights=left), np.bincount(landmark, weights=chances)
    known = (gone > 0) & (expected > 0)
    if known.sum() < LEAST_LANDMARKS:
        return 0.0
    apart = np.log(gone[known] / expected[known])
    return float(np.sqrt(max(apart.var(ddof=1) - (1 / gone[known]).mean(), 0.0)))


def _choose(panel: SnapshotPanel, sample: Sample) -> tuple[Recipe, tuple[Tried, ...], date | None]:
    """On the newest landmark that was over before the receipt's, so that the receipt stays untouched."""
    candidates = known_by(panel.snapshots, panel.snapshots[-1], panel.horizon_days)
    for number in reversed(candidates):
        day = panel.snapshots[number]
        earlier = sample.take(_rows(panel, known_by(panel.snapshots, day, panel.horizon_days)))
        later = sample.take(panel.snapshot == number)
        if earlier.events >= LEAST_TO_CHECK and later.events:
            recipe, tried = chosen_later(earlier, later)
            return recipe, tried, day
    plainest = recipes(0)[0]
    return plainest, (Tried(plainest.name, float("nan"), taken=True),), None


def _rows(panel: SnapshotPanel, numbers: tuple[int, ...]) -> NDArray[np.bool_]:
    return np.isin(panel.snapshot, numbers)


def trust_of(chances: Reals, left: Reals, where: str) -> Trust:
    """How chances did on customers that the model had not seen."""
    found = calibration(chances, left)
    return Trust(
        where=where,
        customers=found.customers,
        left=found.events,
        auc=found.auc,
        brier=found.brier,
        brier_of_base=found.brier_of_base,
        error=found.error,
        error_by_chance=found.error_by_chance,
        bins=tuple(ReliabilityBin(one.customers, one.expected, one.happened) for one in found.bins),
        auc_by_lot=found.auc_by_lot,
        is_better_than_lot=None
        if found.auc is None or found.auc_by_lot is None
        else found.auc > found.auc_by_lot,
    )


def receipt_of(day: date, scores: Scores, learnt: Learnt, *, has_money: bool) -> Receipt:
    """How many left of those on the list, and of the others; who had given notice is in neither."""
    listed = np.zeros(len(scores.chance), dtype=bool)
    listed[scores.listed] = True
    asked = scores.gave_notice == 0
    others = asked & ~listed
    named, left = int(listed.sum()), scores.left
    return Receipt(
        day=day,
        named=named,
        named_left=int(left[listed].sum()),
        others=int(others.sum()),
        others_left=int(left[others].sum()),
        leavers_by_lot=float(left[asked].mean() * named) if asked.any() else 0.0,
        money=_money_then(scores, learnt) if has_money else None,
    )


def _money_then(scores: Scores, learnt: Learnt) -> MoneyAtRisk:
    lost = float(scores.monthly_minor[scores.left > 0].sum())
    return money_at_risk(
        scores.chance, scores.monthly_minor, events=learnt.events_then, drift=learnt.drift_then, lost=lost
    )
