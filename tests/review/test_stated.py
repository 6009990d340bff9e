"""Numbers that stand beside a key result count as its numbers."""

from __future__ import annotations

import pytest

from holdfast.review.run import review_okr

TABLE = """## Objective: Customers of small shops stay with us

| Key result | Baseline | Target |
|---|---|---|
| Onboarding completion rate | 55 % | 80 % |
| NPS of new customers | 20 | 50 |
| Net revenue retention | 104 % | 112 % |
"""


def test_a_table_with_start_and_target_leaves_nothing_to_ask_about_numbers() -> None:
    review = review_okr(TABLE)

    faults = [one.rule for one in review.findings if one.level != "strength"]

    assert not {"K203", "K205", "K207", "K217"} & set(faults)


def test_a_number_beside_the_sentence_is_praised_as_one_in_it() -> None:
    review = review_okr(TABLE)

    praised = [one.target.number for one in review.findings if one.rule == "K203" and one.level == "strength"]

    assert praised == [1, 2, 3]


def test_the_reading_holds_both_ends_in_the_unit_that_people_write() -> None:
    first, second, third = review_okr(TABLE).objectives[0].case.key_results

    assert first.reading.quantity.baseline == pytest.approx(55)
    assert first.reading.quantity.unit == "%"
    assert (second.reading.quantity.kind, second.reading.quantity.target) == ("from_to", 50)
    assert (third.reading.direction, third.reading.quantity.unit) == ("up", "%")


def test_a_target_alone_is_a_number_and_leaves_the_start_to_ask_for() -> None:
    review = review_okr("Objective: Customers stay\n\nKey results:\n1. Retention rate\n   Target: 90 %\n")

    faults = {one.rule for one in review.findings if one.level != "strength"}

    assert "K203" not in faults
    assert "K205" in faults


def test_a_start_in_per_cent_beside_a_change_in_points_is_counted_in_points() -> None:
    text = "Objective: Customers stay\n\nKey results:\n1. Cut monthly churn by 5 points\n   Baseline: 8 %\n"

    case = review_okr(text).objectives[0].case

    assert case.key_results[0].baseline == 8


def test_days_and_amounts_beside_a_sentence_are_its_numbers() -> None:
    text = (
        "| Objective | Key result | From | To |\n|---|---|---|---|\n"
        "| New customers get going | Time to first value | 21 days | 7 days |\n"
        "| | Average order value | €47 | €52 |\n"
    )

    first, second = review_okr(text).objectives[0].case.key_results

    assert (first.reading.quantity.baseline, first.reading.quantity.target) == (21, 7)
    assert first.reading.direction == "down"
    assert (second.reading.quantity.baseline, second.reading.quantity.target) == (47, 52)


def test_what_the_sentence_says_holds_against_what_stands_beside_it() -> None:
    text = "Objective: Customers stay\n\nKey results:\n1. Retention rate from 80% to 85%\n   Target: 90 %\n"

    reading = review_okr(text).objectives[0].case.key_results[0].reading

    assert (reading.quantity.baseline, reading.quantity.target) == (80, 85)
