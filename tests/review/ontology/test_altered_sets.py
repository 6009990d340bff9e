"""Other words keep what the expert found about objective and set; a fault removed takes its finding along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.review.registry import all_rules
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.review.run import Review

NPS = "NPS (Net Promoter Score) up 50 over previous quarter"
FOUND = {
    "O104",
    "O106",
    "S301 engagement",
    "S301 retention",
    "S302",
    "S303",
    "S304",
    "S305",
    "S306",
    "S308",
    "S310",
}
_OWN = tuple(rule for rule in all_rules() if rule.code[0] in "OS")


def points(review: Review) -> set[str]:
    """Codes of the findings; S301 with the words it is about, brought to the concept's name."""
    found = set()
    for finding in review.findings:
        text = review.objectives[0].case.source.text
        words = text[slice(*finding.span)].lower() if finding.rule == "S301" and finding.span else ""
        name = {"engage": "engagement", "stay": "retention", "churn": "retention"}.get(words, words)
        found.add(f"{finding.rule} {name}".strip())
    return found


@pytest.mark.parametrize(
    "key_results",
    [
        (
            "Book 95% of new customer onboarding calls within 5 days of signing",
            "Hold 80% of customer onboarding calls within 10 days of signing",
            "Carry out a monthly review call with all accounts over $1m",
            NPS,
        ),
        (
            "Arrange 90% of new client kick-off calls within 3 days of contract signature",
            "Run 70% of client kick-off calls within 14 days of contract signature",
            "Run a quarterly status call with every client over $500k",
            "Net Promoter Score up 20 on the previous quarter",
        ),
        (
            "95% of new customers have a date for their onboarding call within 5 days of contract signing",
            "80% of customer onboarding calls completed within 10 days of signing",
            "All accounts over $1m have review in the last calendar month",
            NPS,
        ),
        (
            NPS,
            "Hold a QBR with every account over $1m",
            "Complete 80% of the welcome calls for new customers within two weeks of signing",
            "Book 95% of welcome calls for new customers within one week of signing",
        ),
    ],
    ids=["other verbs", "other words and numbers", "worded as results", "other order"],
)
def test_other_words_keep_the_findings(review: Callable[..., Review], key_results: tuple[str, ...]) -> None:
    assert points(review(key_results=key_results)) >= FOUND


@pytest.mark.parametrize(
    "objective",
    [
        "Improve customer retention and engagement (paying customers only)",
        "Boost user engagement & retention for paying accounts",
        "Paying accounts engage more and stay longer",
    ],
)
def test_other_objectives_keep_the_findings(review: Callable[..., Review], objective: str) -> None:
    assert points(review(objective=objective)) >= FOUND


@pytest.mark.parametrize(
    ("added", "gone"),
    [
        ("Customer churn from 4% to 3%", {"S301 retention", "S304"}),
        ("90% of paying accounts due for renewal renew", {"S301 retention", "S304"}),
        ("Lose at most 2 of the 11 accounts up for renewal", {"S301 retention", "S304"}),
        ("60% of paying accounts use the product every week", {"S301 engagement", "S304"}),
        ("Interview 20 customers who left", {"S310"}),
        ("Top 3 churn reasons identified from 20 exit surveys", {"S310"}),
        ("CSAT after review calls at or above 90%", {"S305"}),
        ("Fewer than 5% of accounts opt out of the monthly call", {"S305"}),
        ("80% of accounts rate the review call as useful", {"S305"}),
        ("80% of issues raised in calls are resolved within 14 days", {"S305", "S306"}),
        ("90% of issues raised in review calls closed within 30 days", {"S305", "S306"}),
    ],
)
def test_a_fault_removed_takes_its_finding_along(
    review: Callable[..., Review], added: str, gone: set[str]
) -> None:
    found = points(review(added))

    assert FOUND - gone <= found
    assert not gone & found


def test_an_initiative_that_asks_leavers_is_enough(review: Callable[..., Review]) -> None:
    assert FOUND - points(review(initiatives=("Interview 20 leavers",))) == {"S310"}


def test_where_both_ends_are_measured_they_may_stand_in_one_sentence(review: Callable[..., Review]) -> None:
    found = points(review("Churn from 4% to 3%", "Weekly active accounts from 400 to 600"))

    assert not found & {"O105", "S301 engagement", "S301 retention", "S303"}


def test_more_completed_than_scheduled_contradicts(review: Callable[..., Review]) -> None:
    key_results = (
        "Schedule 80% of new customer onboarding calls within 5 days signing",
        "Complete 95% of customer onboarding calls within 10 days of signing",
    )

    assert "S309" in points(review(key_results=key_results))


def test_the_first_of_the_missing_ends_names_the_work(review: Callable[..., Review]) -> None:
    messages = [finding.message for finding in review().findings if finding.rule == "S301"]

    assert messages == [
        (
            "No key result measures engagement: key results 1, 2 and 3 count the activity itself, "
            "and NPS (key result 4) may lead to it and is not it."
        ),
        "No key result measures retention: NPS (key result 4) may lead to it and is not it.",
    ]


@pytest.mark.parametrize(
    ("objective", "key_results"),
    [
        ("Deliver an exceptional customer experience", ("CSAT from 3.8 to 4.5", "NPS from 28 to 50")),
        (
            "Make our product the easiest to onboard",
            ("Time to first value from 7 to 2 days", "Activation from 45% to 80%"),
        ),
        (
            "Improve user retention",
            ("D7 retention from 20% to 25%", "NPS from 30 to 50", "Interview 10 users who left"),
        ),
        (
            "Make support effortless",
            ("Customer effort score from 3.1 to 2.4", "First contact resolution from 60% to 75%"),
        ),
    ],
)
def test_a_sound_okr_gets_no_finding(
    review: Callable[..., Review], objective: str, key_results: tuple[str, ...]
) -> None:
    found = points(review(objective=objective, key_results=key_results))

    assert not {point for point in found if point[0] in "OS" and point != "O104"}


@given(st.text(max_size=300), st.lists(st.text(max_size=200), max_size=4))
def test_any_text_is_judged_without_a_crash(objective: str, key_results: list[str]) -> None:
    document = OkrDocument("any", (Objective(objective, tuple(map(KeyResult, key_results))),))

    review = review_document(document, rules=_OWN)

    assert not [finding.message for finding in review.findings if " failed on this OKR" in finding.message]
