"""BG/NBD against published figures of the CDNOW sample, and its properties."""

from __future__ import annotations

import doctest
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import hyp2f1
from scipy.stats import beta

from holdfast.stats import bg_nbd, purchase_histories
from holdfast.stats.bg_nbd import BgNbd
from holdfast.stats.purchase_histories import PurchaseHistories

# Fader, Hardie & Lee 2005; in full digits as in CLVTools, tests/testthat/test_correctness_bgnbd.R.
CDNOW = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
# The digits that the paper prints, on which the examples of R's package BTYD were computed.
PRINTED = BgNbd(0.243, 4.414, 0.793, 2.426)
# Customer 1516 of the sample: 26 repeats in 31 weeks.
BUYS_OFTEN = PurchaseHistories.of([26], [30.857], [31])

PARAMETERS = st.builds(BgNbd, st.floats(0.1, 5), st.floats(0.1, 50), st.floats(0.1, 5), st.floats(0.2, 20))


@st.composite
def histories(draw: st.DrawFn) -> PurchaseHistories:
    rows = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 300), st.integers(0, 100)), min_size=1))
    x = [min(repeats, recency) for repeats, recency, _ in rows]
    last = [recency if repeats else 0 for repeats, (_, recency, _) in zip(x, rows, strict=True)]
    end = [recency + more for recency, (_, _, more) in zip(last, rows, strict=True)]
    return PurchaseHistories.of_days(x, last, end)


@pytest.mark.parametrize(
    ("weeks", "published"), [(0.1429, 0.0078), (1, 0.0532), (3, 0.1506), (31.8571, 1.0405), (32, 1.0437)]
)
def test_it_expects_of_new_customers_what_hardies_sheet_does(weeks: float, published: float) -> None:
    """Hardie's spreadsheet of BG/NBD, as in lifetimes, tests/test_estimation.py."""
    assert CDNOW.expected_of_new(weeks) == pytest.approx(published, abs=5e-5)


def test_it_expects_of_new_customers_what_btyd_does() -> None:
    """Vignette of R's BTYD: 1.444004 in a year; 1.8576 in 78 weeks as in lifetimes, test_estimation.py."""
    assert CDNOW.expected_of_new(52) == pytest.approx(1.444004, abs=1e-5)
    assert CDNOW.expected_of_new(78) == pytest.approx(1.8576, abs=5e-4)


def test_it_expects_of_a_known_customer_what_was_published() -> None:
    """Vignette of R's BTYD (customer 1516); Hardie's spreadsheet (x 2, t 30.43, T 38.86: 1.226)."""
    known = PurchaseHistories.of([2], [30.43], [38.86])

    assert CDNOW.expected_purchases(BUYS_OFTEN, 52)[0] == pytest.approx(25.75659, rel=5e-5)
    assert CDNOW.probability_alive(BUYS_OFTEN)[0] == pytest.approx(0.9688523, abs=2e-6)
    assert CDNOW.expected_purchases(known, 39)[0] == pytest.approx(1.226, abs=5e-4)


def test_it_gives_the_chances_of_counts_that_btyd_does() -> None:
    """Manual of R's BTYD, bgnbd.pmf: 10 in 2 weeks, none in 39, and 11 to 20 in 30."""
    published = (
        0.0019995214,
        0.0015170236,
        0.0011633150,
        0.0009003148,
        0.0007023638,
        0.0005517902,
        0.0004361913,
        0.0003467171,
        0.0002769613,
        0.0002222260,
    )

    assert PRINTED.probability_of(10, 2) == pytest.approx(1.07869e-7, rel=1e-6)
    assert PRINTED.probability_of(0, 39) == pytest.approx(0.5737864, abs=5e-8)
    found = [PRINTED.probability_of(count, 30) for count in range(11, 21)]
    assert found == pytest.approx(published, abs=6e-11)


def test_it_stays_finite_where_customers_buy_on_most_days() -> None:
    """Rows without a number in CLVTools (test_correctness_pnbd_nocovstaticcov.R), and a thousand repeats."""
    often = PurchaseHistories.of(
        [221, 254, 161, 204, 1000],
        [103.42857, 97.14286, 94.71429, 98.57143, 1000],
        [103.57143, 97.28571, 98.0, 99.42857, 1001],
    )

    for model in (CDNOW, BgNbd(0.01, 0.01, 0.01, 0.01), BgNbd(50, 500, 0.001, 90)):
        assert np.isfinite(model.log_likelihood(often)).all()
        assert ((model.probability_alive(often) >= 0) & (model.probability_alive(often) <= 1)).all()
        assert np.isfinite(model.expected_purchases(often, 52)).all()


def test_who_never_bought_again_is_alive_for_certain() -> None:
    """The known weakness of the model, which MBG/NBD mends."""
    once = PurchaseHistories.of([0, 0], [0, 0], [1, 400])

    assert CDNOW.probability_alive(once).tolist() == [1, 1]


def test_who_is_as_frequent_and_bought_lately_is_likelier_to_be_alive() -> None:
    rows = PurchaseHistories.of([5] * 4, [10, 20, 30, 38], [39] * 4)

    alive = CDNOW.probability_alive(rows)

    assert (np.diff(alive) > 0).all()


@pytest.mark.parametrize("a", [0.3, 1.0, 1.0 + 1e-9, 2.5])
def test_its_expectation_is_the_published_form_with_2f1(a: float) -> None:
    """Fader, Hardie & Lee 2005, equation 10, which is 0/0 where a is 1."""
    model, near = BgNbd(0.5, 4, a, 2.4), a if abs(a - 1) > 1e-6 else 1 + 1e-6
    rows = PurchaseHistories.of([0, 1, 4, 30], [0, 8, 30, 37], [39, 20, 31, 38])
    x, end, t = rows.repeats, rows.observed, 26
    form = hyp2f1(0.5 + x, 2.4 + x, near + 2.4 + x - 1, t / (4 + end + t))
    alive = 1 - ((4 + end) / (4 + end + t)) ** (0.5 + x) * form

    found = model.expected_purchases(rows, t)

    expected = (near + 2.4 + x - 1) / (near - 1) * alive * model.probability_alive(rows)
    assert found == pytest.approx(expected, rel=1e-6)


def test_its_expectation_is_right_over_long_times_too() -> None:
    """The mean over the chance to stop, integrated by QUADPACK."""
    model = BgNbd(0.2, 0.5, 0.2, 0.7)

    def bought(p: float) -> float:
        return float((1 - (1 + p * 500 / 0.5) ** -0.2) / p * beta.pdf(p, 0.2, 0.7))

    expected = sum(
        quad(bought, low, high, limit=200)[0]
        for low, high in ((0, 1e-6), (1e-6, 1e-3), (1e-3, 0.1), (0.1, 1))
    )
    assert model.expected_of_new(500) == pytest.approx(expected, rel=1e-6)


@given(PARAMETERS, st.floats(0.1, 200))
def test_the_chances_of_counts_add_up_to_one_and_average_to_the_expectation(
    model: BgNbd, weeks: float
) -> None:
    chances = np.array([model.probability_of(count, weeks) for count in range(60)])

    assert (chances >= 0).all()
    assert chances.sum() <= 1 + 1e-9
    assert np.arange(60) @ chances <= model.expected_of_new(weeks) * (1 + 1e-6) + 1e-9


@given(PARAMETERS, histories())
def test_its_expectation_grows_with_time_and_from_nothing(model: BgNbd, rows: PurchaseHistories) -> None:
    months = [model.expected_purchases(rows, weeks) for weeks in (0, 4, 8, 26)]

    assert months[0] == pytest.approx(0, abs=1e-9)
    assert all((later >= earlier - 1e-9).all() for earlier, later in pairwise(months))


@given(PARAMETERS, histories(), st.floats(0.1, 30))
def test_another_unit_of_time_shifts_the_likelihood_by_its_logarithm_alone(
    model: BgNbd, rows: PurchaseHistories, unit: float
) -> None:
    """So log-likelihoods of different units must never be compared."""
    other = BgNbd(model.r, model.alpha * unit, model.a, model.b)
    scaled = PurchaseHistories.of(
        rows.repeats, rows.recency * unit, rows.observed * unit, customers=rows.customers
    )

    shift = rows.repeats * np.log(unit)

    assert other.log_likelihood(scaled) + shift == pytest.approx(
        model.log_likelihood(rows), rel=1e-9, abs=1e-8
    )
    assert other.probability_alive(scaled) == pytest.approx(model.probability_alive(rows), rel=1e-9)


def test_the_examples_hold() -> None:
    assert doctest.testmod(bg_nbd).failed == 0
    assert doctest.testmod(purchase_histories).failed == 0
