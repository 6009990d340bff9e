"""A "do" is reworded as the coverage it reaches; numbers, people, window and deadline stay as they were."""

from __future__ import annotations

import pytest

from holdfast.review.reading import read_key_result
from holdfast.review.rewrite import as_coverage, as_effect
from holdfast.review.rewrite_goal import as_customer_state
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
    "Run 4 webinars": "4 webinars have been held",
    "Conduct 20 customer interviews per month": "20 customer interviews have been conducted every month",
    "Train all CSMs on the new health score": "All CSMs have been trained on the new health score",
    "Send weekly newsletter to inactive users": (
        "‹share› of inactive users have received a newsletter within the last calendar week"
    ),
    "Review top 20 accounts weekly": "Top 20 accounts have been reviewed within the last calendar week",
    "Ensure that every new customer gets a welcome call within 3 days": (
        "Every new customer gets a welcome call within 3 days"
    ),
    "Work with product to fix top 5 issues": "Top 5 issues have been fixed with product",
    "We will call 40 at-risk accounts in Q2": "40 at-risk accounts have been called in Q2",
    "Interview 12 leavers and present the findings to the board": (
        "12 leavers have been interviewed, and the findings have been presented to the board"
    ),
    "Choose 20 champions and invite them to the beta": (
        "20 champions have been chosen and invited to the beta"
    ),
    "Speak with 5 lost customers each month to learn why they left": (
        "5 lost customers have been spoken to within the last calendar month to learn why they left"
    ),
    "Proactively contact 80% of accounts with declining usage within one week": (
        "80% of accounts with declining usage have been proactively contacted within one week"
    ),
    "Deliver onboarding training to every new admin within 14 days of signing": (
        "All new admins have received onboarding training within 14 days of signing"
    ),
    "Onboarding calls held with 95% of new customers within a week of signing": (
        "95% of new customers have had an onboarding call within a week of signing"
    ),
    "Welcome call with every new customer": "All new customers have had a welcome call",
    "Reactivation campaign sent to 5,000 dormant users": (
        "5,000 dormant users have received a reactivation campaign"
    ),
    "Help 30 customers migrate to the new platform": (
        "30 customers have been helped to migrate to the new platform"
    ),
    "Ask 200 users why they stopped using reports": (
        "200 users have been asked why they stopped using reports"
    ),
    "Personally thank every customer who leaves a review": (
        "Every customer who leaves a review has been personally thanked"
    ),
    "Co-host 2 meetups in Lisbon": "2 meetups have been co-hosted in Lisbon",
    "Speak at 3 industry conferences": "A talk has been given at 3 industry conferences",
    "Post on the forum five times a week": "Posts have gone out on the forum five times a week",
    "Perform code reviews on 90% of pull requests": "90% of pull requests have had a code review",
    "CSMs contact 100% of red accounts every week": "CSMs have contacted 100% of red accounts every week",
    "Understand why customers churn": (
        "It is known why customers churn, and ‹what changes for customers because of it›"
    ),
    "Analyse the causes of churn by May": (
        "The causes of churn are known by May, and ‹what changes for customers because of it›"
    ),
    "Measure the number of searches that end in an error": (
        "The number of searches that end in an error goes from ‹today's value› to ‹target›"
    ),
    "Improve the hand-over between sales and success": (
        "The hand-over between sales and success has improved: ‹measure› from ‹today's value› to ‹target›"
    ),
    "Do more QBRs": "‹number› QBRs have been held, up from ‹today's number›",
}


@pytest.mark.parametrize(("do", "result"), REWRITES.items())
def test_a_do_is_reworded_as_a_result(do: str, result: str) -> None:
    assert as_coverage(read_key_result(do)) == result


@pytest.mark.parametrize("result", REWRITES.values())
def test_a_rewrite_is_no_doing_any_more(result: str) -> None:
    assert read_key_result(result).form != "activity"


def test_what_a_doing_is_for_takes_its_place_where_it_becomes_an_initiative() -> None:
    words = "Call 50 lapsed donors to reduce churn by 10%"

    review = review_okr(f"Objective: Customers stay\nKey results:\n1. {words}\n")

    forms = [one.initiative for one in review.findings if one.rule == "K201"]
    assert [form and form.key_result for form in forms] == ["Churn has been reduced by 10%"]


def test_what_a_doing_is_for_is_offered_as_a_result() -> None:
    assert as_effect(read_key_result("Call 50 customers to reduce churn by 10%")) == (
        "Churn has been reduced by 10%"
    )
    assert as_effect(read_key_result("Hold monthly calls in order to increase renewals")) == (
        "Renewals are up, from ‹today's value› to ‹target›"
    )
    assert as_effect(read_key_result("Call 50 customers to learn why they left")) is None


@pytest.mark.parametrize("vague", ["Do social media", "", "Work really hard"])
def test_a_sentence_that_says_too_little_gets_no_coverage_wording(vague: str) -> None:
    assert as_coverage(read_key_result(vague)) is None


@pytest.mark.parametrize(
    ("do", "state"),
    [
        (
            "Schedule 95% of new customer onboarding calls within 5 days signing",
            "‹share› of new customers use ‹core action› by day ‹30›",
        ),
        (
            "Interview 20 leavers by March",
            "‹number› of the reasons that leavers gave no longer apply by ‹date›",
        ),
        ("Call 50 lapsed donors", "‹share› of lapsed donors use ‹core action› again by ‹date›"),
        (
            "Undertake monthly review call with all accounts over $1m",
            "‹share› of accounts over $1m reach ‹the goal agreed with them› by ‹date›",
        ),
        ("Work hard", "‹share› of customers ‹do what the activity is for› by ‹date›"),
    ],
)
def test_the_state_it_is_for_has_gaps_and_names_the_customers(do: str, state: str) -> None:
    assert as_customer_state(read_key_result(do)) == state
    assert read_key_result(state).form == "outcome"


@pytest.mark.parametrize("words", ["Schedule 95% of new customer onboarding calls", "Launch a help centre"])
def test_a_do_and_a_deliverable_may_stay_as_initiatives_under_another_key_result(words: str) -> None:
    review = review_okr(f"Objective: Customers stay\nKey results:\n1. {words}\n")

    forms = [finding.initiative for finding in review.findings if finding.initiative is not None]

    assert [form.text for form in forms] == [words]
    assert all(form.key_result.startswith("‹share› of") for form in forms)
    assert {"text": words, "key_result": forms[0].key_result} in [
        finding["initiative"] for finding in review.to_dict()["findings"]
    ]


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


def test_a_business_review_is_held_with_customers_and_not_with_businesses() -> None:
    reviews = as_customer_state(read_key_result("Run 20 executive business reviews"))
    calls = as_customer_state(read_key_result("Schedule 95% of new customer onboarding calls"))

    assert reviews.startswith("‹share› of customers reach")
    assert calls.startswith("‹share› of new customers")
