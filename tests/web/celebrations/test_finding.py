"""The rule of what is celebrated, on values and days typed in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.records import Measurement
from holdfast.units import Interval, Period
from holdfast.web.celebrations.finding import Way, crossing, first_success, streak

UP = Way(0.50, (0.70,))
DOWN = Way(0.08, (0.05,))


def _value(month: int, value: float, *, half: float | None = 0.02, is_mature: bool = True) -> Measurement:
    """A monthly share with half a range on each side; None for no range."""
    return Measurement(
        metric="csat",
        variant="standard",
        version="1",
        period=Period(date(2026, month, 1), date(2026, month + 1, 1)),
        segment=(),
        unit="share",
        value=value,
        numerator=1,
        denominator=2,
        interval=None if half is None else Interval(value - half, value + half),
        pending=0,
        is_mature=is_mature,
        as_of=date(2026, 10, 1),
    )


@pytest.mark.parametrize(
    ("way", "value", "crosses"),
    [
        (UP, 0.73, True),
        (UP, 0.715, False),  # above the target, and its range (0.695 to 0.735) is not
        (UP, 0.72, False),  # the range begins at the target: not beyond it
        (DOWN, 0.025, True),
        (DOWN, 0.04, False),  # below, and its range reaches 0.06
        (DOWN, 0.08, False),
    ],
)
def test_a_target_is_crossed_where_the_whole_range_lies_beyond_it(
    way: Way, value: float, crosses: bool
) -> None:
    assert (crossing(way, [_value(7, value)]) is not None) == crosses


def test_a_value_that_is_not_final_or_has_no_range_crosses_nothing() -> None:
    values = [_value(7, 0.9, is_mature=False), _value(8, 0.9, half=None)]

    assert crossing(UP, values) is None
    assert first_success(UP, values) is None


def test_the_first_value_that_crossed_stays_the_one_that_is_celebrated() -> None:
    values = [_value(7, 0.75), _value(8, 0.80), _value(9, 0.60)]

    assert crossing(UP, values) == values[0]


def test_an_easier_target_by_an_amendment_is_not_enough() -> None:
    amended = Way(0.50, (0.60, 0.70))

    assert crossing(amended, [_value(7, 0.65)]) is None
    assert crossing(amended, [_value(7, 0.75)]) is not None


def test_what_lay_beyond_its_target_before_the_cycle_did_not_move() -> None:
    assert crossing(Way(0.50, (0.70,), before=0.72), [_value(7, 0.9)]) is None


def test_a_first_success_beats_the_baseline_and_the_value_before_the_cycle() -> None:
    # The baseline says 50 %; in truth it was 58 % before the cycle began.
    way = Way(0.50, (0.70,), before=0.58)

    assert first_success(way, [_value(7, 0.55)]) is None
    assert first_success(way, [_value(7, 0.59)]) is None
    assert first_success(way, [_value(7, 0.61)]) is not None


@pytest.mark.parametrize(
    ("gaps", "silent_for", "times"),
    [
        ([7, 7, 7], 3, 4),
        ([9, 9, 9], 9, 4),  # within the two days of grace each time: 27 days cover four cadences
        ([7, 10, 7], 0, 2),  # one was late: counted anew from there
        ([7, 7, 7], 10, 0),  # over by now
        ([1, 1, 1], 0, 1),  # four in one week are one
        ([], 0, 1),
    ],
)
def test_a_streak_counts_cadences_without_one_that_was_late(
    gaps: list[int], silent_for: int, times: int
) -> None:
    days = [date(2026, 7, 6)]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))

    assert streak(days, cadence=7, grace=2, today=days[-1] + timedelta(days=silent_for)) == times


def test_without_a_check_in_there_is_no_streak() -> None:
    assert streak([], cadence=7, grace=2, today=date(2026, 8, 1)) == 0


@pytest.mark.parametrize(("anyway", "is_moved"), [(None, True), (0.65, True), (0.73, False), (0.80, False)])
def test_what_was_to_be_expected_anyway_is_not_celebrated(anyway: float | None, *, is_moved: bool) -> None:
    way = Way(0.50, (0.70,), anyway=lambda _: anyway)

    assert (crossing(way, [_value(7, 0.73)]) is not None) == is_moved
    assert (first_success(way, [_value(7, 0.73)]) is not None) == is_moved


def test_of_what_shall_fall_a_lower_value_is_to_be_expected_anyway() -> None:
    way = Way(0.08, (0.05,), anyway=lambda _: 0.02)

    assert crossing(way, [_value(7, 0.025)]) is None
    assert crossing(way, [_value(7, 0.015, half=0.01)]) is not None
