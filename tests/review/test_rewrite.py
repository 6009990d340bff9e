"""A "do" is reworded as the coverage it reaches; numbers, people, window and deadline stay as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.review.reading import read_key_result
from holdfast.review.rewrite import as_coverage, as_customer_state
from holdfast.review.rewrite_words import past_participle, plural, singular, with_article
from holdfast.review.run import review_okr

REWRITES = {
    "Book 90% of new client kick-off meetings within 7 days of contract signing": (
        "90% of new clients have a date for their kick-off meeting within 7 days of contract signing"
    ),
    "Schedule all new customer training sessions within 2 weeks": (
        "All new customers have a date for their training session within 2 weeks"
    ),
    "Hold weekly check-ins with each enterprise customer": (
        "All enterprise customers have had a check-in within the last calendar week"
    ),
    "Conduct 75% of client onboarding sessions within 14 days of signing": (
        "75% of client onboarding sessions conducted within 14 days of signing"
    ),
    "Interview 20 leavers by March": "20 leavers have been interviewed by March",
    "Conduct 30 customer interviews by end of Q3": "30 customer interviews have been conducted by end of Q3",
    "Send thank-you emails to all monthly donors": "All monthly donors have received a thank-you email",
    "Contact 85% of churned customers within 14 days of cancellation": (
        "85% of churned customers have been contacted within 14 days of cancellation"
    ),
    "Reach out to every at-risk account in 2 days": "All at-risk accounts have been contacted in 2 days",
    "Run quarterly business reviews with 90% of accounts over $250k": (
        "90% of accounts over $250k have had a business review within the last calendar quarter"
    ),
    "Arrange a training session for 75% of trial users within 3 days of sign-up": (
        "75% of trial users have a date for their training session within 3 days of sign-up"
    ),
    "Phone all customers under $100k every 2 weeks": (
        "All customers under $100k have been phoned within the last 2 weeks"
    ),
    "Visit the top 10 accounts twice a quarter": (
        "The top 10 accounts have been visited twice within the last calendar quarter"
    ),
    "Meet with those users monthly": "‹share› of those users have been met within the last calendar month",
    "Onboard 90% of new customers within 14 days": "90% of new customers have been onboarded within 14 days",
}


@pytest.mark.parametrize(("do", "result"), REWRITES.items())
def test_a_do_is_reworded_as_a_result(do: str, result: str) -> None:
    assert as_coverage(read_key_result(do)) == result


COVERING = [result for result in REWRITES.values() if "%" in result or result.startswith("All ")]


@pytest.mark.parametrize("result", COVERING)
def test_a_coverage_wording_is_read_as_a_result(result: str) -> None:
    assert read_key_result(result).form == "outcome"


@pytest.mark.parametrize("vague", ["Do social media", "", "Work really hard"])
def test_a_sentence_that_says_too_little_gets_no_coverage_wording(vague: str) -> None:
    assert as_coverage(read_key_result(vague)) is None


def test_the_state_it_is_for_has_gaps_and_names_the_customers() -> None:
    reading = read_key_result("Schedule 95% of new customer onboarding calls within 5 days signing")

    assert as_customer_state(reading) == "‹share› of new customers ‹do what the activity is for› by day ‹30›"


@pytest.mark.parametrize("words", ["Schedule 95% of new customer onboarding calls", "Launch a help centre"])
def test_a_do_and_a_deliverable_may_stay_as_initiatives_under_another_key_result(words: str) -> None:
    review = review_okr(f"Objective: Customers stay\nKey results:\n1. {words}\n")

    forms = [finding.initiative for finding in review.findings if finding.initiative is not None]

    assert [form.text for form in forms] == [words]
    assert all(form.key_result.startswith("‹share› of") for form in forms)
    assert {"text": words, "key_result": forms[0].key_result} in [
        finding["initiative"] for finding in review.to_dict()["findings"]
    ]


verbs = st.sampled_from(["Schedule", "Complete", "Hold", "Run", "Book", "Conduct", "Make", "Arrange"])
shares = st.integers(1, 99).map("{}%".format)
things = st.sampled_from(["onboarding calls", "review calls", "training sessions", "check-ins", "surveys"])
whom = st.sampled_from(
    ["new customers", "paying accounts", "trial users", "enterprise clients", "accounts over $1m"]
)
windows = st.builds("within {} {}".format, st.integers(2, 90), st.sampled_from(["days", "weeks", "hours"]))
ends = st.sampled_from(["", " by Q3", " by the end of March", " in 2027"])


@given(st.tuples(verbs, shares, things, whom, windows, ends))
def test_numbers_people_window_and_deadline_stay_word_for_word(parts: tuple[str, ...]) -> None:
    verb, share, thing, people, window, end = parts

    rewrite = as_coverage(read_key_result(f"{verb} {thing} with {share} of {people} {window}{end}"))

    assert rewrite is not None
    assert rewrite.startswith(f"{share} of {people} have ")
    assert rewrite.endswith(f"{window}{end}")


@given(st.text(max_size=120))
def test_rewriting_never_fails_and_loses_no_number(text: str) -> None:
    reading = read_key_result(text)

    rewrite = as_coverage(reading)

    assert as_customer_state(reading)
    if rewrite is not None:
        assert set(re.findall(r"\d+", text)) <= set(re.findall(r"\d+", rewrite))


def test_english_forms() -> None:
    assert [past_participle(verb) for verb in ("hold", "complete", "survey", "plan", "carry", "visit")] == [
        "held", "completed", "surveyed", "planned", "carried", "visited",
    ]  # fmt: skip
    assert [singular(words) for words in ("onboarding calls", "surveys", "business reviews", "QBRs")] == [
        "onboarding call", "survey", "business review", "QBR",
    ]  # fmt: skip
    assert [plural(words) for words in ("new customer", "company", "users")] == [
        "new customers",
        "companies",
        "users",
    ]
    assert [with_article(words) for words in ("onboarding call", "user interview", "NPS survey", "QBR")] == [
        "an onboarding call", "a user interview", "an NPS survey", "a QBR",
    ]  # fmt: skip
