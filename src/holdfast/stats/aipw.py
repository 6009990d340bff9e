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
from holdfast.stats.ridge import expit, linear, logistic
from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.int64]

FOLDS = 5
SURELY = 0.05
"""A row that is exposed more rarely than so, or more often than 1 less so, has hardly a counterpart."""

_SMALLEST_CHANCE = 1e-3
"""Chances are kept this far from 0 and 1, so that no single row outweighs all others; the overlap is told."""

_MOST_REPEATS = 5
_ROWS_OF_ALL_REPEATS = 20_000


@dataclass(frozen=True, slots=True)
class Rows:
    """What is compared; all of one length.

    Attributes:
        outcome: 0 or 1, or any number.
        exposed: Who had the experience.
        columns: Rows by columns: 1, then what was known before, of about unit spread.
        clusters: Number of the account of each row, where several belong to one; else None.
    """

    outcome: Reals
    exposed: Bools
    columns: Reals
    clusters: Integers | None = None

    @property
    def is_yes_or_no(self) -> bool:
        """All outcomes are 0 or 1."""
        return bool(((self.outcome == 0) | (self.outcome == 1)).all())


@dataclass(frozen=True, slots=True)
class Models:
    """What models fitted on other rows say of each row.

    Attributes:
        chance: Of the experience.
        without: Expected outcome without it.
        with_it: Expected outcome with it.
    """

    chance: Reals
    without: Reals
    with_it: Reals


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
    _refuse_unusable(rows, folds)
    starts = _starts(rows)
    count = repeats or repeats_for(len(rows.outcome))
    lots = [split(rows.exposed, folds, generator, clusters=rows.clusters) for _ in range(count)]
    fitted = [_fitted(rows, lot, starts) for lot in lots]
    return summarised(rows, fitted)


def repeats_for(rows: int) -> int:
    """Splits that so many rows need: five up to 20,000 of them, one from 100,000 on."""
    return max(1, min(_MOST_REPEATS, _MOST_REPEATS * _ROWS_OF_ALL_REPEATS // max(1, rows)))


def split(
    exposed: Bools, folds: int, generator: np.random.Generator, *, clusters: Integers | None = None
) -> Integers:
    """The fold of each row: both groups are spread evenly over all folds.

    Rows of one account share a fold, so that no model has seen the account that it is asked about.
    """
    if clusters is not None:
        ever = np.bincount(clusters, weights=exposed) > 0
        return split(ever, folds, generator)[clusters]
    fold = np.empty(len(exposed), dtype=np.int64)
    for group in (exposed, ~exposed):
        places = np.flatnonzero(group)
        fold[generator.permutation(places)] = np.arange(len(places)) % folds
    return fold


def models_for(rows: Rows, fold: Integers) -> Models:
    """Models of each row, fitted on the rows of all other folds."""
    return _fitted(rows, fold, _starts(rows))


def summarised(rows: Rows, fitted: list[Models]) -> Aipw:
    """The medians over several splits, each with an error that holds how far the splits lie apart."""
    first = fitted[0]
    return Aipw(
        everyone=_median([_everyone(rows, one) for one in fitted]),
        unexposed=_median([_unexposed(rows, one) for one in fitted]),
        undecided=_median([_undecided(rows, one) for one in fitted]),
        overlap=_overlap(rows, first, 1 / first.chance, 1 / (1 - first.chance)),
        undecided_overlap=_overlap(rows, first, 1 - first.chance, first.chance),
    )


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


@dataclass(frozen=True, slots=True)
class _Starts:
    """Coefficients fitted on all rows, near which those of any four fifths lie."""

    chance: Reals
    without: Reals | None
    with_it: Reals | None


def _starts(rows: Rows) -> _Starts:
    exposed = rows.exposed
    chance = logistic(rows.columns, exposed.astype(float))
    if not rows.is_yes_or_no:
        return _Starts(chance, None, None)
    return _Starts(
        chance,
        logistic(rows.columns[~exposed], rows.outcome[~exposed]),
        logistic(rows.columns[exposed], rows.outcome[exposed]),
    )


def _fitted(rows: Rows, fold: Integers, starts: _Starts) -> Models:
    count = len(rows.outcome)
    chance, without, with_it = np.empty(count), np.empty(count), np.empty(count)
    exposed = rows.exposed.astype(float)
    for part in range(int(fold.max()) + 1):
        inside, outside = fold == part, fold != part
        columns = rows.columns[inside]
        fit = logistic(rows.columns[outside], exposed[outside], start=starts.chance)
        chance[inside] = np.clip(expit(columns @ fit), _SMALLEST_CHANCE, 1 - _SMALLEST_CHANCE)
        without[inside] = _expected(rows, outside & ~rows.exposed, columns, starts.without)
        with_it[inside] = _expected(rows, outside & rows.exposed, columns, starts.with_it)
    return Models(chance, without, with_it)


def _expected(rows: Rows, known: Bools, columns: Reals, start: Reals | None) -> Reals:
    """Outcomes of some rows by a model of those known."""
    if start is None:
        return columns @ linear(rows.columns[known], rows.outcome[known])
    return expit(columns @ logistic(rows.columns[known], rows.outcome[known], start=start))


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
