"""Which model is taken: the plainest that does as well as the best on customers it has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.models import as_good, chances, fit, folds, recipes
from holdfast.records.risk import Tried
from holdfast.stats.calibration import log_loss

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.reasons.risk.frame import Frame
    from holdfast.reasons.risk.models import Recipe

    Reals = NDArray[np.float64]
    Groups = NDArray[np.int64]
    Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """Customers whose outcome is known.

    Attributes:
        frame: Features.
        left: 0 or 1.
        groups: Customer of each row.
    """

    frame: Frame
    left: Reals
    groups: Groups

    def take(self, rows: Rows) -> Sample:
        """Some of the rows."""
        return Sample(self.frame.take(rows), self.left[rows], self.groups[rows])

    @property
    def events(self) -> int:
        """Customers that left: one that is seen leaving from several snapshots counts once."""
        return len(np.unique(self.groups[self.left > 0]))


def chances_of(recipe: Recipe, known: Sample, asked: Frame) -> Reals:
    """Chances of rows by a model that was fitted on others."""
    return chances(fit(recipe, known.frame, known.left, known.groups), asked)


def chosen_later(earlier: Sample, later: Sample) -> tuple[Recipe, tuple[Tried, ...]]:
    """The model that does best on a later period than it was fitted on.

    Args:
        earlier: Whose outcomes were known when the later period began.
        later: Rows of one snapshot.
    """
    tried = recipes(earlier.events)
    losses = [log_loss(chances_of(one, earlier, later.frame), later.left) for one in tried]
    return _taken(tried, losses)


def chosen_across(sample: Sample, *, parts: int = 3) -> tuple[Recipe, tuple[Tried, ...]]:
    """The same where there is no time: by customers that were left out in turn."""
    tried = recipes(sample.events)
    if len(tried) == 1:
        return tried[0], (Tried(tried[0].name, float("nan"), taken=True),)
    losses = [log_loss(outside(one, sample, parts=parts, seed=7), sample.left) for one in tried]
    return _taken(tried, losses)


def outside(recipe: Recipe, sample: Sample, *, parts: int, seed: int) -> Reals:
    """Chances of each row by a model fitted without its customer's part."""
    fold = folds(sample.groups, parts, seed=seed)
    found = np.zeros(len(sample.left))
    for number in range(parts):
        away = fold == number
        if away.any() and not away.all():
            found[away] = chances_of(recipe, sample.take(~away), sample.frame.take(away))
    return found


def _taken(tried: Sequence[Recipe], losses: Sequence[Reals]) -> tuple[Recipe, tuple[Tried, ...]]:
    means = [float(loss.mean()) for loss in losses]
    best = int(np.argmin(means))
    taken = next(n for n, loss in enumerate(losses) if as_good(loss, losses[best]))
    told = tuple(
        Tried(_told(one), mean, n == taken) for n, (one, mean) in enumerate(zip(tried, means, strict=True))
    )
    return tried[taken], told


def _told(recipe: Recipe) -> str:
    if recipe.ridge is not None:
        return f"{recipe.name}, penalty {recipe.ridge:g}"
    return f"{recipe.name}, trees of {recipe.leaves} leaves"
