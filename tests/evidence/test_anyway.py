"""What a value would have been anyway: of a metric that wanders more than its counts say, more is needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.evidence.conftest import month
from tests.evidence.test_guards import measured

from holdfast.evidence.anyway import best_anyway
from holdfast.units import Period

if TYPE_CHECKING:
    from tests.evidence.conftest import Shares


def test_one_value_in_twenty_of_a_metric_that_nobody_touched_is_better(shares: Shares) -> None:
    generator = np.random.default_rng(9)
    better = 0
    for _ in range(120):
        odds = np.cumsum(generator.normal(0, 0.05, 13)) + 0.4
        hits = generator.binomial(200, 1 / (1 + np.exp(-odds)))
        bound = best_anyway(shares((hits[:12] / 200).tolist(), 200), measured(13, int(hits[12]), 200))
        better += bound is not None and hits[12] / 200 > bound

    # 6 of 120 are to be expected; fourteen and more would come by luck once in four hundred times.
    assert better <= 13


def test_a_metric_that_wanders_needs_more_than_its_range(shares: Shares) -> None:
    wild = shares((0.5, 0.62, 0.45, 0.58, 0.66, 0.48, 0.6, 0.44, 0.63, 0.5, 0.6, 0.55), 2000)
    calm = shares((0.55,) * 12, 2000)
    value = measured(13, 1220, 2000)  # 61 %, by its counts alone 59 to 63

    assert (best_anyway(wild, value) or 0) > 0.61
    assert (best_anyway(calm, value) or 1) < 0.61


def test_what_shall_fall_has_a_lower_bound(shares: Shares) -> None:
    past = shares((0.1,) * 12, 500, better="down")

    assert (best_anyway(past, measured(13, 50, 500)) or 1) < 0.1


@pytest.mark.parametrize("count", [0, 1, 3])
def test_nobody_can_tell_from_three_values(shares: Shares, count: int) -> None:
    assert best_anyway(shares((0.5,) * count), measured(13, 50, 100)) is None


def test_a_quarter_is_held_against_months_only_where_they_add_up(shares: Shares) -> None:
    past = shares((0.5,) * 12)
    quarter = replace(measured(13, 150, 300), period=Period(month(13).start, month(15).end))

    assert best_anyway(past, quarter) is None
    assert best_anyway(past, quarter, adds_up=True) is not None


def test_a_value_that_the_past_holds_already_is_not_asked_for(shares: Shares) -> None:
    assert best_anyway(shares((0.5,) * 12), measured(12, 50, 100)) is None
