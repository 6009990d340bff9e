"""A key result touches a reason by what it measures, speaks of, works on or names, and says how."""

from __future__ import annotations

import pytest

from holdfast.review.leavers.themes import themes
from holdfast.review.leavers.touching import ReadKeyResult, counts_leaving, leads, listens, touch
from holdfast.review.reading import read_key_result


def read(text: str, *, bound: str | None = None) -> ReadKeyResult:
    return ReadKeyResult("1", read_key_result(text, objective="Customers stay"), bound)


@pytest.mark.parametrize(
    ("text", "theme", "why"),
    [
        (
            "Median first response time to tickets from 9 hours to 4 hours",
            "support",
            "key result 1 counts first response time; the reason is slow or poor support",
        ),
        (
            "CSAT of support tickets from 80% to 90%",
            "support",
            "key result 1 names “support”; the reason is slow or poor support",
        ),
        (
            "Schedule 95% of new customer onboarding calls within 5 days signing",
            "onboarding",
            (
                "key result 1 is the team's own work on it (onboarding), for new customers only; "
                "the reason is an onboarding that was never finished"
            ),
        ),
        (
            "Undertake monthly review call with all accounts over $1m",
            "neglect",
            (
                "key result 1 is the team's own work on it (contact), for accounts over $1m only; "
                "the reason is nobody looked after them"
            ),
        ),
        (
            "Share of failed payments recovered within 14 days from 43% to 65%",
            "payment",
            "key result 1 names “failed payments”; the reason is payments and invoices",
        ),
        (
            "Share of customers that use reports every week from 40% to 50%",
            "low_use",
            "key result 1 counts adoption; the reason is too little use",
        ),
    ],
)
def test_a_key_result_says_why_it_touches_a_reason(text: str, theme: str, why: str) -> None:
    found = touch(read(text), themes()[theme])

    assert found is not None
    assert found.why == why


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("NPS from 20 to 30", "support"),
        ("NPS from 20 to 30", "price"),
        ("Reduce quarterly churn of paying customers from 5% to 4%", "support"),
        ("Tickets per 100 customers from 14 to 9 a month", "support"),
        ("Schedule 95% of new customer onboarding calls within 5 days signing", "neglect"),
        ("Median first response time to tickets from 9 hours to 4 hours", "price"),
        ("Send 12 newsletters by June", "low_use"),
    ],
)
def test_what_only_goes_with_a_reason_does_not_touch_it(text: str, theme: str) -> None:
    assert touch(read(text), themes()[theme]) is None


def test_a_metric_named_by_the_author_counts_as_much_as_one_that_is_read() -> None:
    vague = "Share of members who train four times in their first month from 38% to 50%"

    assert touch(read(vague, bound="stickiness"), themes()["low_use"]) is not None


def test_what_usually_moves_before_it_is_said_to_lead_there() -> None:
    start = read("Median time to value of new customers from 47 days to 30 days")

    assert leads(start, themes()["low_use"]) == (
        "key result 1 (time to value) may lead to adoption and does not touch it"
    )
    assert leads(start, themes()["price"]) is None


@pytest.mark.parametrize(
    ("text", "is_counting", "is_listening"),
    [
        ("Renewal rate of accounts due in the quarter from 80% to 85%", True, False),
        ("Net revenue retention from 101% to 106%", True, False),
        ("NPS from 20 to 30", False, True),
        ("Undertake monthly review call with all accounts over $1m", False, True),
        ("Median first response time to tickets from 9 hours to 4 hours", False, False),
    ],
)
def test_counting_leaving_and_listening_are_told_from_acting(
    text: str, *, is_counting: bool, is_listening: bool
) -> None:
    assert counts_leaving(read(text)) is is_counting
    assert listens(read(text)) is is_listening
