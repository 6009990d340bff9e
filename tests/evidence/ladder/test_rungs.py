"""Each rung of the ladder as a record: what it says, and when it refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.evidence.ladder.rungs import before_after_record, beside_record, rollout_record
from holdfast.evidence.ladder.series import UnitSeries
from holdfast.units import Period

FIRST = date(2025, 1, 6)


def week(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def series(
    seed: int, *, units: int = 14, weeks: int = 32, starts: dict[int, int], effect: float = 0.0
) -> UnitSeries:
    """Shares of regions by week; a region begins in the week given, in the middle of nothing."""
    generator = np.random.default_rng([seed, units])
    course = np.cumsum(generator.normal(0, 0.005, (weeks, 2)), axis=0)
    values = (
        0.6 + (course @ generator.uniform(0, 1, (2, units))).T + generator.normal(0, 0.01, (units, weeks))
    )
    for unit, start in starts.items():
        values[unit, start:] += effect
    return UnitSeries(
        title="Onboarding completed within 10 days",
        unit="share",
        treatment="a new form",
        names=tuple(f"r{unit}" for unit in range(units)),
        periods=tuple(Period(week(number), week(number + 1)) for number in range(weeks)),
        values=values,
        starts=tuple((f"r{unit}", week(start)) for unit, start in starts.items()),
        matters=0.02,
    )


STAGGERED = {unit: 10 + 2 * unit for unit in range(7)}


def test_a_rollout_that_moved_is_supported_one_step_below_the_lot() -> None:
    record = rollout_record(series(1, starts=STAGGERED, effect=0.05))

    assert (record.verdict, record.reason, record.step) == ("supported by your data", "", 3)
    assert record.low is not None
    assert record.high is not None
    assert record.low < 0.05 < record.high
    assert "7 units that began, 13 beside them" in record.sentence
    assert all(one.passed for one in record.controls)


def test_units_that_were_moving_before_get_no_verdict() -> None:
    made = series(2, starts=STAGGERED)
    rising = made.values.copy()
    rising[:7] += 0.006 * np.arange(32)

    record = rollout_record(replace(made, values=rising))

    assert (record.verdict, record.reason) == (
        "cannot tell",
        "they were moving apart already before it began",
    )
    assert not record.controls[0].passed


def test_few_units_are_refused_in_words() -> None:
    record = rollout_record(series(3, starts={0: 10, 1: 14}))

    assert record.verdict == "cannot tell"
    assert record.reason.startswith("too few units: 2 began")
    assert record.estimate is None


def test_who_had_begun_before_everything_stands_beside_nobody() -> None:
    made = series(4, starts=STAGGERED | {13: 0}, effect=0.05)

    assert "7 units that began, 12 beside them" in rollout_record(made).sentence


def test_one_region_beside_a_mix_of_others() -> None:
    record = beside_record(series(5, starts={0: 24}, effect=0.06))

    assert record.verdict == "supported by your data"
    assert (record.figure("place"), record.figure("places"), record.step) == (1, 14, 2)
    assert record.raw_gap is not None
    assert record.notes[0].startswith("The mix: ")


def test_with_few_others_it_is_suggestive_at_most() -> None:
    record = beside_record(series(6, units=6, starts={0: 24}, effect=0.08))

    assert (record.verdict, record.reason) == (
        "suggestive",
        "the others are too few for a place among them to be rare",
    )
    assert record.notes[2] == (
        "A place among 6 says little: where nothing was done, one is first in about one of 5 cases. "
        "9 others and more could tell it apart."
    )
    assert not any("says little" in note for note in beside_record(series(6, starts={0: 24})).notes)


@pytest.mark.parametrize(
    ("starts", "units", "reason"),
    [
        ({0: 12}, 14, "12 periods lie before it began, and 20 are needed"),
        ({0: 24, 1: 26}, 14, "it began at several times"),
        (dict.fromkeys(range(5), 24), 6, "1 of the units never began, and 2 are needed"),
    ],
)
def test_a_mix_that_would_say_nothing_is_refused(starts: dict[int, int], units: int, reason: str) -> None:
    record = beside_record(series(7, units=units, starts=starts))

    assert (record.verdict, record.reason, record.estimate) == ("cannot tell", reason, None)


def test_a_region_that_no_mix_reaches_gets_no_verdict() -> None:
    made = series(8, starts={0: 24})
    high = made.values.copy()
    high[0] += 0.3

    record = beside_record(replace(made, values=high))

    assert record.reason == "no mix of the others goes the way that it went before"


def test_before_and_after_is_never_more_than_cannot_tell() -> None:
    record = before_after_record(series(9, starts={0: 16}, effect=0.2))

    assert (record.verdict, record.step) == ("cannot tell", 0)
    assert record.estimate == pytest.approx(0.2, abs=0.05)
    assert "Nothing says that it would not have anyway" in record.sentence


def test_a_week_in_which_it_began_counts_as_treated() -> None:
    made = replace(series(10, starts={0: 16}), starts=(("r0", week(16) + timedelta(days=3)),))

    assert made.begins()[0] == 16


def test_a_start_of_no_unit_is_refused() -> None:
    with pytest.raises(InputError, match="--start: 'nowhere' is no value of the column"):
        replace(series(11, starts={0: 16}), starts=(("nowhere", week(3)),))


def test_no_word_of_statistics_is_said() -> None:
    made = [series(12, starts=one, effect=0.05) for one in (STAGGERED, {0: 24}, {0: 3})]
    records = [rung(one) for one in made for rung in (rollout_record, beside_record, before_after_record)]

    text = " ".join(" ".join((one.sentence, one.reason, *one.notes)) for one in records).lower()

    assert not re.findall(r"p-value|significan|\bcaus|\bprove|confidence|\bnull", text)
