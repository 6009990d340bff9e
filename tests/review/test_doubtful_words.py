"""Words that read two ways are asked about where they carry the result, and not in names."""

from __future__ import annotations

import pytest

from holdfast.review.run import review_okr


def codes(statement: str) -> set[str]:
    return {one.rule for one in review_okr(f"Objective: Customers stay\n\n1. {statement}\n").findings}


@pytest.mark.parametrize(
    "statement",
    [
        "Time to first value from 21 days to 7 days",
        "Launch the new loyalty programme by 1 May",
        "Ship the health-score dashboard",
    ],
)
def test_a_word_within_a_name_is_not_asked_about(statement: str) -> None:
    assert "K208" not in codes(statement)


def test_a_word_that_carries_the_result_is_asked_about() -> None:
    assert "K208" in codes("Schedule 95% of onboarding calls within 5 days")
