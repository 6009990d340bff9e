"""A title above the objectives is understood: it may name the cycle, and it is no line left over."""

from __future__ import annotations

import pytest

from holdfast.review.run import review_okr

OKR = "## Objective: Customers stay\n\n1. Churn from 5% to 3%\n2. NPS from 30 to 40\n"


@pytest.mark.parametrize("title", ["# Q1 plan", "# Customer Success OKRs, Q1 2027", "Plan for Q3 2026"])
def test_a_title_above_the_objectives_is_no_line_that_was_not_understood(title: str) -> None:
    review = review_okr(f"{title}\n\n{OKR}")

    assert review.document.unread == ()


def test_other_lines_above_the_objectives_are_still_said() -> None:
    review = review_okr(f"The churn of last quarter hurt us badly and we have to talk about it.\n\n{OKR}")

    assert [line for line, _ in review.document.unread] == [1]
