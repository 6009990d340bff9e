"""The arrays that the simulator is made of: their types, and how texts and ids become columns.

Inside the simulator an instant is a float: local days since the company's first midnight, with infinity for
"never". Only the tables carry instants in UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]
Instants: TypeAlias = NDArray[np.datetime64]
Column: TypeAlias = NDArray[Any]

NEVER = np.inf


def texts(values: Sequence[str | None]) -> Texts:
    """An object array of texts; None stands for null, an empty sequence gives an empty array."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def pick(vocabulary: Sequence[str | None], codes: NDArray[Any]) -> Texts:
    """The word of a vocabulary for each code, as an object array."""
    words: Texts = texts(vocabulary)[codes]
    return words


def numbered(prefix: str, numbers: Ints, *, width: int = 7) -> Texts:
    """Ids such as "C0000012", in the order of the numbers."""
    return texts([f"{prefix}{number:0{width}d}" for number in numbers.tolist()])


def constant(value: str | None, count: int) -> Texts:
    """One text, count times."""
    column = np.empty(count, dtype=object)
    column[:] = value
    return column


def nullable(values: NDArray[Any], present: Bools) -> Texts:
    """Values as Python objects where present, None elsewhere: the form of a nullable integer column."""
    column = values.astype(object)
    column[~present] = None
    return column


def repeat_index(counts: Ints) -> Ints:
    """For each of sum(counts) rows, the position of the account that it belongs to."""
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


def rank_within(counts: Ints) -> Ints:
    """For each of sum(counts) rows, its running number within its account, from 0."""
    starts = np.cumsum(counts) - counts
    return np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(starts, counts)


def happens(share: float, count: int, rng: np.random.Generator) -> Bools:
    """Yes with the given chance, drawn count times."""
    return rng.random(count) < share
