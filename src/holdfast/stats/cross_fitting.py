"""Models of the experience and of the outcome, each row's fitted on other rows.

What is fitted lies near what is fitted on all rows, so that the search begins there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.stats.ridge import expit, linear, logistic
from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.int64]

_SMALLEST_CHANCE = 1e-3
"""Chances are kept this far from 0 and 1, so that no single row outweighs all others; the overlap is told."""


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
class Fitted:
    """One split and its models.

    Attributes:
        fold: Of each row.
        models: Of each row, fitted on the rows of all other folds.
    """

    fold: Integers
    models: Models


@dataclass(frozen=True, slots=True)
class Starts:
    """Coefficients fitted on all rows, near which those of any part lie; None where none is needed."""

    chance: Reals | None
    without: Reals | None
    with_it: Reals | None

    def of_columns(self, kept: list[int]) -> Starts:
        """Those of some of the columns."""
        parts = (self.chance, self.without, self.with_it)
        return Starts(*(None if one is None else one[kept] for one in parts))


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


def starts_of(rows: Rows, *, chance: bool = True) -> Starts:
    """Models of all rows: of the experience where it is asked for, of outcomes where they are yes or no."""
    exposed = rows.exposed
    of_chance = logistic(rows.columns, exposed.astype(np.float64)) if chance else None
    if not rows.is_yes_or_no:
        return Starts(of_chance, None, None)
    return Starts(
        of_chance,
        logistic(rows.columns[~exposed], rows.outcome[~exposed]),
        logistic(rows.columns[exposed], rows.outcome[exposed]),
    )


def models_for(
    rows: Rows, fold: Integers, *, starts: Starts | None = None, chance: Reals | None = None
) -> Models:
    """Models of each row, fitted on the rows of all other folds.

    Args:
        rows: What is compared.
        fold: Of each row, from 0.
        starts: Near what will be found; fitted on all rows unless given.
        chance: Of the experience, where it is known from another outcome of the same rows.
    """
    near = starts or starts_of(rows, chance=chance is None)
    count = len(rows.outcome)
    known = np.empty(count) if chance is None else chance
    without, with_it = np.empty(count), np.empty(count)
    for part in range(int(fold.max()) + 1):
        inside = np.flatnonzero(fold == part)
        columns, training = rows.columns[inside], _Training(rows, fold != part)
        if chance is None:
            fit = training.chance(near.chance)
            known[inside] = np.clip(expit(columns @ fit), _SMALLEST_CHANCE, 1 - _SMALLEST_CHANCE)
        without[inside] = training.expected(columns, near.without, exposed=False)
        with_it[inside] = training.expected(columns, near.with_it, exposed=True)
    return Models(known, without, with_it)


class _Training:
    """The rows that a model may see: those without the experience first, so that each group is a slice."""

    def __init__(self, rows: Rows, seen: Bools) -> None:
        others, exposed = np.flatnonzero(seen & ~rows.exposed), np.flatnonzero(seen & rows.exposed)
        places = np.concatenate([others, exposed])
        self._columns, self._outcome = rows.columns[places], rows.outcome[places]
        self._others = len(others)
        self._is_yes_or_no = rows.is_yes_or_no

    def chance(self, start: Reals | None) -> Reals:
        """Coefficients of the experience."""
        exposed = (np.arange(len(self._outcome)) >= self._others).astype(np.float64)
        return logistic(self._columns, exposed, start=start)

    def expected(self, columns: Reals, start: Reals | None, *, exposed: bool) -> Reals:
        """Outcomes of other rows by what those of one group had."""
        group = slice(self._others, None) if exposed else slice(None, self._others)
        known, outcome = self._columns[group], self._outcome[group]
        if not self._is_yes_or_no:
            return columns @ linear(known, outcome)
        return expit(columns @ logistic(known, outcome, start=start))
