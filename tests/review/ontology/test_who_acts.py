"""Work is told from effect by who acts, however the sentence is worded."""

from __future__ import annotations

import pytest

from holdfast.review.reading import read_key_result
from holdfast.review.work import asks_why, is_own_work, kinds_of_work


@pytest.mark.parametrize(
    "text",
    [
        "Hold a monthly review call with all accounts over $1m",
        "All accounts over $1m have review in the last calendar month",
        "All accounts over $1m have had a check-in in the last 30 days",
        "80% of customer onboarding calls completed within 10 days of signing",
        "95% of new customers have date for onboarding call within 5 days of contract signing",
        "90% of at-risk customers contacted within 24 hours",
        "12 webinars held",
        "Launch a help centre",
    ],
)
def test_what_the_team_does_is_its_own_work(text: str) -> None:
    assert is_own_work(read_key_result(text))


@pytest.mark.parametrize(
    "text",
    [
        "70% of new customers use the core feature within 14 days",
        "NPS from 30 to 40",
        "Half of the accounts that had a review call use the product every week",
        "40% of invited customers attend the webinar",
        "Fewer than 5% of accounts opt out of the monthly call",
        "CSAT survey score from 80% to 90%",
        "App store reviews from 3.9 to 4.4 stars",
        "Onboarding completion from 50% to 80%",
    ],
)
def test_what_customers_do_or_say_is_an_effect(text: str) -> None:
    assert not is_own_work(read_key_result(text))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Hold a QBR with every account", ("contact",)),
        ("Survey 100 customers after their onboarding", ("onboarding", "listening")),
        ("Resolve 90% of issues raised in review calls", ("contact", "remedy")),
        ("NPS from 30 to 40", ()),
    ],
)
def test_kinds_of_work_are_named_in_causal_order(text: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of_work(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Interview 20 customers who left",
        "Interview 20 leavers",
        "Exit survey answered by half of the leavers",
        "90% of cancellations have a known reason",
        "Find out why accounts did not renew",
        "Understand why customers leave",
    ],
)
def test_asking_those_who_left_is_asking_why(text: str) -> None:
    assert asks_why(text)


@pytest.mark.parametrize("text", ["Interview 20 new customers", "Churn from 5% to 3%", "Call all leads"])
def test_other_questions_and_the_rate_itself_are_not(text: str) -> None:
    assert not asks_why(text)
