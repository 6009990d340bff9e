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


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 1, 0.0, 0.7934567085),
        (1, 2, 0.0945286548, 0.9054713452),
        (1, 11, 0.0162317523, 0.3773646255),
        (10, 100, 0.0552285416, 0.1743673044),
        (90, 100, 0.8256326956, 0.9447714584),
        (25, 100, 0.1754509400, 0.3430464637),
        (50, 100, 0.4038298286, 0.5961701714),
        (100, 100, 0.9630051925, 1.0),
    ],
)
def test_it_gives_what_others_found_with_a_rounded_quantile(
    successes: int, trials: int, low: float, high: float
) -> None:
    """Codegolf.stackexchange.com question 105389, test cases, with z = 1.96 where 1.95996 is meant."""
    found = wilson_interval(successes, trials)

    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-5)


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
