"""Factors that tell the same under several names: size, plan and price band.

Left out one by one none of them is missed, since the others stand in for it, and the strongest factor there
is would seem to change nothing. So each is left out together with its kin.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.evidence.link.comparison import Factor

    Integers = NDArray[np.int64]
    Reals = NDArray[np.float64]

KIN = 0.5
"""Association from which on one factor stands in for another: half way from nothing to the same."""

MOST_LOOKED_AT = 20_000
"""Customers from whom it is told: more would say the same."""

PARTS = 5
"""Into how many parts of equal size a number is cut."""

Names = tuple[str, ...]


def kin_of(factors: Sequence[Factor]) -> tuple[Names, ...]:
    """Each factor's name with those of its kin, in the order of the factors; the same names once."""
    step = max(1, -(-len(factors[0].values) // MOST_LOOKED_AT)) if factors else 1
    codes = [_codes(one, step) for one in factors]
    near = [[association(one, other) >= KIN or one is other for other in codes] for one in codes]
    found = [tuple(one.name for one, is_near in zip(factors, row, strict=True) if is_near) for row in near]
    return tuple(dict.fromkeys(found))


def association(one: Integers, other: Integers) -> float:
    """How well the kinds of one tell those of the other: 0 not at all, 1 in one direction without fail.

    Cramér's V, less what as many kinds would show by chance.

    Source:
        Bergsma 2013, Journal of the Korean Statistical Society 42.
    """
    seen = _crossed(one, other)
    count, (rows, columns) = len(one), seen.shape
    if min(rows, columns) <= 1:
        return 0.0
    expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / count
    square = float(((seen - expected) ** 2 / expected).sum()) / count
    by_chance = (rows - 1) * (columns - 1) / (count - 1)
    kinds = min(size - (size - 1) ** 2 / (count - 1) for size in (rows, columns))
    # Of a handful of customers the correction can overshoot.
    return sqrt(min(1.0, max(0.0, square - by_chance) / (kinds - 1))) if kinds > 1 else 0.0


def _crossed(one: Integers, other: Integers) -> Integers:
    """How many have each kind of one and of the other; kinds that nobody has are left out."""
    rows, columns = int(one.max(initial=0)) + 1, int(other.max(initial=0)) + 1
    seen = np.bincount(one * columns + other, minlength=rows * columns).reshape(rows, columns)
    return np.asarray(seen[seen.any(axis=1)][:, seen.any(axis=0)], dtype=np.int64)


def _codes(factor: Factor, step: int) -> Integers:
    """The kinds of a factor as numbers from 0; a number is cut into parts of equal size."""
    values = factor.values[::step]
    if values.dtype.kind == "f":
        return _parts(values.astype(np.float64))
    _, codes = np.unique(values, return_inverse=True)
    return np.asarray(codes, dtype=np.int64)


def _parts(values: Reals) -> Integers:
    """The part that each number lies in, from 1; 0 where there is none."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(len(values), dtype=np.int64)
    edges = np.unique(np.quantile(values[known], np.arange(1, PARTS) / PARTS))
    return np.where(known, 1 + np.searchsorted(edges, values, side="right"), 0).astype(np.int64)
