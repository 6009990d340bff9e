"""Which factors act together: products of two that the plain sum of factors cannot stand for.

Large customers in one region may behave unlike large ones and unlike that region. A formula that only adds up
is wrong there, and its difference like for like is not like for like. Every product is tried against what the
sum leaves unexplained, of the experience and of the outcome; those that stand out are added.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from holdfast.stats.ridge import expit, linear, logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.evidence.link.comparison import Encoded
    from holdfast.stats.aipw import Rows

    Reals = NDArray[np.float64]

STANDS_OUT = 3.5
"""Standard deviations; of 200 products that mean nothing, one in five times one does."""

MOST_PRODUCTS = 20
LEAST_ROWS = 25
"""Rows for each product added: more of them would be learned by heart."""

MOST_TRIED_ROWS = 50_000
MOST_CANDIDATES = 400


def with_products(rows: Rows, factors: Encoded, generator: np.random.Generator) -> Encoded:
    """The factors and those products of two that stand out, twenty at most.

    Args:
        rows: What is compared, its columns those of the factors.
        factors: As encoded.
        generator: Of the rows that are tried, where they are very many.
    """
    pairs = _candidates(factors)
    most = min(MOST_PRODUCTS, len(rows.outcome) // LEAST_ROWS)
    if not pairs or not most:
        return factors
    tried = _sample(rows, generator)
    scores = np.maximum(*(np.abs(one) for one in _scores(rows, factors.columns, pairs, tried)))
    chosen = [place for place in np.argsort(-scores, kind="stable")[:most] if scores[place] > STANDS_OUT]
    return factors.with_products([pairs[place] for place in chosen])


def _candidates(factors: Encoded) -> list[tuple[int, int]]:
    """Pairs of columns of two factors, and the square of each column that is no yes or no."""
    owner = {column: name for name, columns in factors.places for column in columns}
    pairs = [pair for pair in combinations(sorted(owner), 2) if owner[pair[0]] != owner[pair[1]]]
    squares = [(one, one) for one in sorted(owner) if len(np.unique(factors.columns[:1000, one])) > 2]  # noqa: PLR2004
    return (squares + pairs)[:MOST_CANDIDATES]


def _sample(rows: Rows, generator: np.random.Generator) -> NDArray[np.int64]:
    """Rows to try products on, one of each account: many of one account would seem to be many witnesses."""
    count = len(rows.outcome)
    places = np.arange(count)
    if rows.clusters is not None:
        lot = generator.permutation(count)
        places = lot[np.unique(rows.clusters[lot], return_index=True)[1]]
    if len(places) > MOST_TRIED_ROWS:
        places = generator.choice(places, MOST_TRIED_ROWS, replace=False)
    return np.sort(places)


def _scores(
    rows: Rows, columns: Reals, pairs: list[tuple[int, int]], tried: NDArray[np.int64]
) -> tuple[Reals, Reals]:
    """Score statistics of each product beside the sum, for the experience and for the outcome."""
    known, exposed = columns[tried], rows.exposed[tried].astype(float)
    products = np.column_stack([known[:, left] * known[:, right] for left, right in pairs])
    chance = expit(known @ logistic(known, exposed))
    beside = np.column_stack([known, exposed])
    return (
        _score(known, products, exposed - chance, chance * (1 - chance)),
        _score(beside, products, *_unexplained(rows, beside, tried)),
    )


def _unexplained(rows: Rows, beside: Reals, tried: NDArray[np.int64]) -> tuple[Reals, Reals]:
    outcome = rows.outcome[tried]
    if rows.is_yes_or_no:
        expected = expit(beside @ logistic(beside, outcome))
        return outcome - expected, expected * (1 - expected)
    left = outcome - beside @ linear(beside, outcome)
    return left, np.full(len(left), float((left**2).mean()))


def _score(known: Reals, products: Reals, left: Reals, weights: Reals) -> Reals:
    """What a product explains of the rest, less what the known columns explain of the product."""
    weighted = known * weights[:, None]
    crossed = weighted.T @ known + 1e-8 * np.eye(known.shape[1])
    alone = products - known @ np.linalg.solve(crossed, weighted.T @ products)
    spread = np.sqrt((weights[:, None] * alone**2).sum(axis=0))
    scores: Reals = np.where(spread > 1e-6, (alone.T @ left) / np.maximum(spread, 1e-6), 0.0)  # noqa: PLR2004
    return scores
