"""Calibration figures on values worked out by hand, and on chances that are right."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from holdfast.errors import InputError
from holdfast.stats.calibration import auc, calibration, rescaled, shares_of


def test_auc_and_brier_are_those_of_scikit_learn_with_ties() -> None:
    generator = np.random.default_rng(1)
    chances = np.round(generator.random(500), 1)
    outcomes = (generator.random(500) < chances).astype(np.float64)

    found = calibration(chances, outcomes)

    assert found.auc == pytest.approx(roc_auc_score(outcomes, chances))
    assert found.brier == pytest.approx(brier_score_loss(outcomes, chances))


def test_the_error_of_two_bins_by_hand() -> None:
    """Means 0.2 and 0.7 beside shares 0 and 1: off by 0.2 and 0.3, together 0.25."""
    found = calibration(np.array([0.1, 0.3, 0.6, 0.8]), np.array([0.0, 0.0, 1.0, 1.0]), bins=2)

    assert found.error == pytest.approx(0.25)
    assert [one.customers for one in found.bins] == [2, 2]


def test_right_chances_are_off_by_what_chance_alone_makes() -> None:
    generator = np.random.default_rng(2)
    apart = []
    for _ in range(200):
        chances = generator.beta(1, 9, 1000)
        found = calibration(chances, (generator.random(1000) < chances).astype(np.float64))
        apart.append(found.error / found.error_by_chance)

    assert np.mean(apart) == pytest.approx(1.0, abs=0.05)


def test_nobody_or_everybody_has_no_auc() -> None:
    assert auc(np.array([0.1, 0.2]), np.array([0.0, 0.0])) is None
    assert auc(np.array([0.1, 0.2]), np.array([1.0, 1.0])) is None


def test_no_chances_are_refused() -> None:
    with pytest.raises(InputError):
        calibration(np.zeros(0), np.zeros(0))


def test_rescaling_finds_the_shift_and_factor_that_were_taken_away() -> None:
    generator = np.random.default_rng(3)
    log_odds = generator.normal(-1.0, 1.0, 20_000)
    outcomes = (generator.random(20_000) < shares_of(log_odds)).astype(np.float64)

    shift, factor = rescaled((log_odds + 2.0) / 4, outcomes)

    assert (shift, factor) == pytest.approx((-2.0, 4.0), abs=0.15)
