"""MBG/NBD against published figures, and where it differs from BG/NBD."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.stats import mbg_nbd
from holdfast.stats.mbg_nbd import MbgNbd
from holdfast.stats.purchase_histories import PurchaseHistories

# Platzer's BTYDplus, as in lifetimes, tests/test_estimation.py, there .525 6.183 .891 1.614.
CDNOW = MbgNbd(0.52484, 6.18309, 0.89136, 1.61400)

PARAMETERS = st.builds(MbgNbd, st.floats(0.1, 5), st.floats(0.1, 50), st.floats(0.1, 5), st.floats(0.2, 20))


def test_its_likelihood_is_that_of_pymc_marketing() -> None:
    """pymc-marketing, tests/clv/distributions: test_modified_beta_geo.py, no repeats and 200 of them."""
    rows = PurchaseHistories.of([0, 200], [0, 38], [40, 40])

    found = MbgNbd(r=0.25, alpha=4, a=0.8, b=2.5).log_likelihood(rows)

    assert found[0] == pytest.approx(-0.41792826, abs=5e-9)
    assert found[1] == pytest.approx(100.7869, abs=5e-5)


def test_its_expectations_lie_within_a_twentieth_of_hardies_sheet_of_bg_nbd() -> None:
    """The tolerance of lifetimes, tests/test_estimation.py, for this model against Hardie's spreadsheet."""
    weeks = (0.1429, 1, 3, 31.8571, 32, 78)
    sheet = (0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576)

    assert [CDNOW.expected_of_new(time) for time in weeks] == pytest.approx(sheet, rel=0.05)
    known = PurchaseHistories.of([2], [30.43], [38.86])
    assert CDNOW.expected_purchases(known, 39)[0] == pytest.approx(1.226, abs=0.05)


def test_who_never_bought_again_is_the_less_likely_alive_the_longer_that_is() -> None:
    rows = PurchaseHistories.of([0] * 3, [0] * 3, [1, 10, 100])

    alive = CDNOW.probability_alive(rows)

    assert (np.diff(alive) < 0).all()
    assert 0 < alive[2] < alive[0] < 1


def test_a_new_customer_has_stopped_at_once_with_the_mean_chance() -> None:
    rows = PurchaseHistories.of([0], [0], [0])

    assert CDNOW.probability_alive(rows)[0] == pytest.approx(CDNOW.b / (CDNOW.a + CDNOW.b))
    assert CDNOW.expected_purchases(rows, 39)[0] == pytest.approx(CDNOW.expected_of_new(39))


@given(PARAMETERS, st.floats(0.1, 200))
def test_the_chances_of_counts_add_up_to_one(model: MbgNbd, weeks: float) -> None:
    chances = np.array([model.probability_of(count, weeks) for count in range(40)])

    assert (chances >= 0).all()
    assert chances.sum() <= 1 + 1e-9
    assert np.arange(40) @ chances <= model.expected_of_new(weeks) * (1 + 1e-6) + 1e-9


def test_the_example_holds() -> None:
    assert doctest.testmod(mbg_nbd).failed == 0
