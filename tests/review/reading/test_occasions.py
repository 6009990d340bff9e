"""A call or meeting that the team has is a "do", whatever the verb."""

from __future__ import annotations

import pytest

from holdfast.review.reading import read_key_result


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Finish onboarding calls with 80% of new customers within 10 days of signing", "activity"),
        ("Finish 70% of set-up sessions within 2 weeks of purchase", "activity"),
        ("Have a call with every account", "activity"),
        ("Have 50% of users finish the tutorial", "outcome"),
        ("95% of new customers have a date for their onboarding call", "outcome"),
    ],
)
def test_an_occasion_is_an_activity_and_what_customers_do_is_not(text: str, form: str) -> None:
    assert read_key_result(text).form == form
