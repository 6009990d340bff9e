"""Numbers made plain: units and ends of changes, start values, two results, objectives without a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.review.reading import read_key_result
from holdfast.review.rewrite_change import (
    for_some,
    over_the_same,
    with_ends,
    with_room,
    with_start,
    with_unit,
)
from holdfast.review.rewrite_objective import as_state, without_number
from holdfast.review.run import review_okr

if TYPE_CHECKING:
    from holdfast.review.finding import Finding


def finding_of(rule: str, key_result: str, objective: str = "Customers stay") -> Finding:
    review = review_okr(f"Objective: {objective}\nKey results:\n1. {key_result}\n")
    return next(finding for finding in review.findings if finding.rule == rule)


def test_an_unclear_per_cent_gets_both_readings() -> None:
    assert with_unit(read_key_result("Increase the renewal rate by 10%")) == (
        "Increase the renewal rate by 10% of today's value, from ‹today's value› to ‹today's value + 10%›",
        "Increase the renewal rate by 10 percentage points, from ‹today's value› to ‹today's value + 10›",
    )


def test_a_change_named_by_a_noun_stays_english() -> None:
    assert with_unit(read_key_result("a 5% rise in renewals")) == (
        "a 5% rise in renewals, in per cent of today's value, from ‹today's value› to ‹today's value + 5%›",
        "a 5 percentage point rise in renewals, from ‹today's value› to ‹today's value + 5›",
    )


def test_up_fifty_is_fifty_points() -> None:
    assert with_unit(read_key_result("NPS up 50 over previous quarter")) == (
        "NPS up 50 points over previous quarter, from ‹today's value› to ‹today's value + 50›",
    )


def test_a_change_without_a_size_gets_both_ends() -> None:
    assert with_ends(read_key_result("Improve retention")) == (
        "Improve retention, from ‹today's value› to ‹target›"
    )
    assert with_ends(read_key_result("Tenants know whom to ask")) == (
        "Tenants know whom to ask: ‹measure› from ‹today's value› to ‹target›"
    )


@pytest.mark.parametrize(
    ("level", "started"),
    [
        ("Increase NPS to 50", "Increase NPS from ‹today's value› to 50"),
        ("Cut reply time to under 2 hours", "Cut reply time from ‹today's value› to under 2 hours"),
        ("Achieve a CSAT of 90%.", "Achieve a CSAT of 90% (today: ‹value›)"),
    ],
)
def test_a_level_gets_a_gap_for_the_value_it_starts_from(level: str, started: str) -> None:
    assert with_start(read_key_result(level)) == started


def test_a_word_that_reads_two_ways_gets_a_gap_for_its_meaning() -> None:
    assert finding_of("K208", "Schedule 95% of new customer onboarding calls within 5 days").alternatives == (
        "Schedule (‹what counts as “Schedule”›) 95% of new customer onboarding calls within 5 days",
    )


def test_all_or_none_gets_room_for_a_miss() -> None:
    all_of_them, none = "100% of customers renew their contract", "Zero customers churn"

    assert with_room(read_key_result(all_of_them)) == "‹98 %› of customers renew their contract"
    assert with_room(read_key_result(none)) == "At most ‹1› customers churn"
    assert finding_of("K204", all_of_them).alternatives == (with_room(read_key_result(all_of_them)),)


def test_one_level_for_all_may_be_for_some_only() -> None:
    assert for_some(read_key_result("90% of users get a call within 5 days"), "accounts over $1m") == (
        "90% of users get a call within 5 days, for accounts over $1m only; ‹another level› for the others"
    )


def test_an_average_is_taken_over_the_same_customers() -> None:
    assert over_the_same(read_key_result("Increase NPS from 35 to 55.")) == (
        "Increase NPS from 35 to 55, over the same customers at both ends"
    )


@pytest.mark.parametrize(
    ("joined", "parted"),
    [
        (
            "Raise CSAT from 80% to 90% and first reply time under 2 hours",
            "Raise CSAT from 80% to 90%. First reply time under 2 hours",
        ),
        (
            "All agents close 90% of cases in a day and have taken 25 days off by the end of the year",
            "All agents close 90% of cases in a day. They have taken 25 days off by the end of the year",
        ),
        ("Improve retention & satisfaction", "Improve retention. Improve satisfaction"),
        ("Uptime and error rate", None),
    ],
)
def test_two_results_become_two_sentences_or_none_where_one_is_bare(joined: str, parted: str | None) -> None:
    assert finding_of("K209", joined).rewrite == parted


@pytest.mark.parametrize(
    ("objective", "without"),
    [
        ("Reduce churn to 3%", "Reduce churn"),
        ("Cross $5M ARR with happy customers", "Grow ARR with happy customers"),
        (
            "Ship improvements that enable 3x growth in renewals",
            "Ship improvements that enable growth in renewals",
        ),
    ],
)
def test_an_objective_loses_its_number(objective: str, without: str) -> None:
    finding = finding_of("O101", "Renewal rate from 80% to 88%", objective=objective)

    assert finding.rewrite == without
    assert finding.alternatives == (f"As a key result: {objective}",)


def test_an_objective_that_is_nothing_but_a_number_gets_no_rewrite() -> None:
    assert without_number("95%", (0, 3)) is None


@pytest.mark.parametrize(
    ("task", "state"),
    [
        (
            "Launch the loyalty programme",
            "Customers ‹can do what they could not do before› with the loyalty programme",
        ),
        (
            "Resolve issues for large clients",
            "Large clients ‹what is better for them›, because issues for large clients have been resolved",
        ),
    ],
)
def test_a_task_becomes_the_state_it_is_worth_doing_for(task: str, state: str) -> None:
    assert as_state(task) == state
    assert finding_of("O102", "Renewal rate from 80% to 88%", objective=task).rewrite == state
