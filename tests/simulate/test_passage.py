from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.simulate.passage import first_passage
from holdfast.simulate.season import Season, clock

if TYPE_CHECKING:
    from holdfast.simulate.arrays import Floats

START = date(2023, 10, 1)


def test_an_even_hazard_strikes_after_budget_over_rate() -> None:
    pace = clock(Season(), START, 1000, np.random.default_rng(0))
    begin, end = np.array([10.0, 10.0]), np.array([500.0, 500.0])

    struck = first_passage(
        np.array([0.5, 9.0]), breaks=(begin, end), rate=lambda days: np.full(days.shape, 0.01), clock=pace
    )

    assert struck[0] == pytest.approx(60.0)
    assert np.isinf(struck[1])


def test_pieces_follow_one_another_in_whatever_order_their_breaks_are_given() -> None:
    pace = clock(Season(), START, 1000, np.random.default_rng(0))

    def rate(days: Floats) -> Floats:
        return np.where(days < 100, 0.001, 0.1)

    struck = first_passage(
        np.array([0.1 + 1.0]),
        breaks=(np.array([900.0]), np.array([0.0]), np.array([100.0])),
        rate=rate,
        clock=pace,
    )

    assert struck[0] == pytest.approx(110.0)


def test_twice_the_pace_strikes_in_half_the_time() -> None:
    fast = clock(Season(months=(2.0,) * 12), START, 1000, np.random.default_rng(0))

    struck = first_passage(
        np.array([1.0]),
        breaks=(np.array([0.0]), np.array([1000.0])),
        rate=lambda days: np.full(days.shape, 0.01),
        clock=fast,
    )

    assert struck[0] == pytest.approx(50.0)


def test_exponential_budgets_give_the_survival_of_the_hazard() -> None:
    pace = clock(Season(), START, 1000, np.random.default_rng(0))
    budget = np.random.default_rng(3).exponential(1.0, 200_000)
    begin = np.zeros(len(budget))

    struck = first_passage(
        budget, breaks=(begin, begin + 1000), rate=lambda days: np.full(days.shape, 0.002), clock=pace
    )

    # exp(-0.002 * 300) = 0.5488
    assert (struck >= 300).mean() == pytest.approx(np.exp(-0.6), abs=0.004)


def test_drift_and_noise_move_the_clock_and_none_leaves_it_even() -> None:
    wandering = clock(Season(drift=0.1, noise=0.1), START, 1000, np.random.default_rng(5))
    even = clock(Season(), START, 1000, np.random.default_rng(5))

    assert even.passed[-1] == 1000.0
    assert abs(wandering.passed[-1] - 1000.0) > 1.0
    assert (np.diff(wandering.passed) > 0).all()
