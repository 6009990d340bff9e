"""Pareto/NBD against published figures of the CDNOW sample, its closed form, and its properties."""

from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln, hyp2f1

from holdfast.stats import pareto_nbd, quadrature
from holdfast.stats.pareto_nbd import ParetoNbd
from holdfast.stats.purchase_histories import PurchaseHistories

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Our fit of the raw log, within a unit of the last digit of the published .553 10.578 .606 11.669.
CDNOW = ParetoNbd(0.5532771, 10.5776831, 0.6062399, 11.6687333)
# CLVTools, tests/testthat/test_correctness_pnbd_nocovstaticcov.R: parameters and rows that gave no number.
OVERFLOWING = ParetoNbd(0.5143, 2.8845, 0.2856, 14.1087)
OFTEN = PurchaseHistories.of(
    [221, 254, 161, 204],
    [103.42857, 97.14286, 94.71429, 98.57143],
    [103.57143, 97.28571, 98.0, 99.42857],
)

PARAMETERS = st.builds(
    ParetoNbd, st.floats(0.1, 5), st.floats(0.2, 100), st.floats(0.1, 5), st.floats(0.2, 100)
)


def closed_form(model: ParetoNbd, rows: PurchaseHistories) -> NDArray[np.float64]:
    """Fader & Hardie 2005, A note on deriving the Pareto/NBD model, equation 16, in logarithms."""
    x, s = rows.repeats, model.s
    large, apart = max(model.alpha, model.beta), abs(model.alpha - model.beta)
    power = model.r + s + x
    second = np.full(len(x), s + 1) if model.alpha >= model.beta else model.r + x
    logs = [
        np.log(hyp2f1(power, second, power + 1, apart / (large + time))) - power * np.log(large + time)
        for time in (rows.recency, rows.observed)
    ]
    left = logs[0] + np.log1p(-np.exp(logs[1] - logs[0])) + np.log(s / power)
    there = -(model.r + x) * np.log(model.alpha + rows.observed) - s * np.log(model.beta + rows.observed)
    constant = (
        gammaln(model.r + x) - gammaln(model.r) + model.r * np.log(model.alpha) + s * np.log(model.beta)
    )
    return np.asarray(constant + np.logaddexp(there, left))


def test_it_expects_what_btyd_does() -> None:
    """Vignette of R's BTYD: a new customer in a year, and customer 1516 (26 repeats in 31 weeks)."""
    known = PurchaseHistories.of([26], [30.857], [31])

    assert CDNOW.expected_of_new(52) == pytest.approx(1.473434, abs=1e-6)
    assert CDNOW.expected_purchases(known, 52)[0] == pytest.approx(25.45647, rel=1e-4)
    assert CDNOW.probability_alive(known)[0] == pytest.approx(0.997874, abs=5e-6)


def test_it_stays_finite_where_customers_buy_on_most_days() -> None:
    alive = OVERFLOWING.probability_alive(OFTEN)

    assert np.isfinite(OVERFLOWING.log_likelihood(OFTEN)).all()
    assert ((alive > 0) & (alive <= 1)).all()


def test_it_stays_finite_where_lifetimes_overflowed() -> None:
    """lifetimes, tests/test_estimation.py, test_overflow_error: 400 and 500 repeats within days."""
    rows = PurchaseHistories.of([400, 500, 500], [5, 1, 4], [6, 37, 37])

    found = ParetoNbd(10.465, 7.98565181e-03, 3.0516, 2.820)

    assert np.isfinite(found.log_likelihood(rows)).all()
    assert np.isfinite(found.expected_purchases(rows, 52)).all()


@pytest.mark.parametrize(
    "values",
    [(0.55, 10.6, 0.6, 11.7), (0.5, 0.5, 0.6, 50), (2, 100, 3, 0.3), (0.3, 3, 8, 2000), (1, 10, 1, 10)],
)
def test_its_likelihood_is_the_closed_form(values: tuple[float, float, float, float]) -> None:
    model = ParetoNbd(*values)
    rows = PurchaseHistories.of([0, 1, 1, 5, 29], [0, 0.14, 30, 20, 36], [30, 37, 31, 38, 37])

    assert model.log_likelihood(rows) == pytest.approx(closed_form(model, rows), abs=1e-9)


@given(PARAMETERS)
def test_its_gradient_is_the_slope_of_its_likelihood(model: ParetoNbd) -> None:
    rows = PurchaseHistories.of([0, 0, 1, 5, 29], [0, 0, 0.14, 20, 36], [0, 30, 37, 38, 37])
    values = np.array([model.r, model.alpha, model.s, model.beta])

    slopes = pareto_nbd._Terms(values, rows).slopes().sum(axis=0)

    for which, step in enumerate(np.diag(values * 1e-5)):
        above, below = (ParetoNbd(*(values + sign * step)).log_likelihood(rows).sum() for sign in (1, -1))
        slope = (above - below) / (2 * step[which])
        assert slopes[which] * values[which] == pytest.approx(slope * values[which], rel=1e-4, abs=1e-5)


def test_more_rows_than_are_held_at_once_give_the_same() -> None:
    once = PurchaseHistories.of([0, 3], [0, 20], [30, 38])
    often = PurchaseHistories.of([0, 3] * 9_000, [0, 20] * 9_000, [30, 38] * 9_000)

    assert CDNOW.log_likelihood(often).tolist() == CDNOW.log_likelihood(once).tolist() * 9_000
    assert CDNOW.probability_alive(often).tolist() == CDNOW.probability_alive(once).tolist() * 9_000


@given(PARAMETERS, st.floats(0.1, 200))
def test_the_chances_of_counts_add_up_to_one(model: ParetoNbd, weeks: float) -> None:
    chances = np.array([model.probability_of(count, weeks) for count in range(40)])

    assert (chances >= 0).all()
    assert chances.sum() <= 1 + 1e-6
    assert np.arange(40) @ chances <= model.expected_of_new(weeks) * (1 + 1e-5) + 1e-9


def test_the_chances_of_counts_average_to_the_expectation() -> None:
    chances = np.array([CDNOW.probability_of(count, 30) for count in range(300)])

    assert chances.sum() == pytest.approx(1, abs=1e-12)
    assert np.arange(300) @ chances == pytest.approx(CDNOW.expected_of_new(30), abs=1e-12)


@pytest.mark.parametrize("s", [1 - 1e-9, 1.0, 1 + 1e-9])
def test_where_the_published_expectation_is_nothing_over_nothing_it_is_its_limit(s: float) -> None:
    model = ParetoNbd(0.5, 10, s, 12)

    assert model.expected_of_new(39) == pytest.approx(0.5 / 10 * 12 * np.log(1 + 39 / 12), rel=1e-7)


def test_the_example_holds() -> None:
    assert doctest.testmod(pareto_nbd).failed == 0
    assert doctest.testmod(quadrature).failed == 0
