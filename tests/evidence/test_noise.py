"""What can be told from noise: against the figures that are known by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.evidence.challenge import challenge
from holdfast.evidence.noise import Wobble, noise_of, visible

if TYPE_CHECKING:
    from tests.evidence.conftest import BetAfter, Scores, Shares

SCORE_VARIANCE = 10_000 * (0.45 + 0.25 - (0.45 - 0.25) ** 2)
"""Of one answer where 45 in 100 are promoters and 25 detractors."""


@pytest.mark.parametrize(
    ("customers", "points"),
    [(20, 35), (50, 22), (100, 16), (200, 11), (500, 7), (2_000, 3.5), (10_000, 1.6)],
)
def test_the_change_of_a_share_of_four_in_five_that_can_be_seen(customers: int, points: float) -> None:
    """2.8 standard errors of a difference: Fleiss, Levin & Paik 2003, chapter 4, at 80 % power."""
    assert 100 * Wobble(customers, 0.8 * 0.2).detectable == pytest.approx(points, abs=0.5)


@pytest.mark.parametrize(
    ("answers", "wobble", "seen"),
    [(30, 41, 59), (50, 32, 46), (100, 22.5, 32), (200, 16, 23), (400, 11, 16), (1_000, 7, 10)],
)
def test_the_wobble_of_a_score_from_quarter_to_quarter(answers: int, wobble: float, seen: float) -> None:
    found = Wobble(answers, SCORE_VARIANCE)

    assert found.change == pytest.approx(wobble, abs=0.6)
    assert found.detectable == pytest.approx(seen, abs=0.6)


def test_two_hundred_and_forty_new_customers_at_85_percent() -> None:
    found = Wobble(240, 0.85 * 0.15)

    assert 100 * found.alone == pytest.approx(4.5, abs=0.05)
    assert 100 * found.change == pytest.approx(6.4, abs=0.05)
    assert visible(0.05, found) == "visible if it lasts two quarters"
    assert visible(0.04, found) == "smaller than your normal wobble"
    assert visible(0.10, found) == "visible this quarter"


def test_a_visible_change_is_seen_in_80_of_100_cases() -> None:
    """20,000 pairs of quarters: the share that a 95 % test tells apart, standard error 0.3 points."""
    generator, customers, before = np.random.default_rng(1), 240, 0.58
    wobble = Wobble(customers, before * (1 - before))
    after = before + wobble.detectable

    first = generator.binomial(customers, before, 20_000) / customers
    second = generator.binomial(customers, after, 20_000) / customers
    told = second - first > wobble.change

    assert told.mean() == pytest.approx(0.80, abs=0.02)


def test_drift_hides_a_change_that_sampling_would_show(shares: Shares, bet_after: BetAfter) -> None:
    generator = np.random.default_rng(2)
    drifting = 0.6 + np.cumsum(0.02 * generator.standard_normal(20))
    steady, restless = shares((0.6,) * 20, 7_000), shares(drifting.tolist(), 7_000)

    noises = [
        noise_of(one, one.values[-1].value + 0.03, found=challenge(one, bet_after(20, 0.65), seed=1), days=92)
        for one in (steady, restless)
    ]

    assert [one.verdict for one in noises] == ["visible this quarter", "smaller than your normal wobble"]


def test_the_same_customers_on_both_sides_need_fewer(shares: Shares, bet_after: BetAfter) -> None:
    history = shares((0.8,) * 6, 100)
    found = challenge(history, bet_after(6, 0.85), seed=1)

    apart, paired = (
        noise_of(history, 0.85, found=found, days=92, correlation=correlation) for correlation in (0.0, 0.75)
    )

    assert apart.needed is not None
    assert paired.needed is not None
    assert paired.needed == pytest.approx(apart.needed / 4, abs=1)


def test_one_customer_is_so_many_points(shares: Shares, scores: Scores, bet_after: BetAfter) -> None:
    few, answers = shares((0.75,) * 6, 4), scores((20,) * 6, 25)

    of_share = noise_of(few, 1.0, found=challenge(few, bet_after(6, 1.0, 12), seed=1), days=92)
    of_score = noise_of(answers, 40, found=challenge(answers, bet_after(6, 40, 50), seed=1), days=92)

    assert of_share.one_customer == pytest.approx(1 / 12)
    assert of_score.one_customer == pytest.approx(4.0)


def test_a_correlation_that_cannot_be_is_refused(shares: Shares, bet_after: BetAfter) -> None:
    history = shares((0.8,) * 6, 100)
    found = challenge(history, bet_after(6, 0.85), seed=1)

    with pytest.raises(InputError, match="correlation"):
        noise_of(history, 0.85, found=found, days=92, correlation=1.0)
