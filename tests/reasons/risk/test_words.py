"""What is said of a contract is true of it."""

from __future__ import annotations

import pytest

from holdfast.reasons.risk.features.contract import words

_TYPICAL = {
    "interval_months": 1.0,
    "monthly_minor": 10_000.0,
    "days_to_renewal": 15.0,
    "renews_within": 1.0,
    "notice_ends_within": 0.0,
    "notice": 0.0,
}


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"monthly_minor": 4_000.0}, "it pays less than most"),
        ({"monthly_minor": 9_999.0}, "it pays by the month"),
        ({"interval_months": 3.0, "renews_within": 0.0}, "it pays by the quarter"),
        ({"notice": 1.0}, "notice was given"),
    ],
)
def test_who_pays_as_most_do_is_not_said_to_pay_less(own: dict[str, float], said: str) -> None:
    assert words({**_TYPICAL, **own}, _TYPICAL) == said
