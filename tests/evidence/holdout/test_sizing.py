"""How large a holdout has to be, in customers, weeks and quarters."""

from __future__ import annotations

import pytest

from holdfast.errors import InputError
from holdfast.evidence.holdout.answers import sizing_record
from holdfast.evidence.holdout.sizing import SizingQuestion, sizing_of


def test_five_points_from_85_take_800_an_arm_and_at_240_a_quarter_87_weeks() -> None:
    found = sizing_of(SizingQuestion(0.85, 0.05, weekly=240 / 13))

    assert found.needed is not None
    assert found.needed[0] == found.needed[1] == pytest.approx(800, abs=1.5)
    assert found.weeks == 87
    assert found.verdict == "too small"


def test_quarters_are_pooled_where_one_is_not_enough() -> None:
    record = sizing_record(SizingQuestion(0.85, 0.1, weekly=240 / 13))

    assert record.verdict == "large enough if quarters are pooled"
    assert record.figures[2] == ("weeks", 22.0)
    assert (
        "240 customers (1 quarter) show 12.9 points; 480 customers (2 quarters) show 9.1" in record.notes[0]
    )


def test_what_is_there_counts_at_once() -> None:
    found = sizing_of(SizingQuestion(0.85, 0.05, available=2_000))

    assert (found.verdict, found.weeks) == ("large enough", 0)
    [(quarters, customers, change)] = found.visible
    assert (quarters, customers, round(change, 4)) == (0, 2_000, 0.0447)


def test_too_few_that_never_become_more_are_told_what_they_show() -> None:
    record = sizing_record(SizingQuestion(0.85, 0.05, available=200))

    assert record.verdict == "too small"
    assert record.figure("weeks") is None
    assert "200 customers show 14.1 points" in record.notes[0]
    assert "200 are there, and no more come" in record.sentence


def test_a_correlation_shrinks_what_is_needed() -> None:
    plain = sizing_record(SizingQuestion(3.0, 0.5, deviation=4.0, unit="count", available=5_000))
    known = sizing_record(
        SizingQuestion(3.0, 0.5, deviation=4.0, unit="count", available=5_000, correlation=0.7)
    )

    assert known.n is not None
    assert plain.n is not None
    assert known.n / plain.n == pytest.approx(1 - 0.49, abs=0.01)
    assert known.figure("without_adjusting") == plain.n
    assert "makes the range 29% narrower" in known.notes[0]


def test_weeks_of_signing_show_less_than_customers_and_are_told_where_those_are_too_few() -> None:
    record = sizing_record(SizingQuestion(0.85, 0.03, weekly=240 / 13))
    four = record.figure("visible_after_4_quarters"), record.figure("visible_by_week_after_4_quarters")

    assert four[0] is not None
    assert four[1] is not None
    assert four[0] < four[1] < 1.3 * four[0]
    assert any(one.startswith("Drawn by week of signing") for one in record.notes)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"base": 1.2, "change": 0.05, "available": 10}, "base: a share of 1.2"),
        ({"base": 0.5, "change": 0.0, "available": 10}, "change: 0 points"),
        ({"base": 0.5, "change": 0.1}, "customers: none are there and none come"),
        ({"base": 5.0, "change": 0.1, "deviation": 0.0, "available": 10}, "deviation: 0"),
    ],
)
def test_what_cannot_be_is_refused(question: dict[str, float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        SizingQuestion(**question)  # type: ignore[arg-type]
