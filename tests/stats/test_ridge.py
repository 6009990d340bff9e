"""Ridge regressions against a general optimiser, and where outcomes are all alike."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from holdfast.stats.ridge import expit, linear, logistic


def rows(seed: int, count: int = 300) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    columns = np.column_stack([np.ones(count), generator.standard_normal((count, 3))])
    outcome = generator.random(count) < expit(columns @ np.array([0.5, 1.0, -0.5, 0.0]))
    return columns, outcome.astype(float)


def test_the_logistic_fit_is_the_one_an_optimiser_finds() -> None:
    columns, outcome = rows(1)

    def loss(coefficients: np.ndarray) -> float:
        log_odds = columns @ coefficients
        fit = np.logaddexp(0, log_odds).sum() - outcome @ log_odds
        return float(fit + (coefficients[1:] ** 2).sum() / 2)

    found = minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-8}).x

    assert logistic(columns, outcome) == pytest.approx(found, abs=1e-5)


def test_a_start_changes_the_way_and_not_the_end() -> None:
    columns, outcome = rows(2)

    assert logistic(columns, outcome, start=np.array([3.0, -2.0, 1.0, 1.0])) == pytest.approx(
        logistic(columns, outcome), abs=1e-7
    )


def test_a_column_that_separates_the_outcomes_has_a_finite_coefficient() -> None:
    columns, _ = rows(3)
    outcome = (columns[:, 1] > 0).astype(float)

    assert np.isfinite(logistic(columns, outcome)).all()
    assert logistic(columns, outcome)[1] > 3


def test_outcomes_that_are_all_alike_have_a_chance_near_one() -> None:
    columns, _ = rows(4)

    chances = expit(columns @ logistic(columns, np.ones(len(columns))))

    assert chances.min() > 0.99


def test_the_linear_fit_without_penalty_is_least_squares() -> None:
    columns, _ = rows(5)
    outcome = columns @ np.array([1.0, 2.0, 3.0, 4.0]) + np.random.default_rng(6).standard_normal(300)

    expected = np.linalg.lstsq(columns, outcome, rcond=None)[0]

    assert linear(columns, outcome, ridge=0.0) == pytest.approx(expected, abs=1e-7)


def test_the_constant_is_not_drawn_to_nothing() -> None:
    columns, _ = rows(7)

    assert linear(columns, np.full(300, 100.0), ridge=1e6)[0] == pytest.approx(100, abs=0.01)
