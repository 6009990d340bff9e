"""Wilson's interval against published numbers and its properties."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import normal, wilson
from holdfast.stats.wilson import wilson_interval


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_gives_what_newcombe_published(successes: int, trials: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3 (score without continuity correction)."""
    found = wilson_interval(successes, trials)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10**6).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_it_holds_the_share_and_mirrors(counts: tuple[int, int]) -> None:
    successes, trials = counts

    found, mirrored = wilson_interval(successes, trials), wilson_interval(trials - successes, trials)

    assert 0 <= found.low <= successes / trials <= found.high <= 1
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)


@pytest.mark.parametrize("counts", [(0, 0), (-1, 5), (6, 5)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(InputError):
        wilson_interval(*counts)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_that_is_no_share_is_refused(level: float) -> None:
    with pytest.raises(InputError, match="level"):
        wilson_interval(1, 2, level=level)


def test_the_examples_hold() -> None:
    assert doctest.testmod(wilson).failed == 0
    assert doctest.testmod(normal).failed == 0
