"""What is expected today is a curve from 0 to 1 that never turns back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.okr.expected import (
    Always,
    Curve,
    Linear,
    Piecewise,
    StepAtMaturity,
    checkpoints,
    elapsed_share,
    seasonal,
)
from holdfast.units import Period

QUARTER = Period(date(2026, 10, 1), date(2027, 1, 1))
SHARES = st.floats(0, 1)


@pytest.mark.parametrize(
    ("day", "elapsed"),
    [
        (date(2026, 9, 1), 0),
        (date(2026, 10, 1), 0),
        (date(2026, 11, 16), 0.5),
        (date(2027, 1, 1), 1),
        (date(2027, 3, 1), 1),
    ],
)
def test_the_elapsed_share_runs_from_the_first_day_to_the_end_of_the_cycle(day: date, elapsed: float) -> None:
    assert elapsed_share(QUARTER, day) == elapsed


def test_a_retention_window_of_ninety_days_expects_nothing_in_week_four() -> None:
    curve = StepAtMaturity(90 / 92)

    assert (curve.at(4 / 13), curve.at(90 / 92), curve.at(1)) == (0, 1, 1)


def test_a_window_that_outlasts_the_cycle_expects_nothing_in_it() -> None:
    assert StepAtMaturity(1.5).at(1) == 0


def test_a_season_puts_progress_where_history_had_it() -> None:
    curve = seasonal((1, 1, 2))

    assert [curve.at(elapsed) for elapsed in (0, 1 / 3, 2 / 3, 1)] == pytest.approx([0, 0.25, 0.5, 1])
    assert curve.at(5 / 6) == pytest.approx(0.75)


@pytest.mark.parametrize(
    "weights", [(), (0, 0), (1, -1), (float("nan"), 1), (1, float("nan")), (float("inf"),)]
)
def test_a_season_that_is_none_is_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="seasonal weights"):
        seasonal(weights)


@pytest.mark.parametrize(
    ("points", "baseline", "target"),
    [
        (((0.5, 0.07), (0.75, 0.06)), 0.08, 0.05),
        (((0.5, 70), (0.75, 80)), 60, 90),
        (((0.5, -10), (0.75, 10)), -30, 30),
    ],
)
def test_checkpoints_are_met_in_either_direction(
    points: tuple[tuple[float, float], ...], baseline: float, target: float
) -> None:
    curve = checkpoints(points, baseline=baseline, target=target)

    expected = [(value - baseline) / (target - baseline) for _, value in points]
    assert [curve.at(elapsed) for elapsed, _ in points] == pytest.approx(expected)
    assert (curve.at(0), curve.at(1)) == (0, 1)


@pytest.mark.parametrize(
    ("points", "baseline", "target"),
    [
        (((0.3, 0.06), (0.6, 0.07)), 0.08, 0.05),
        (((0.3, 0.09),), 0.08, 0.05),
        (((0.3, 0.04),), 0.08, 0.05),
        (((0.3, 80), (0.6, 70)), 60, 90),
        (((0.3, 50),), 60, 90),
        (((0.3, 100),), 60, 90),
        (((0.6, 70), (0.3, 80)), 60, 90),
        (((0, 70),), 60, 90),
        (((1.2, 70),), 60, 90),
        (((0.3, float("nan")),), 60, 90),
        ((), 60, 60),
    ],
)
def test_checkpoints_that_turn_back_overshoot_or_are_out_of_order_are_refused(
    points: tuple[tuple[float, float], ...], baseline: float, target: float
) -> None:
    with pytest.raises(InputError):
        checkpoints(points, baseline=baseline, target=target)


def test_a_moment_that_is_no_number_is_refused() -> None:
    with pytest.raises(InputError, match="elapsed"):
        Linear().at(float("nan"))


@pytest.mark.parametrize(
    "curve",
    [
        Linear(),
        Always(),
        StepAtMaturity(0.4),
        seasonal((0, 3, 0, 1)),
        checkpoints(((0.2, 3),), baseline=9, target=1),
    ],
)
@given(first=SHARES, second=SHARES)
def test_every_curve_rises_within_nought_and_one(curve: Curve, first: float, second: float) -> None:
    low, high = sorted((first, second))

    assert 0 <= curve.at(low) <= curve.at(high) + 1e-12 <= 1 + 1e-12


@given(st.lists(st.floats(0, 1e300), min_size=1, max_size=13).filter(any), SHARES)
def test_a_season_ends_at_the_whole(weights: list[float], elapsed: float) -> None:
    curve = seasonal(weights)

    assert curve.at(1) == 1
    assert 0 <= curve.at(elapsed) <= 1
    assert isinstance(curve, Piecewise)
