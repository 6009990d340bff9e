"""How many units show a difference, held against textbooks."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.power import ArmsDesign, needed_units, visible_difference

EIGHTY_FIVE = ArmsDesign(0.85 * 0.15)


@pytest.mark.parametrize(("points", "an_arm"), [(0.05, 800), (0.10, 200)])
def test_equal_arms_need_sixteen_times_the_variance_over_the_square(points: float, an_arm: int) -> None:
    """15.7 p (1 - p) / d²: Fleiss, Levin & Paik 2003, chapter 4."""
    treated, held = needed_units(EIGHTY_FIVE, points) or (0, 0)

    assert treated == held
    assert treated == pytest.approx(an_arm, abs=1.5)


def test_200_customers_show_14_points() -> None:
    assert visible_difference(EIGHTY_FIVE, 200) == pytest.approx(0.141, abs=0.001)


def test_both_directions_say_the_same() -> None:
    treated, held = needed_units(ArmsDesign(0.16, held_out=0.2, correlation=0.5), 0.04) or (0, 0)

    assert held == pytest.approx((treated + held) / 5, abs=1)
    shown = visible_difference(ArmsDesign(0.16, held_out=0.2, correlation=0.5), treated + held)
    assert shown == pytest.approx(0.04, rel=0.001)


def test_a_correlation_of_six_tenths_saves_a_third_of_the_customers() -> None:
    plain, adjusted = (sum(needed_units(ArmsDesign(1.0, correlation=c), 0.2) or (0,)) for c in (0, 0.6))

    assert adjusted / plain == pytest.approx(1 - 0.36, abs=0.01)


def test_a_tenth_held_out_takes_nearly_three_times_as_many() -> None:
    even, uneven = (sum(needed_units(ArmsDesign(1.0, held_out=h), 0.2) or (0,)) for h in (0.5, 0.1))

    assert uneven / even == pytest.approx((1 / 0.1 + 1 / 0.9) / 4, abs=0.01)


def test_weeks_that_are_drawn_whole_show_less_than_customers() -> None:
    alone = visible_difference(EIGHTY_FIVE, 13 * 18)
    weeks = visible_difference(ArmsDesign(0.85 * 0.15, together=18, likeness=0.01), 13 * 18)

    assert alone * 1.08 < weeks < alone * 1.35


def test_four_in_five_see_the_difference_that_is_promised() -> None:
    """By a test of its own, and not by the formula: two normal samples, a range of 1.96 errors."""
    treated, held = needed_units(ArmsDesign(4.0, held_out=0.3), 0.5) or (0, 0)
    generator = np.random.default_rng(5)
    means = generator.normal(0.5, 2 / np.sqrt(treated), 20_000) - generator.normal(
        0, 2 / np.sqrt(held), 20_000
    )

    seen = np.mean(means > 1.96 * 2 * np.sqrt(1 / treated + 1 / held))

    assert seen == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"variance": 0.0}, "variance: 0 was given"),
        ({"held_out": 1.0}, "share held out: 1 was given"),
        ({"correlation": 1.0}, "correlation"),
        ({"together": 0.5}, "drawn together"),
        ({"power": 0.2}, "power"),
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        ArmsDesign(**{"variance": 1.0, **wrong})


def test_no_change_is_never_seen() -> None:
    with pytest.raises(InputError, match="change: it is 0"):
        needed_units(EIGHTY_FIVE, 0)


def test_nobody_has_enough_customers_for_next_to_nothing() -> None:
    assert needed_units(EIGHTY_FIVE, 1e-7) is None
