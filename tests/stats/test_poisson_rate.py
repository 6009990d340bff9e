"""The range of a rate against published limits, its properties, and its coverage on draws of known truth."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.poisson_rate import poisson_rate_interval


@pytest.mark.parametrize("events", [0, 1, 5, 50, 4000])
def test_the_ends_are_the_rates_from_which_the_count_is_z_deviations_away(events: int) -> None:
    """The definition of a score interval: (events - rate)^2 = z^2 rate."""
    found = poisson_rate_interval(events, 1)

    for rate in {found.low, found.high} - {0.0}:
        assert (events - rate) ** 2 == pytest.approx(1.959963985**2 * rate, rel=1e-6)


def test_no_events_have_a_low_end_of_nothing_and_a_high_end_above_it() -> None:
    found = poisson_rate_interval(0, 100)

    assert found.low == 0
    assert found.high == pytest.approx(0.0384, abs=1e-4)  # 1.96 squared over 100


def test_twice_the_exposure_halves_the_range() -> None:
    once, twice = poisson_rate_interval(7, 10), poisson_rate_interval(7, 20)

    assert (twice.low, twice.high) == pytest.approx((once.low / 2, once.high / 2))


@pytest.mark.parametrize("truth", [3.0, 12.0, 80.0])
def test_the_range_holds_the_truth_in_about_95_of_100_draws(truth: float) -> None:
    draws = np.random.default_rng(11).poisson(truth, 4000)

    held = np.mean([truth in poisson_rate_interval(int(events), 1) for events in draws])

    assert 0.93 < held < 0.97


@pytest.mark.parametrize(("events", "exposure"), [(-1, 10), (1, 0)])
def test_a_rate_over_nothing_is_refused(events: int, exposure: float) -> None:
    with pytest.raises(InputError, match="an exposure above 0"):
        poisson_rate_interval(events, exposure)
