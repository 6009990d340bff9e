"""Gamma-Gamma against published figures of the CDNOW sample, and its properties."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import gamma_gamma
from holdfast.stats.gamma_gamma import GammaGamma, Spending

# Fader & Hardie 2013, note 025: p 6.25, q 3.74, gamma 15.44.
CDNOW = GammaGamma(6.2496, 3.7442, 15.4435)


def test_it_expects_of_ten_customers_what_was_published() -> None:
    """The first ten customers of the CDNOW sample, as in lifetimes, tests/test_estimation.py.

    Five of them bought again: 2, 1, 7, 1 and 2 times, for 22.35, 11.77, 73.74, 11.77 and 25.55 each time.
    """
    repeats = [2, 1, 0, 0, 0, 7, 1, 0, 2, 0]
    means = [22.35, 11.77, 0, 0, 0, 73.74, 11.77, 0, 25.55, 0]

    found = CDNOW.expected_spend(repeats, np.multiply(repeats, means))

    published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert found == pytest.approx(published, abs=0.02)


@given(st.integers(1, 50), st.floats(1, 1e5))
def test_what_is_expected_lies_between_own_mean_and_the_mean_of_all(repeats: int, mean: float) -> None:
    found = CDNOW.expected_spend([repeats], [repeats * mean])[0]

    low, high = sorted((mean, CDNOW.mean))
    assert low - 1e-9 <= found <= high + 1e-9


def test_of_many_repeats_ones_own_mean_is_expected() -> None:
    assert CDNOW.expected_spend([100_000], [100_000 * 80.0])[0] == pytest.approx(80, abs=0.01)


def test_its_gradient_is_the_slope_of_its_likelihood() -> None:
    rows = Spending.of([1, 2, 7, 30], [1177, 4470, 51618, 90_000], customers=[3, 1, 1, 2])
    values = np.array([6.0, 3.5, 15.0])

    slopes = gamma_gamma._slope(values, rows)

    for which, step in enumerate(np.diag(values * 1e-5)):
        above, below = (
            rows.customers @ GammaGamma(*(values + sign * step)).log_likelihood(rows) for sign in (1, -1)
        )
        assert slopes[which] == pytest.approx((above - below) / (2 * step[which]), rel=1e-6, abs=1e-6)


def test_customers_without_a_repeat_are_refused() -> None:
    with pytest.raises(InputError, match="without a repeat"):
        Spending.of([0, 2], [0, 500])


@pytest.mark.parametrize("total", [0, -5])
def test_customers_who_spent_nothing_are_refused(total: int) -> None:
    with pytest.raises(InputError, match="spent nothing"):
        Spending.of([1, 2], [total, 500])


def test_without_anybody_there_is_nothing_to_fit() -> None:
    with pytest.raises(InputError, match="no customer with a repeat"):
        GammaGamma.at_maximum(Spending.of([], []))


def test_without_a_mean_over_customers_those_without_repeats_have_none() -> None:
    heavy = GammaGamma(6, 0.9, 15)

    assert heavy.mean == float("inf")
    assert np.isfinite(heavy.expected_spend([3], [100.0])[0])
    with pytest.raises(InputError, match=r"q is 0\.9"):
        heavy.expected_spend([0], [0.0])


def test_the_correlation_is_that_of_customers_not_of_rows() -> None:
    rows = Spending.of([1, 2, 3, 3], [1000, 3000, 3000, 9000], customers=[5, 1, 2, 1])
    x = np.repeat([1, 2, 3, 3], [5, 1, 2, 1])
    mean = np.repeat([10.0, 15.0, 10.0, 30.0], [5, 1, 2, 1])

    assert rows.correlation() == pytest.approx(np.corrcoef(x, mean)[0, 1])
    assert Spending.of([2, 2], [100, 900]).correlation() == 0


def test_it_finds_the_parameters_that_made_the_data() -> None:
    """20,000 customers, seeded: each parameter within three of its standard errors."""
    generator = np.random.default_rng(11)
    repeats = generator.integers(1, 9, 20_000)
    rate = generator.gamma(3.0, 1 / 1500.0, 20_000)
    total = np.maximum(np.rint(generator.gamma(5.0 * repeats, 1 / rate)), 1)

    _, found = GammaGamma.at_maximum(Spending.of(repeats, total))

    for value, error, truth in zip(found.values, found.standard_errors, (5.0, 3.0, 15.0), strict=True):
        assert abs(value - truth) < 3 * error


def test_the_example_holds() -> None:
    assert doctest.testmod(gamma_gamma).failed == 0
