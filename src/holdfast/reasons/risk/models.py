"""The models that compete: ridge logistic regression and gradient boosting, neither with weights by class.

Weights that balance classes would make every printed chance too high: chances are of customers as they come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from holdfast.reasons.risk.encoding import encoding_of
from holdfast.stats.calibration import log_loss, rescaled, shares_of
from holdfast.stats.ridge import expit, logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.reasons.risk.encoding import Encoding
    from holdfast.reasons.risk.frame import Frame

    Reals = NDArray[np.float64]
    Groups = NDArray[np.int64]

RIDGE = 100.0
"""Penalty unless there is reason for another: each of many columns is expected to tell a little."""
RIDGES = (100.0, 30.0, 10.0)
"""Penalties that are tried where few left."""
FEW_EVENTS = 300
"""Below it chances of a regression are stretched back by customers it was not fitted on."""
_FOLDS = 5
_REPEATS = 4
_EDGE = 1e-6


class Fitted(Protocol):
    """A fitted model."""

    @property
    def encoding(self) -> Encoding:
        """What was learnt of the features."""

    def log_odds(self, frame: Frame) -> Reals:
        """Log odds of leaving, one for each row."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit a model.

    Attributes:
        name: In words.
        ridge: Penalty of the regression; None for boosting.
        leaves: Of each tree of the boosting.
    """

    name: str
    ridge: float | None = RIDGE
    leaves: int = 4


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted ridge logistic regression."""

    encoding: Encoding
    coefficients: Reals
    shift: float = 0.0
    factor: float = 1.0

    def log_odds(self, frame: Frame) -> Reals:
        """See `Fitted`."""
        return self.shift + self.factor * (self.encoding.regression(frame) @ self.coefficients)


@dataclass(frozen=True, slots=True)
class Boosting:
    """Fitted gradient boosting of small trees."""

    encoding: Encoding
    trees: Any

    def log_odds(self, frame: Frame) -> Reals:
        """See `Fitted`."""
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - loaded with scikit-learn

        with threadpool_limits(limits=1):
            found: Reals = self.trees.decision_function(self.encoding.trees(frame))
        return found


def chances(model: Fitted, frame: Frame) -> Reals:
    """Chances of leaving, 0..1, one for each row."""
    return expit(model.log_odds(frame))


def recipes(events: int) -> tuple[Recipe, ...]:
    """What is worth trying with so many who left, the plainest first; one recipe where they are few."""
    if events < FEW_EVENTS:
        return (Recipe("ridge logistic regression"),)
    regressions = [Recipe("ridge logistic regression", ridge) for ridge in (RIDGE, RIDGE / 10)]
    return (*regressions, Recipe("gradient boosting", None))


def fit(recipe: Recipe, frame: Frame, left: Reals, groups: Groups) -> Fitted:
    """The model of a recipe.

    Args:
        recipe: Which.
        frame: Features.
        left: 0 or 1 for each row.
        groups: Customer of each row: the rows of one are never parted where a model is checked.

    Source:
        le Cessie & van Houwelingen 1992 (ridge); Friedman 2001, Annals of Statistics 29 (boosting), as
        scikit-learn's HistGradientBoostingClassifier does it.
    """
    encoding = encoding_of(frame)
    if recipe.ridge is None:
        return Boosting(encoding, _boosted(recipe, encoding.trees(frame), left))
    columns = encoding.regression(frame)
    if left.sum() >= FEW_EVENTS:
        return Regression(encoding, logistic(columns, left, ridge=recipe.ridge))
    return _stretched(encoding, columns, left, groups)


def _stretched(encoding: Encoding, columns: Reals, left: Reals, groups: Groups) -> Regression:
    """The strongest penalty that does as well as the best on customers left out; they stretch the chances."""
    outside = {ridge: log_odds_outside(ridge, columns, left, groups) for ridge in RIDGES}
    scales = {ridge: rescaled(found, left) for ridge, found in outside.items()}
    losses = {ridge: log_loss(shares_of(outside[ridge], *scales[ridge]), left) for ridge in RIDGES}
    best = min(losses.values(), key=lambda loss: float(loss.mean()))
    ridge = next(ridge for ridge in RIDGES if as_good(losses[ridge], best))
    return Regression(encoding, logistic(columns, left, ridge=ridge), *scales[ridge])


def as_good(loss: Reals, best: Reals) -> bool:
    """Its mean is not above the best's by more than one standard error of the difference."""
    apart = loss - best
    return float(apart.mean()) <= float(apart.std() / np.sqrt(len(apart)))


def _boosted(recipe: Recipe, columns: Reals, left: Reals) -> Any:  # noqa: ANN401 - scikit-learn's
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - start-up is part of the product
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - as above

    trees = HistGradientBoostingClassifier(
        learning_rate=0.07,
        max_iter=100,
        max_leaf_nodes=recipe.leaves,
        min_samples_leaf=max(20, min(200, len(left) // 100)),
        l2_regularization=5.0,
        early_stopping=False,
        class_weight=None,
        random_state=0,
    )
    # Threads of a busy machine wait for each other, which took ten times as long as one alone.
    with threadpool_limits(limits=1):
        return trees.fit(columns, left.astype(np.int64))


def log_odds_outside(ridge: float, columns: Reals, left: Reals, groups: Groups) -> Reals:
    """Mean log odds of each row by regressions that were fitted without its customer.

    Args:
        ridge: Penalty.
        columns: Of the regression.
        left: Outcomes.
        groups: Customer of each row.
    """
    found = np.zeros(len(left))
    for repeat in range(_REPEATS):
        fold = folds(groups, _FOLDS, seed=repeat)
        for number in range(_FOLDS):
            inside = fold != number
            if inside.all():
                continue
            coefficients = logistic(columns[inside], left[inside], ridge=ridge)
            found[~inside] += columns[~inside] @ coefficients / _REPEATS
    return found


def folds(groups: Groups, count: int, *, seed: int) -> Groups:
    """A fold for each row by its group; the same seed parts them the same way."""
    names, place = np.unique(groups, return_inverse=True)
    drawn = np.random.default_rng(seed).permutation(len(names)) % count
    return drawn[place].astype(np.int64)
