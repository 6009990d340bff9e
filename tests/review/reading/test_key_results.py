"""Key results are read as the label guide of the benchmark and the seed's own table ask."""

from __future__ import annotations

import pytest

from holdfast.review.reading import read_key_result
from holdfast.review.reading.model import Quantity

SCHEDULE = "Schedule 95% of new customer onboarding calls within 5 days signing"
COMPLETE = "Complete 80% of customer onboarding calls within 10 days of signing"
REVIEW = "Undertake monthly review call with all accounts over $1m"
SCORE = "NPS (Net Promoter Score) up 50 over previous quarter"


def facts(text: str) -> tuple[str, str | None, float | None, str | None, str | None]:
    """Form, kind, target, direction and metric."""
    reading = read_key_result(text)
    return (reading.form, reading.quantity.kind, reading.quantity.target, reading.direction, reading.metric)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SCHEDULE, ("activity", "ratio", 95, None, None)),
        (COMPLETE, ("activity", "ratio", 80, None, None)),
        (REVIEW, ("activity", "ratio", 100, None, None)),
        (SCORE, ("outcome", "delta_absolute", 50, "up", "nps")),
    ],
)
def test_the_seeds_key_results_are_read_as_the_expert_reads_them(
    text: str, expected: tuple[object, ...]
) -> None:
    assert facts(text) == expected


def test_the_first_key_result_is_read_in_all_its_parts() -> None:
    reading = read_key_result(SCHEDULE)

    assert reading.population == "new customers"
    assert reading.outcome == "onboarding call scheduled"
    assert reading.window is not None
    assert (reading.window.value, reading.window.unit, reading.window.anchor) == (5, "days", "signing")
    assert not reading.has_deadline
    assert reading.proposed_metric == "onboarding_scheduled"
    assert 0 < reading.metric_confidence <= 1
    assert [doubt.words for doubt in reading.doubts] == ["Schedule"]


@pytest.mark.parametrize(
    ("text", "population", "proposed"),
    [
        (COMPLETE, "newly signed customers", "onboarding_completed"),
        (REVIEW, "accounts over $1m", "review_coverage"),
        (SCORE, None, "nps"),
        (
            "Book 90% of onboarding calls with new customers within a week",
            "new customers",
            "onboarding_scheduled",
        ),
        (
            "Arrange kick-off calls for all new customers within 3 days",
            "new customers",
            "onboarding_scheduled",
        ),
        ("Hold 85% of onboarding calls within 14 days of signing", None, "onboarding_completed"),
        (
            "Carry out a monthly review call with all accounts above $500k",
            "accounts above $500k",
            "review_coverage",
        ),
    ],
)
def test_other_words_for_the_same_thing_propose_the_same_metric(
    text: str, population: str | None, proposed: str
) -> None:
    reading = read_key_result(text)

    assert (reading.population, reading.proposed_metric) == (population, proposed)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Claims per 100 young drivers stay at or below 9 a year", "other"),
        ("Orders from new sellers that were refunded stay under 3%", "other"),
        ("Churn of new customers stays below 3%", "churn_rate"),
        ("95% of new customers stay for a year", "retention_rate"),
        ("90% of paying customers remain active after 30 days", "retention_rate"),
    ],
)
def test_customers_who_stay_are_told_from_a_level_that_stays(text: str, metric: str) -> None:
    assert read_key_result(text).metric == metric


def test_the_experts_rewrite_is_an_outcome() -> None:
    text = "95% of new customers have date for onboarding call within 5 days of contract signing"

    assert facts(text) == ("outcome", "ratio", 95, None, "other")


@pytest.mark.parametrize(
    ("text", "kind", "baseline", "target"),
    [
        ("Increase retention from 62% to 78%", "from_to", 62, 78),
        ("Conversion 12%->28%", "from_to", 12, 28),
        ("Achieve 80% activation rate (currently 45%)", "from_to", 45, 80),
        ("Add 40 new customers (last quarter: 12)", "from_to", 12, 40),
        ("Generate 2,500 leads a month (vs 800 baseline)", "from_to", 800, 2500),
        ("Reduce resolution time from 3 days to 4 hours", "from_to", 72, 4),
        ("Move check-ins from weekly to daily", "from_to", 1, 7),
        ("Reduce churn from X% to Y%", "from_to", None, None),
        ("Increase retention by 5%", "relative_change", None, 5),
        ("Double weekly active users", "relative_change", None, 100),
        ("Halve the number of escalations", "relative_change", None, 50),
        ("Cut onboarding time in half", "relative_change", None, 50),
        ("A 15% increase in conversion rate", "relative_change", None, 15),
        ("No increase in complaints", "relative_change", None, 0),
        ("NPS +12pp", "delta_absolute", None, 12),
        ("Increase revenue by $100,000", "delta_absolute", None, 100_000),
        ("NPS of at least 50", "absolute_target", None, 50),
        ("First response time < 2h", "absolute_target", None, 2),
        ("Churn no more than 3%", "absolute_target", None, 3),
        ("Zero churned enterprise accounts", "absolute_target", None, 0),
        ("60% of tickets are deflected", "ratio", None, 60),
        ("All accounts have a named sponsor", "ratio", None, 100),
        ("Two thirds of customers renew", "ratio", None, 67),
        ("LTV to CAC of 3:1", "ratio", None, 3),
        ("Interview 12-15 leavers", "count", None, 12),
        ("Meet the champion twice a month", "count", None, 2),
        ("Improve retention", None, None, None),
    ],
)
def test_a_quantity_has_its_kind_and_its_ends(
    text: str, kind: str | None, baseline: float | None, target: float | None
) -> None:
    quantity = read_key_result(text).quantity

    assert (quantity.kind, quantity.baseline, quantity.target) == (kind, baseline, target)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Interview 20 customers who left", "activity"),
        ("Pre-mortems for 50% of accounts", "activity"),
        ("Launch a help centre", "output"),
        ("Success plans are documented", "output"),
        ("New onboarding flow shipped to production", "output"),
        ("Reduce checkout steps from 5 to 2", "output"),
        ("Respond to all support tickets within 24 hours", "outcome"),
        ("80% of customer onboarding calls completed within 10 days of signing", "outcome"),
        ("Survey response rate above 30%", "outcome"),
        ("Support CSAT above 4.5", "outcome"),
    ],
)
def test_the_form_follows_who_acts(text: str, form: str) -> None:
    assert read_key_result(text).form == form


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("Reduce churn to 2% by end of Q3", True),
        ("Launch the portal by 7 March", True),
        ("Reach 40% adoption this quarter", True),
        ("100 users in the first month after launch", True),
        ("NPS up 5 over previous quarter", False),
        ("Reduce monthly churn to 2%", False),
        ("Answer within 5 days of signing", False),
        ("All accounts had a review in the last 30 days", False),
    ],
)
def test_a_deadline_is_when_the_result_must_be_true(text: str, *, deadline: bool) -> None:
    assert read_key_result(text).has_deadline is deadline


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Maintain churn <10%", "maintain"),
        ("<2% churn", "down"),
        ("NPS of 50+", "up"),
        ("Improve page load time by 40%", "down"),
        ("Increase the average onboarding time by 25 percent", "up"),
        ("Publish 10 articles", None),
    ],
)
def test_a_direction_is_where_the_metric_shall_go(text: str, direction: str | None) -> None:
    assert read_key_result(text).direction == direction


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Engage active users in a timely manner", ["Engage", "active", "timely"]),
        ("Call new customers regularly", ["regularly"]),
        ("Call new customers regularly, every 2 weeks", []),
        ("Answer tickets quickly", ["quickly"]),
        ("Answer tickets quickly, within 2 hours", []),
        ("Reduce churn from 4% to 3%", []),
    ],
)
def test_a_word_is_doubted_unless_the_sentence_defines_it(text: str, words: list[str]) -> None:
    assert [doubt.words for doubt in read_key_result(text).doubts] == words


def test_spans_hold_the_words_they_are_about() -> None:
    reading = read_key_result(SCHEDULE)

    assert reading.form_words is not None
    assert reading.quantity.span is not None
    assert reading.population_span is not None
    found = [
        SCHEDULE[slice(*span)]
        for span in (reading.form_words, reading.quantity.span, reading.population_span)
    ]
    assert found == ["Schedule", "95%", "new customer"]


def test_a_text_without_words_says_nothing() -> None:
    reading = read_key_result("")

    assert (reading.quantity, reading.measurable, reading.proposed_metric) == (Quantity(), False, None)
