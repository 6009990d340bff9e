"""Objectives are read into concepts, scope, number and kind."""

from __future__ import annotations

import pytest

from holdfast.review.reading import read_objective

SEED = "Increase customer engagement & retention (paying accounts only)"


def test_us_is_not_the_one_who_acts() -> None:
    reading = read_objective("Households trust us with their weekly shop")

    assert not reading.is_key_result_or_task


def test_the_seeds_objective_names_two_concepts_and_its_scope() -> None:
    reading = read_objective(SEED)

    assert reading.concepts == ("engagement", "retention")
    assert reading.scope == "paying accounts"
    assert [SEED[slice(*span)] for span in reading.concept_spans] == ["engagement", "retention"]
    assert not reading.has_number
    assert not reading.is_key_result_or_task


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("New customers stay", ("retention",)),
        ("New customers get going in their first weeks", ("onboarding",)),
        ("Win more new customers", ("acquisition",)),
    ],
)
def test_new_customers_whom_an_objective_is_about_are_not_to_be_won(
    text: str, concepts: tuple[str, ...]
) -> None:
    assert read_objective(text).concepts == concepts


@pytest.mark.parametrize(
    ("text", "has_number"),
    [
        ("Reduce churn to 3%", True),
        ("Make onboarding so fast that new users reach their first win within 10 minutes", True),
        ("Double the number of active users", True),
        ("Become the #1 platform in LATAM", False),
        ("Win back trust in 2025", False),
        ("Keep our 10 largest customers", False),
        ("Launch v2.0 of the platform", False),
        ("New customers get value from us in their first two weeks", False),
        ("Win our first 100 customers", True),
    ],
)
def test_a_target_is_a_number_and_a_year_a_rank_or_a_size_is_none(text: str, *, has_number: bool) -> None:
    assert read_objective(text).has_number is has_number


@pytest.mark.parametrize(
    ("text", "is_task"),
    [
        ("Launch the loyalty programme", True),
        ("Hit sales targets", True),
        ("Reduce churn to 3%", True),
        ("Interview leaving customers", True),
        ("Build a culture of ownership", False),
        ("Deliver an amazing customer experience", False),
        ("Be the best", False),
        ("Reduce churn among small businesses", False),
        ("Do customer research", True),
        ("Do right by our customers", False),
        ("The new onboarding flow is live", True),
        ("We have happy customers", False),
        ("Spruce up the help pages", True),
        ("Popular next generation product", False),
        ("Risk is seen 60 days before renewal", False),
    ],
)
def test_a_deliverable_a_task_or_a_metrics_target_is_no_goal(text: str, *, is_task: bool) -> None:
    assert read_objective(text).is_key_result_or_task is is_task


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Raise donor loyalty", "donors"),
        ("Keep our existing customer base happy", "existing customers"),
        ("Grow the email subscriber list", "email subscribers"),
        ("Build a remarkable sales team", "sales team"),
        ("Equip teams to plan ahead", "teams"),
        ("Become the safest bank in the country", "country"),
        ("Make first-month setup painless", "first-month users"),
        ("Useful to every school", "schools"),
        ("Build an organisation that learns", None),
        ("Become a better writer", None),
        ("Delight our customers", None),
        ("New paying customers stay with us", "new paying customers"),
        ("German customers stay with us", "German customers"),
    ],
)
def test_the_scope_of_an_objective_is_its_people_their_team_or_their_place(
    text: str, scope: str | None
) -> None:
    assert read_objective(text).scope == scope


def test_a_label_before_an_objective_is_no_part_of_what_it_says() -> None:
    reading = read_objective("Marketing: Turn readers into friends")

    assert not reading.is_key_result_or_task
    assert reading.scope == "readers"


def test_the_means_beside_the_end_is_found() -> None:
    text = "Enhance customer onboarding to improve first-time user satisfaction"
    means = read_objective(text).means

    assert means is not None
    assert text[slice(*means)] == "to improve first-time user satisfaction"


def test_nothing_measurable_has_no_concept() -> None:
    assert read_objective("Be the best").concepts == ()


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Team learns why customers go", None),
        ("Find out why customers leave", None),
        ("Find out whether enterprise customers stay", "enterprise customers"),
        ("Know who our best customers are", "best customers"),
    ],
)
def test_a_question_word_belongs_to_nobodys_name(text: str, scope: str | None) -> None:
    assert read_objective(text).scope == scope
