"""Candidates compared like for like, with a controlled share of false alarms among many."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt
from typing import TYPE_CHECKING

import numpy as np

from holdfast.stats.aipw import Rows, error_of_none, fitted, summarised
from holdfast.stats.holm import holm
from holdfast.stats.normal import two_sided_z

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.int64]

FALSE_ALARMS = 0.05
"""Chance of any false alarm among all candidates together."""
LEAST_OF_A_GROUP = 30
"""Rows with and without."""
LEAST_LEFT = 20
MOST_OUTSIDE = 0.10
"""Share of rows without a counterpart: beyond it those who could have gone either way are compared."""
_MANY_ROWS = 5_000
"""Beyond it the lot of a split hardly matters."""
_FOLDS = 3
WITH, AGAINST, UNKNOWN = "goes with leaving", "goes with staying", "cannot be told from chance"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who had it, of those to whom it applies; arrays have all rows of the panel.

    Attributes:
        name: In words.
        had: Who had it.
        applies: To whom it applies.
    """

    name: str
    had: Bools
    applies: Bools


@dataclass(frozen=True, slots=True)
class Compared:
    """A candidate's difference.

    Attributes:
        difference: Share that leaves more with it, like for like; None where it cannot be compared.
        error: Its standard error.
        reason: Why it cannot be compared, or for whom it holds; empty where for everybody.
        error_of_none: The standard error that it has where there is none; None takes the other.
    """

    difference: float | None
    error: float | None
    reason: str = ""
    error_of_none: float | None = None

    @property
    def low(self) -> float | None:
        """Lower end of the 95 % range."""
        return None if self.difference is None else self.difference - two_sided_z(0.95) * (self.error or 0.0)

    @property
    def high(self) -> float | None:
        """Upper end."""
        return None if self.difference is None else self.difference + two_sided_z(0.95) * (self.error or 0.0)


def compare(candidate: Candidate, left: Reals, known: Reals, groups: Integers, *, seed: int) -> Compared:
    """How many more leave of those who had it than of customers like them who had not.

    Args:
        candidate: See `Candidate`.
        left: 0 or 1 for each row.
        known: What is adjusted for, the first column 1.
        groups: Customer of each row.
        seed: Of the splits.
    """
    rows = candidate.applies
    had = candidate.had[rows]
    least = min(int(had.sum()), int((~had).sum()))
    if least < LEAST_OF_A_GROUP or left[rows].sum() < LEAST_LEFT:
        return Compared(None, None, "too few customers had it, or had it not, or left")
    _, clusters = np.unique(groups[rows], return_inverse=True)
    columns = _varying(known[rows])
    asked = Rows(left[rows], had, columns, clusters.astype(np.int64))
    repeats = 1 if rows.sum() > _MANY_ROWS else 2
    models = [one.models for one in fitted(asked, np.random.default_rng(seed), folds=_FOLDS, repeats=repeats)]
    found = summarised(asked, models)
    undecided = found.overlap.outside > MOST_OUTSIDE
    own = found.undecided if undecided else found.everyone
    whom = "of customers that could as well have had it or not" if undecided else ""
    none = error_of_none(asked, models[0], undecided=undecided)
    return Compared(own.estimate, own.error, whom, none)


def _varying(columns: Reals) -> Reals:
    kept = columns.std(axis=0) > 0
    kept[0] = True
    found: Reals = columns[:, kept]
    return found


def verdicts(found: Sequence[Compared]) -> list[str]:
    """Which go with leaving or staying, so that all of them together raise a false alarm in one of twenty."""
    told = holm([_by_chance(one) for one in found], level=FALSE_ALARMS)
    return [
        (WITH if (one.difference or 0.0) > 0 else AGAINST) if is_told else UNKNOWN
        for one, is_told in zip(found, told, strict=True)
    ]


def _by_chance(one: Compared) -> float:
    """Chance of such a difference or a greater one where there is none; 1 where nothing was compared."""
    error = one.error_of_none or one.error
    if one.difference is None or not error:
        return 1.0
    return erfc(abs(one.difference) / error / sqrt(2))
