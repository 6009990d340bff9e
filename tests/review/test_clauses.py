"""A second result has a figure of its own; a window, a range or a guardrail is none."""

from __future__ import annotations

import pytest

from holdfast.review.clauses import guardrail_in, second_result_in
from holdfast.review.reading import read_key_result


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("CSAT to 90% and response under 2h", "response under 2h"),
        ("Increase retention to 85%, and NPS to 50", "NPS to 50"),
        ("Reduce churn to 3% and reply within 4 hours", "reply within 4 hours"),
        ("Reach 20 referrals; cut refunds by 10%", "cut refunds by 10%"),
        ("Improve NPS and retention by 10%", "retention by 10%"),
        ("CSAT to 90%, response time under 2h", "response time under 2h"),
        ("Answer 90% of calls within 1 minute (today: 70%) and lose only 2% of them", "lose only 2% of them"),
    ],
)
def test_a_second_result_is_found_where_it_stands(text: str, second: str) -> None:
    span = second_result_in(read_key_result(text))

    assert span is not None
    assert text[slice(*span)] == second


@pytest.mark.parametrize(
    "text",
    [
        "Increase NPS from 28 to 50",
        "80% of customers sign up and invite a colleague within 7 days",
        "Reduce churn from 5% to 3% and keep it there by Q3",
        "Between 5 and 10 customers leave",
        "Reduce churn to 3%, from 5%",
        "Reach 500 customers, of which 20 in Spain",
        "Onboarding and training completed by 90% of new customers",
        "Reduce response time from 8 to 2 hours while keeping CSAT above 90%",
        "",
    ],
)
def test_one_result_is_one(text: str) -> None:
    assert second_result_in(read_key_result(text)) is None


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("Cut response time to 2h while keeping CSAT above 90%", "while keeping CSAT above 90%"),
        (
            "Halve handling time without lowering first-contact resolution",
            "without lowering first-contact resolution",
        ),
        ("Cut complaints by 30% and keep CSAT above 90%", "and keep CSAT above 90%"),
        ("Churn <5% while growing 3x faster", "while growing 3x faster"),
    ],
)
def test_a_guardrail_is_found_beside_its_result(text: str, guard: str) -> None:
    span = guardrail_in(read_key_result(text))

    assert span is not None
    assert text[slice(*span)] == guard
