"""How much of a yes/no outcome each of several columns explains, shared fairly where columns go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.ridge import expit, linear, logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Integers = NDArray[np.int64]

DRAWS = 150
_RIDGE = 1.0
_ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class Weighed:
    """Relative weights with their ranges.

    Attributes:
        weights: Share of the deviance that each column explains beyond the known ones, 0..1; (columns,).
        low: Lower end of the 95 % range, at least 0.
        high: Upper end.
        tied: Columns by columns: the 95 % range of the difference of the weights holds 0.
    """

    weights: Reals
    low: Reals
    high: Reals
    tied: NDArray[np.bool_]


def relative_weights(columns: Reals, outcome: Reals, known: Reals) -> Reals:
    """Share of the deviance that each column explains beyond what the known columns explain, 0..1.

    Columns are freed of the known ones and of each other in the way that changes them least; what the freed
    columns explain goes back to the columns by how near they are. Weights add up to the share explained.

    Args:
        columns: Rows by candidates; each must vary.
        outcome: 0 or 1 for each row.
        known: Rows by columns that are known to matter, the first all 1.

    Raises:
        InputError: The outcome does not vary.

    Source:
        Johnson 2000, Multivariate Behavioral Research 35; for a yes/no outcome Tonidandel & LeBreton 2010,
        Journal of Business and Psychology 25; share of deviance: McFadden 1974.
    """
    if outcome.min() == outcome.max():
        raise InputError("outcome", "it is the same in every row", "both outcomes", "Look at more rows")
    freed = columns - known @ linear(known, columns, ridge=_ROUNDING)
    spread = freed.std(axis=0)
    freed = np.where(spread > _ROUNDING, freed / np.where(spread > _ROUNDING, spread, 1.0), 0.0)
    near = _root(freed.T @ freed / len(outcome))
    apart = freed @ np.linalg.pinv(near, rcond=1e-6)
    base = logistic(known, outcome, ridge=_RIDGE)
    both = np.column_stack([known, apart])
    fitted = logistic(both, outcome, ridge=_RIDGE, start=np.append(base, np.zeros(columns.shape[1])))
    own = fitted[known.shape[1] :] ** 2
    total = float((near**2 @ own).sum())
    explained = _explained(expit(known @ base), expit(both @ fitted), outcome)
    weights: Reals = (near**2 @ own) / total * explained if total > 0 else np.zeros(columns.shape[1])
    return weights


def _root(correlations: Reals) -> Reals:
    """The symmetric root of a matrix of correlations."""
    values, vectors = np.linalg.eigh(correlations)
    root: Reals = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return root


def _explained(without: Reals, with_them: Reals, outcome: Reals) -> float:
    """Share of the null deviance that goes when the candidates come in, by chances without and with them."""
    null = _deviance(np.full(len(outcome), float(outcome.mean())), outcome)
    gone = _deviance(without, outcome) - _deviance(with_them, outcome)
    return max(gone / null, 0.0)


def _deviance(chances: Reals, outcome: Reals) -> float:
    return float(-2 * np.log(np.where(outcome > 0, chances, 1 - chances) + 1e-300).sum())


def weighed(  # noqa: PLR0913 - one argument per part of the question
    columns: Reals,
    outcome: Reals,
    known: Reals,
    *,
    groups: Integers,
    generator: np.random.Generator,
    draws: int = DRAWS,
) -> Weighed:
    """The weights with ranges, by drawing customers anew; what luck adds to a weight is taken off it.

    Args:
        columns: See `relative_weights`.
        outcome: See `relative_weights`.
        known: See `relative_weights`.
        groups: Customer of each row, numbered from 0.
        generator: Of the draws.
        draws: How many.

    Raises:
        InputError: The outcome does not vary.

    Source:
        Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapters 10 (bias) and 12; groups drawn
        whole: Field & Welsh 2007, JRSS B 69.
    """
    found = relative_weights(columns, outcome, known)
    drawn = np.array(
        [
            relative_weights(columns[rows], outcome[rows], known[rows])
            for rows in _drawn_rows(groups, outcome, generator, draws)
        ]
    )
    weights = np.maximum(2 * found - drawn.mean(axis=0), 0.0)
    # The draws lie around the found weights plus their bias: they are moved to where the weights are.
    centred = drawn - drawn.mean(axis=0) + (2 * found - drawn.mean(axis=0))
    low, high = np.quantile(centred, [0.025, 0.975], axis=0)
    return Weighed(weights, np.maximum(low, 0.0), np.maximum(high, 0.0), _tied(centred))


def _drawn_rows(
    groups: Integers, outcome: Reals, generator: np.random.Generator, draws: int
) -> list[Integers]:
    """Rows of customers drawn with replacement, as many customers as there are."""
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(groups.max() + 2))
    found: list[Integers] = []
    while len(found) < draws:
        names = generator.integers(0, len(starts) - 1, len(starts) - 1)
        sizes = starts[names + 1] - starts[names]
        offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = order[np.repeat(starts[names], sizes) + offsets]
        if outcome[rows].min() < outcome[rows].max():
            found.append(rows)
    return found


def _tied(drawn: Reals) -> NDArray[np.bool_]:
    apart = drawn[:, :, None] - drawn[:, None, :]
    low, high = np.quantile(apart, [0.025, 0.975], axis=0)
    tied: NDArray[np.bool_] = (low <= 0) & (high >= 0)
    return tied
