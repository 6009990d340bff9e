"""Like for like: the difference that an experience goes with, by cross-fitted augmented inverse weighting.

Two models share the work. One says how likely each row was to have the experience, the other what its outcome
would be with and without it. The estimate is right where either is. Each row's models are fitted on other
rows, so that they cannot learn the row itself; as the split is drawn by lot, several are made and the median
is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.cross_fitting import Fitted, Models, Rows, models_for, split, starts_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.stats.cross_fitting import Starts

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.int64]

__all__ = [
    "Aipw",
    "Difference",
    "Models",
    "Overlap",
    "Rows",
    "adjusted_by_line",
    "cross_fitted",
    "difference_of_means",
    "error_of_none",
    "fitted",
    "models_for",
    "of_other_outcome",
    "repeats_for",
    "split",
    "summarised",
]

FOLDS = 5
SURELY = 0.05
"""A row that is exposed more rarely than so, or more often than 1 less so, has hardly a counterpart."""

_MOST_REPEATS = 5
_ROWS_OF_ALL_REPEATS = 20_000


@dataclass(frozen=True, slots=True)
class Difference:
    """An estimate and its standard error, in the unit of the outcome."""

    estimate: float
    error: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """Whether both groups hold customers of all kinds.

    Attributes:
        outside: Share of rows whose chance of the experience lies below 5 % or above 95 %.
        effective_exposed: Rows that the weights leave of the exposed.
        effective_others: Rows that they leave of the others.
    """

    outside: float
    effective_exposed: float
    effective_others: float

    @property
    def smaller(self) -> float:
        """Of the two groups."""
        return min(self.effective_exposed, self.effective_others)


@dataclass(frozen=True, slots=True)
class Aipw:
    """What a comparison found.

    Attributes:
        everyone: Difference for all rows.
        unexposed: For those who did not have the experience: what more of it would bring.
        undecided: For those who could have gone either way (overlap weights).
        overlap: Of all rows.
        undecided_overlap: Of those who could have gone either way.
    """

    everyone: Difference
    unexposed: Difference
    undecided: Difference
    overlap: Overlap
    undecided_overlap: Overlap


def cross_fitted(
    rows: Rows, generator: np.random.Generator, *, folds: int = FOLDS, repeats: int | None = None
) -> Aipw:
    """Compare like for like.

    Cost: 3 fits for each fold and repeat; a million rows of ten columns take seconds.

    Args:
        rows: At least as many of each group as folds.
        generator: Of the splits.
        folds: Parts that the rows are split into, at least 2.
        repeats: Splits; five, and fewer where rows are so many that the lot hardly matters, unless given.

    Raises:
        InputError: A group has fewer rows than there are folds, or a number is infinite or missing.

    Source:
        Chernozhukov et al. 2018, Econometrics Journal 21, double machine learning; Robins, Rotnitzky & Zhao
        1994, JASA 89; overlap weights: Li, Morgan & Zaslavsky 2018, JASA 113.
    """
    return summarised(rows, [one.models for one in fitted(rows, generator, folds=folds, repeats=repeats)])


def fitted(
    rows: Rows,
    generator: np.random.Generator,
    *,
    folds: int = FOLDS,
    repeats: int | None = None,
    starts: Starts | None = None,
) -> list[Fitted]:
    """The models of each split, with the split; see `cross_fitted`.

    Args:
        rows: As there.
        generator: As there.
        folds: As there.
        repeats: As there.
        starts: Coefficients near those that will be found; fitted on all rows unless given.

    Raises:
        InputError: As there.
    """
    _refuse_unusable(rows, folds)
    near = starts or starts_of(rows)
    count = repeats or repeats_for(len(rows.outcome))
    lots = [split(rows.exposed, folds, generator, clusters=rows.clusters) for _ in range(count)]
    return [Fitted(lot, models_for(rows, lot, starts=near)) for lot in lots]


def of_other_outcome(rows: Rows, first: Sequence[Fitted]) -> Aipw:
    """The same comparison for another outcome of the same rows: by the splits and chances of the first.

    Args:
        rows: With the other outcome; experience and columns are those that the first was fitted to.
        first: Splits and models of the first.

    Raises:
        InputError: A number is infinite or missing.
    """
    _refuse_unusable(rows, 1)
    near = starts_of(rows, chance=False)
    again = [models_for(rows, one.fold, starts=near, chance=one.models.chance) for one in first]
    return summarised(rows, again)


def repeats_for(rows: int) -> int:
    """Splits that so many rows need: five up to 20,000 of them, one from 100,000 on."""
    return max(1, min(_MOST_REPEATS, _MOST_REPEATS * _ROWS_OF_ALL_REPEATS // max(1, rows)))


def summarised(rows: Rows, models: list[Models]) -> Aipw:
    """The medians over several splits, each with an error that holds how far the splits lie apart."""
    first = models[0]
    return Aipw(
        everyone=_median([_everyone(rows, one) for one in models]),
        unexposed=_median([_unexposed(rows, one) for one in models]),
        undecided=_median([_undecided(rows, one) for one in models]),
        overlap=_overlap(rows, first, 1 / first.chance, 1 / (1 - first.chance)),
        undecided_overlap=_overlap(rows, first, 1 - first.chance, first.chance),
    )


def error_of_none(rows: Rows, models: Models, *, undecided: bool = False) -> float:
    """The standard error that the difference of a yes/no outcome has where in truth there is none.

    Where few of the exposed happen to have the outcome, their spread looks small as well: a difference below
    0 is held for surer than it is, and one above 0 for less sure. A test of none takes the spread of the
    outcome's share among rows alike, exposed or not.

    Args:
        rows: With outcomes of 0 and 1.
        models: Of one split.
        undecided: Of those who could have gone either way, and not of everyone.

    Source:
        Rao 1948, Mathematical Proceedings of the Cambridge Philosophical Society 44 (score test); rows of one
        account by Kish's design effect (Survey Sampling, 1965).
    """
    chance = models.chance
    share = np.clip(chance * models.with_it + (1 - chance) * models.without, 0.0, 1.0)
    weight = chance * (1 - chance) if undecided else np.ones(len(chance))
    with_it, without = weight / chance, weight / (1 - chance)
    spread = (share * (1 - share) * (chance * with_it**2 + (1 - chance) * without**2)).sum()
    parts = np.where(
        rows.exposed,
        with_it * (rows.outcome - models.with_it),
        -without * (rows.outcome - models.without),
    )
    together = _error(parts, rows.clusters) / max(_error(parts, None), np.finfo(float).tiny)
    return float(np.sqrt(spread) / weight.sum() * max(1.0, together))


def difference_of_means(rows: Rows) -> Difference:
    """Of the two groups as they are; right where the lot has made them."""
    with_it, without = rows.outcome[rows.exposed], rows.outcome[~rows.exposed]
    centred = np.where(rows.exposed, rows.outcome - with_it.mean(), rows.outcome - without.mean())
    share = rows.exposed.mean()
    parts = np.where(rows.exposed, centred / share, -centred / (1 - share))
    return Difference(float(with_it.mean() - without.mean()), _error(parts, rows.clusters))


def adjusted_by_line(rows: Rows) -> Difference:
    """The coefficient of the experience in one linear formula, with errors that allow unequal spreads (HC3).

    Source:
        MacKinnon & White 1985, Journal of Econometrics 29.
    """
    columns = np.column_stack([rows.columns, rows.exposed.astype(float)])
    crossed = np.linalg.pinv(columns.T @ columns)
    residuals = rows.outcome - columns @ (crossed @ (columns.T @ rows.outcome))
    lever = np.minimum(np.einsum("ij,jk,ik->i", columns, crossed, columns), 0.99)
    weighted = columns * (residuals / (1 - lever))[:, None]
    spread = crossed @ (weighted.T @ weighted) @ crossed
    coefficient = crossed[-1] @ (columns.T @ rows.outcome)
    return Difference(float(coefficient), float(np.sqrt(spread[-1, -1])))


def _everyone(rows: Rows, models: Models) -> Difference:
    with_it = np.where(rows.exposed, (rows.outcome - models.with_it) / models.chance, 0.0)
    without = np.where(rows.exposed, 0.0, (rows.outcome - models.without) / (1 - models.chance))
    parts = models.with_it - models.without + with_it - without
    return Difference(float(parts.mean()), _error(parts - parts.mean(), rows.clusters))


def _unexposed(rows: Rows, models: Models) -> Difference:
    share = 1 - rows.exposed.mean()
    odds = (1 - models.chance) / models.chance
    parts = (
        np.where(rows.exposed, odds * (rows.outcome - models.with_it), models.with_it - rows.outcome) / share
    )
    estimate = float(parts.mean())
    return Difference(estimate, _error(parts - np.where(rows.exposed, 0.0, estimate / share), rows.clusters))


def _undecided(rows: Rows, models: Models) -> Difference:
    either_way = models.chance * (1 - models.chance)
    gaps = np.where(
        rows.exposed,
        (1 - models.chance) * (rows.outcome - models.with_it),
        -models.chance * (rows.outcome - models.without),
    )
    parts = either_way * (models.with_it - models.without) + gaps
    total = either_way.mean()
    estimate = float(parts.mean() / total)
    return Difference(estimate, _error((parts - estimate * either_way) / total, rows.clusters))


def _overlap(rows: Rows, models: Models, of_exposed: Reals, of_others: Reals) -> Overlap:
    outside = (models.chance < SURELY) | (models.chance > 1 - SURELY)
    return Overlap(
        float(outside.mean()),
        _effective(of_exposed, rows.exposed, rows.clusters),
        _effective(of_others, ~rows.exposed, rows.clusters),
    )


def _effective(weights: Reals, group: Bools, clusters: Integers | None) -> float:
    """Rows, or accounts, of equal weight that would tell as much (Kish)."""
    taken = weights[group]
    if clusters is not None:
        taken = np.asarray(np.bincount(clusters[group], weights=taken), dtype=np.float64)
    return float(taken.sum() ** 2 / (taken**2).sum())


def _median(differences: list[Difference]) -> Difference:
    centre = float(np.median([one.estimate for one in differences]))
    squares = [one.error**2 + (one.estimate - centre) ** 2 for one in differences]
    return Difference(centre, float(np.sqrt(np.median(squares))))


def _error(parts: Reals, clusters: Integers | None) -> float:
    """Standard error of the mean of parts whose mean is 0; of sums by account where rows share one."""
    count = len(parts)
    if clusters is None:
        return float(np.sqrt((parts**2).sum()) / count)
    sums = np.bincount(clusters, weights=parts)
    return float(np.sqrt((sums**2).sum()) / count)


def _refuse_unusable(rows: Rows, folds: int) -> None:
    exposed = int(rows.exposed.sum())
    for name, size in (("exposed", exposed), ("others", len(rows.exposed) - exposed)):
        if size < folds:
            raise InputError(name, f"{size} rows", f"at least {folds}", "There is nobody to compare with")
    if not (np.isfinite(rows.outcome).all() and np.isfinite(rows.columns).all()):
        raise InputError("rows", "one of the numbers is infinite or missing")
