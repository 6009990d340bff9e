from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from holdfast.simulate import simulate_company

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.simulate import Chunk, Company

Rows: TypeAlias = dict[str, NDArray[Any]]
Tables: TypeAlias = dict[str, Rows]


def gather(chunks: Iterable[Chunk]) -> Tables:
    parts: dict[str, dict[str, list[NDArray[Any]]]] = defaultdict(lambda: defaultdict(list))
    for chunk in chunks:
        for name, column in chunk.columns.items():
            parts[chunk.table][name].append(column)
    return {
        table: {name: np.concatenate(pieces) for name, pieces in columns.items()}
        for table, columns in parts.items()
    }


@cache
def _company(seed: int, customers: int | None = None) -> Company:
    return simulate_company("Seed", customers=customers, seed=seed)


@cache
def _tables(seed: int) -> Tables:
    return gather(_company(seed).chunks())


@cache
def _truth(seed: int, customers: int) -> dict[str, Any]:
    return _company(seed, customers).truth()


@pytest.fixture(scope="session")
def tables() -> Callable[[int], Tables]:
    """Company Seed's tables at its own size, by seed."""
    return _tables


@pytest.fixture(scope="session")
def large_truth() -> dict[str, Any]:
    """The truth of a company of 40,000, where chance is small."""
    return _truth(7, 40_000)


@pytest.fixture(scope="session")
def gathered() -> Callable[[Iterable[Chunk]], Tables]:
    """Chunks put together again."""
    return gather
