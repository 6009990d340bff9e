"""Drop-offs, detractors and abandoned carts turn a metric over: less of them is better."""

from __future__ import annotations

import pytest

from holdfast.review.quantities import nature_of
from holdfast.review.reading import read_key_result
from holdfast.review.run import review_okr


@pytest.mark.parametrize(
    "text",
    [
        "Reduce cart abandonment rate from 70% to 55%",
        "Reduce onboarding drop-off at the second step from 52% to 20%",
        "Reduce NPS detractors from 25% to 10%",
        "Reduce dissatisfaction from 12% to 6%",
        "Cut the share of detractors from 20% to 10%",
        "Reduce the percentage of customers who rate us below 7 from 20% to 8%",
        "Share of detractors that say their issue was solved from 21% to 40%",
        "Raise first response within 1 hour from 60% to 90%",
        "Decrease conversion time from 10 days to 6 days",
        "Increase time to churn from 8 to 12 months",
        "Increase retention from 104% to 110%",
        "Increase retention by 5% from 60%",
        "Reduce churn by 2% from 5%",
    ],
)
def test_a_sound_result_gets_no_problem(text: str) -> None:
    review = review_okr(f"Objective: Customers stay with us\nKey results:\n1. {text}")

    assert [one.message for one in review.at_least("problem") if one.target.part == "key-result"] == []


def test_fewer_drop_offs_are_better() -> None:
    nature = nature_of(read_key_result("Reduce checkout drop-off by 20%"))

    assert nature is not None
    assert nature.better == "down"


def test_more_abandoned_carts_contradict_themselves() -> None:
    review = review_okr("Objective: Shopping is easy\nKey results:\n1. Increase cart abandonment rate to 80%")

    assert "K216" in {one.rule for one in review.at_least("problem")}
