"""The range of money at risk holds what is lost nine times in ten, a few large customers or not."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.reasons.risk.assessing import drift_of
from holdfast.reasons.risk.money import money_at_risk


@pytest.mark.parametrize("drift", [0.0, 0.3])
def test_the_range_holds_what_is_lost_nine_times_in_ten(drift: float) -> None:
    """Of 100 companies 90 are to be expected; 82 and fewer would come in 1 of 100 runs."""
    inside = 0
    for seed in range(100):
        generator = np.random.default_rng(seed)
        chances = generator.beta(1, 20, 400)
        monthly = np.exp(generator.normal(8.0, 1.5, 400))
        true = np.minimum(chances * np.exp(generator.normal(0.0, drift)), 0.99)
        lost = monthly[generator.random(400) < true].sum()
        found = money_at_risk(chances, monthly, events=5_000, drift=drift)
        inside += found.low_minor <= lost <= found.high_minor

    assert 82 <= inside <= 98


def test_what_is_expected_is_chance_times_money() -> None:
    found = money_at_risk(np.array([0.1, 0.5]), np.array([1000.0, 200.0]), events=100)

    assert found.expected_minor == pytest.approx(200)
    assert found.paid_minor == pytest.approx(1200)


def test_periods_that_differ_by_luck_alone_have_hardly_a_drift_and_others_have() -> None:
    generator = np.random.default_rng(1)
    landmark = np.repeat(np.arange(12), 3_000)
    chances = np.full(36_000, 0.05)
    level = np.exp(generator.normal(0.0, 0.4, 12))[landmark]

    alike = drift_of(landmark, (generator.random(36_000) < chances).astype(float), chances)
    apart = drift_of(landmark, (generator.random(36_000) < chances * level).astype(float), chances)

    assert alike < 0.1
    assert 0.2 < apart < 0.7
