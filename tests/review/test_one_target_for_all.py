"""One target for very different customers is told where they are different."""

from __future__ import annotations

from holdfast.review.run import review_okr


def told_of(text: str) -> list[int | None]:
    return [one.target.number for one in review_okr(text).findings if one.rule == "K215"]


def test_the_customers_of_the_objective_are_everybody_its_key_results_are_about() -> None:
    okr = "Objective: Enterprise customers get help fast\n1. First response from 9 hours to 4 hours\n"

    assert told_of(okr) == []


def test_a_level_of_service_beside_a_result_about_other_customers_is_told() -> None:
    okr = (
        "Objective: Customers get help fast\n"
        "1. First response from 9 hours to 4 hours\n"
        "2. Renewal of enterprise customers from 80% to 90%\n"
    )

    assert told_of(okr) == [1]


def test_tickets_of_one_priority_are_served_at_a_level_of_their_own() -> None:
    okr = (
        "Objective: Customers get help fast\n"
        "1. Resolution of P1 tickets from 9 hours to 4 hours\n"
        "2. Renewal of enterprise customers from 80% to 90%\n"
    )

    assert told_of(okr) == []
