"""What key results can move: arithmetic that needs no causes."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.evidence.reach import LinkEffect, Touch, believed, chances, reach_of

SIX_POINTS = LinkEffect(effect=0.059, error=0.0163, hidden=0.02)


def test_new_customers_barely_move_the_retention_of_all() -> None:
    """12 % of the base, 58 to 80 in 100, 5.9 points each: 0.16 points at most before shrinking."""
    reach = reach_of([Touch("calls held", 0.12, 0.22, SIX_POINTS)], seed=1)

    assert 100 * reach.expected == pytest.approx(0.14, abs=0.03)
    assert reach.share == pytest.approx(0.12)


def test_an_effect_nobody_tested_is_expected_to_be_nothing() -> None:
    reach = reach_of([Touch("calls held", 0.5, 0.2)], seed=1)

    assert reach.expected == pytest.approx(0, abs=0.0001)
    assert reach.at_most == pytest.approx(0.5 * 0.2 * 0.02 * 1.96, rel=0.1)


def test_overlapping_key_results_are_not_summed() -> None:
    alone = reach_of([Touch("one", 0.5, 0.2, SIX_POINTS)], seed=1)
    both = reach_of([Touch("one", 0.5, 0.2, SIX_POINTS), Touch("two", 0.5, 0.2, SIX_POINTS)], seed=1)

    assert both.share == pytest.approx(0.75)
    assert alone.expected < both.expected < 1.75 * alone.expected


def test_an_unsure_effect_is_drawn_towards_nothing() -> None:
    sure, unsure = (believed(LinkEffect(0.06, error, 0.0)) for error in (0.005, 0.06))

    assert sure[0] == pytest.approx(0.06, rel=0.02)
    assert unsure[0] == pytest.approx(0.03, rel=0.01)


def test_without_a_bet_an_objective_that_wobbles_is_a_coin() -> None:
    reach = reach_of([Touch("one", 1.0, 0.5, SIX_POINTS)], seed=1)
    half = np.random.default_rng(2).standard_normal(2000)

    without, together = chances(reach, 0.02 * np.concatenate([half, -half]))

    assert without == 0.5
    assert together > 0.75


def test_no_key_results_move_nothing() -> None:
    reach = reach_of([], seed=1)

    assert (reach.share, reach.expected, reach.at_most) == (0, 0, 0)


@pytest.mark.parametrize("touch", [Touch("one", 1.2, 0.1), Touch("one", 0.5, 1.5)])
def test_shares_that_cannot_be_are_refused(touch: Touch) -> None:
    with pytest.raises(InputError, match="one"):
        reach_of([touch], seed=1)
