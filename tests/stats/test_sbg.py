"""Shifted beta-geometric against the published tables, and its properties."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import sbg
from holdfast.stats.sbg import Sbg

# Fader & Hardie 2007, Journal of Interactive Marketing 21(1): per cent of 1,000 customers, years 0 to 12.
HIGH_END = (100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4)
REGULAR = (100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3)


def leaving(series: tuple[float, ...], renewals: int) -> tuple[dict[int, int], dict[int, int]]:
    """How many of 1,000 left at each renewal, and how many were there after the last."""
    left = {year: round(10 * (series[year - 1] - series[year])) for year in range(1, renewals + 1)}
    return left, {renewals: round(10 * series[renewals])}


@pytest.mark.parametrize(
    ("series", "alpha", "beta", "log_likelihood", "twelfth", "error"),
    [
        (HIGH_END, 0.66809, 3.80610, -1611.158, 0.378, 0.028),
        (REGULAR, 0.70408, 1.18204, -1680.265, 0.170, 0.015),
    ],
)
def test_it_finds_the_published_parameters(  # noqa: PLR0913, PLR0917 - one row of the published table
    series: tuple[float, ...],
    alpha: float,
    beta: float,
    log_likelihood: float,
    twelfth: float,
    error: float,
) -> None:
    """The fit on seven renewals (.668, 3.806 and .704, 1.182), and the error of years 8 to 12 beyond them."""
    found, fit = Sbg.at_maximum(*leaving(series, 7))

    assert (found.alpha, found.beta) == pytest.approx((alpha, beta), abs=1e-5)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=5e-4)
    assert found.survival(12) == pytest.approx(twelfth, abs=5e-4)
    apart = [abs(100 * found.survival(year) - series[year]) / series[year] for year in range(8, 13)]
    assert float(np.mean(apart)) == pytest.approx(error, abs=5e-4)


def test_it_gives_the_residual_lifetime_that_another_program_publishes() -> None:
    """7.530 years at 10 % for those who renewed seven times, the year that is paid left out.

    Source: README of jdmaturen/shifted_beta_geometric_py, with years 8 to 12 of the same fit.
    """
    found, _ = Sbg.at_maximum(*leaving(HIGH_END, 7))

    beyond = found.expected_lifetime(0.1, renewed=7) - 1

    assert 1.1 * beyond == pytest.approx(7.530, abs=5e-4)
    later = [round(found.survival(year), 3) for year in range(8, 13)]
    assert later == [0.460, 0.436, 0.414, 0.395, 0.378]


def test_survivors_counted_one_renewal_too_far_give_another_fit() -> None:
    """The off-by-one trap: .6239 and 1.0285 instead of .7041 and 1.1820."""
    left, still_there = leaving(REGULAR, 7)

    found, _ = Sbg.at_maximum(left, {8: still_there[7]})

    assert (found.alpha, found.beta) == pytest.approx((0.6239, 1.0285), abs=5e-5)


def test_four_renewals_foretell_the_rest_far_worse_than_seven() -> None:
    """High End, the mean error of the years beyond the fit: 13 % against 3 %."""
    errors = {}
    for renewals in (4, 7):
        found, _ = Sbg.at_maximum(*leaving(HIGH_END, renewals))
        beyond = range(renewals + 1, 13)
        apart = [abs(100 * found.survival(year) - HIGH_END[year]) / HIGH_END[year] for year in beyond]
        errors[renewals] = float(np.mean(apart))

    assert errors == {4: pytest.approx(0.13, abs=0.005), 7: pytest.approx(0.03, abs=0.005)}


@pytest.mark.parametrize(
    ("series", "discounted", "by_mean_churn"), [(HIGH_END, 5.92, 4.41), (REGULAR, 3.69, 2.32)]
)
def test_the_mean_churn_understates_the_lifetime(
    series: tuple[float, ...], discounted: float, by_mean_churn: float
) -> None:
    """Discounted at 10 %: the figures of both forms, by our own recomputation of the published tables."""
    found, _ = Sbg.at_maximum(*leaving(series, 7))
    left, still_there = leaving(series, 7)
    at_risk = sum(n * count for n, count in left.items()) + 7 * still_there[7]

    assert found.expected_lifetime(0.1) == pytest.approx(discounted, abs=0.005)
    churn = found.alpha / (found.alpha + found.beta)
    assert 1.1 / (0.1 + churn) < discounted
    assert by_mean_churn < discounted
    assert sum(left.values()) / at_risk < churn


def test_the_discounted_lifetime_is_the_sum_of_survivals() -> None:
    model = Sbg(0.668, 3.806)

    summed = sum(model.survival(year) / 1.1**year for year in range(400))

    assert model.expected_lifetime(0.1) == pytest.approx(summed, rel=1e-9)
    assert model.expected_lifetime(0.1, periods=400) == pytest.approx(summed, rel=1e-9)
    assert model.expected_lifetime(0.1, periods=1) == 1


def test_without_discount_the_lifetime_may_have_no_end() -> None:
    with pytest.raises(InputError, match="the sum is infinite"):
        Sbg(0.668, 3.806).expected_lifetime(0)
    assert Sbg(0.668, 3.806).expected_lifetime(0, periods=5) == pytest.approx(
        sum(Sbg(0.668, 3.806).survival(year) for year in range(5))
    )
    assert Sbg(3, 6).expected_lifetime(0) == pytest.approx(4)


def test_who_has_renewed_stays_longer() -> None:
    """Fader & Hardie 2010: the retained are another beta distribution, of a later second parameter."""
    model = Sbg(0.668, 3.806)

    assert model.expected_lifetime(0.1, renewed=4) == pytest.approx(Sbg(0.668, 7.806).expected_lifetime(0.1))
    assert model.expected_lifetime(0.1, renewed=4) > model.expected_lifetime(0.1)


@given(st.floats(0.05, 20), st.floats(0.05, 50))
def test_retention_rates_rise_and_multiply_to_the_survival(alpha: float, beta: float) -> None:
    model = Sbg(alpha, beta)
    rates = [model.retention_rate(renewal) for renewal in range(1, 30)]

    assert rates == sorted(rates)
    assert float(np.prod(rates)) == pytest.approx(model.survival(29), rel=1e-9)
    assert model.survival(0) == 1


def test_cohorts_of_several_ages_are_fitted_together_each_with_its_own_end() -> None:
    """1,000 customers who could renew three times and 1,000 who could seven, of one truth, seeded."""
    generator = np.random.default_rng(5)
    left: dict[int, int] = {}
    still_there: dict[int, int] = {}
    for due, size in ((3, 40_000), (7, 40_000)):
        stayed = generator.geometric(generator.beta(0.7, 1.2, size))
        for renewal in range(1, due + 1):
            left[renewal] = left.get(renewal, 0) + int((stayed == renewal).sum())
        still_there[due] = int((stayed > due).sum())

    _, fit = Sbg.at_maximum(left, still_there)

    for value, error, truth in zip(fit.values, fit.standard_errors, (0.7, 1.2), strict=True):
        assert abs(value - truth) < 3 * error


def test_one_renewal_does_not_determine_two_parameters() -> None:
    with pytest.raises(InputError, match="left at 1 renewal"):
        Sbg.at_maximum({1: 369}, {1: 631})


def test_a_churn_that_never_changes_is_no_mixture() -> None:
    """Everybody alike: the parameters run to infinity, and no number is given."""
    with pytest.raises(InputError, match="did not converge"):
        Sbg.at_maximum({1: 5000, 2: 2500, 3: 1250, 4: 625}, {4: 625})


@pytest.mark.parametrize(
    ("left", "still_there"), [({0: 1, 2: 4}, {}), ({1: -1, 2: 5}, {}), ({1: 1, 2: 1}, {1: -1})]
)
def test_impossible_counts_are_refused(left: dict[int, int], still_there: dict[int, int]) -> None:
    with pytest.raises(InputError, match="left"):
        Sbg.at_maximum(left, still_there)


def test_the_example_holds() -> None:
    assert doctest.testmod(sbg).failed == 0
