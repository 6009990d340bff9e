"""Kaplan-Meier's curve against published examples and its properties."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.stats import kaplan_meier as module
from holdfast.stats.kaplan_meier import kaplan_meier

HISTOGRAM = st.dictionaries(st.integers(0, 60), st.integers(0, 50), max_size=20)
# Freireich 1963, weeks in remission of 21 children on 6-mercaptopurine; as in Cox & Oakes 1984, table 1.1.
RELAPSED = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
IN_REMISSION = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}


def test_it_gives_the_curve_of_kaplan_and_meier() -> None:
    """Kaplan & Meier 1958, section 2: deaths at 0.8, 3.1, 5.4, 9.2 months, losses at 1.0, 2.7, 7.0, 12.1."""
    curve = kaplan_meier({8: 1, 31: 1, 54: 1, 92: 1}, {10: 1, 27: 1, 70: 1, 121: 1})

    assert [step.survival for step in curve.steps] == pytest.approx([0.875, 0.7, 0.525, 0.2625])


def test_it_gives_the_curve_that_bewick_worked_out() -> None:
    """Bewick, Cheek & Ball 2004, Critical Care 8:389, table 2: eight patients, 6+ and 9+ still alive."""
    curve = kaplan_meier({1: 2, 4: 1, 5: 1, 9: 1, 22: 1}, {6: 1, 9: 1})

    assert [(step.time, step.at_risk, step.ended, round(step.survival, 3)) for step in curve.steps] == [
        (1, 8, 2, 0.75),
        (4, 6, 1, 0.625),
        (5, 5, 1, 0.5),
        (9, 3, 1, 0.333),
        (22, 1, 1, 0),
    ]


def test_it_gives_the_published_curve_of_the_remissions() -> None:
    """Survival and Greenwood's standard errors as in Kleinbaum & Klein 2012, chapter 2, and R's survfit."""
    curve = kaplan_meier(RELAPSED, IN_REMISSION)

    assert [(step.time, step.at_risk, round(step.survival, 4)) for step in curve.steps] == [
        (6, 21, 0.8571),
        (7, 17, 0.8067),
        (10, 15, 0.7529),
        (13, 12, 0.6902),
        (16, 11, 0.6275),
        (22, 7, 0.5378),
        (23, 6, 0.4482),
    ]
    assert [round(step.standard_error, 4) for step in curve.steps] == [
        0.0764,
        0.0869,
        0.0963,
        0.1068,
        0.1141,
        0.1282,
        0.1346,
    ]
    assert curve.quantile(0.5) == 23


def test_the_range_of_the_remissions_is_the_published_one() -> None:
    """Log-log range as Stata's ``sts list`` prints it for these data: 0.6197 to 0.9516 at 6 weeks."""
    curve = kaplan_meier(RELAPSED, IN_REMISSION)

    first, last = curve.steps[0].interval(), curve.steps[-1].interval()

    assert first is not None
    assert (round(first.low, 4), round(first.high, 4)) == (0.6197, 0.9516)
    assert last is not None
    assert (round(last.low, 4), round(last.high, 4)) == (0.1881, 0.6801)
    assert curve.quantile_interval(0.5) == (13, None)


def test_without_censoring_it_is_the_share_still_there() -> None:
    curve = kaplan_meier({1: 2, 3: 1, 7: 1}, {})

    assert [curve.survival(time) for time in (0, 1, 2, 3, 6, 7, 99)] == [1, 0.5, 0.5, 0.25, 0.25, 0, 0]
    assert (curve.quantile(0.5), curve.quantile(0.75), curve.quantile(0.9)) == (1, 3, 7)
    assert curve.steps[-1].interval() is None
    assert curve.steps[-1].standard_error == 0


def test_a_half_that_rounding_misses_by_a_bit_is_a_half() -> None:
    """4/5 · 5/8 and its kin are one half in algebra."""
    curve = kaplan_meier({1: 1, 2: 1, 3: 1, 4: 1, 5: 1}, {6: 5})

    assert curve.quantile(0.5) == 5


def test_nothing_ended_has_no_steps() -> None:
    curve = kaplan_meier({}, {3: 5})

    assert curve.steps == ()
    assert curve.survival(99) == 1
    assert curve.quantile(0.5) is None
    assert curve.quantile_interval(0.5) == (None, None)
    assert kaplan_meier({}, {}).steps == ()


@given(HISTOGRAM, HISTOGRAM)
def test_it_falls_and_its_range_holds_it(ended: dict[int, int], last_seen: dict[int, int]) -> None:
    steps = kaplan_meier(ended, last_seen).steps

    assert [step.survival for step in steps] == sorted((step.survival for step in steps), reverse=True)
    assert sum(step.ended for step in steps) == sum(ended.values())
    for step in steps:
        band = step.interval()
        assert band is None or 0 <= band.low <= step.survival <= band.high <= 1


@given(HISTOGRAM, HISTOGRAM, st.integers(1, 5))
def test_doubling_everybody_changes_no_survival(
    ended: dict[int, int], last_seen: dict[int, int], times: int
) -> None:
    once = kaplan_meier(ended, last_seen)
    often = kaplan_meier(
        {time: n * times for time, n in ended.items()}, {time: n * times for time, n in last_seen.items()}
    )

    assert [step.survival for step in often.steps] == pytest.approx([step.survival for step in once.steps])


@pytest.mark.parametrize("histogram", [{-1: 1}, {1: -1}])
def test_a_negative_time_or_count_is_refused(histogram: dict[int, int]) -> None:
    with pytest.raises(InputError, match="ended"):
        kaplan_meier(histogram, {})
    with pytest.raises(InputError, match="last_seen"):
        kaplan_meier({}, histogram)


def test_the_example_holds() -> None:
    assert doctest.testmod(module).failed == 0
