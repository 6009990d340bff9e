"""Rules of the cycle rest on what the file holds and on the day, and are silent without either."""

from __future__ import annotations

from datetime import date

from holdfast.okr.model import CheckIn, KeyResult, Need, Objective, OkrDocument
from holdfast.review.rule import Occasion
from holdfast.review.run import review_document

CHURN = "Churn from 5% to 3%"


def rules_found(*objectives: Objective, occasion: Occasion = Occasion()) -> set[str]:  # noqa: B008 - a frozen value
    review = review_document(OkrDocument("test", objectives), occasion=occasion)
    return {one.rule for one in review.findings if one.level != "strength"}


def test_a_review_without_a_day_says_nothing_of_check_ins() -> None:
    late = Objective("Customers stay", (KeyResult(CHURN, check_ins=(CheckIn(date(2026, 1, 5)),)),))

    assert "P501" not in rules_found(late)
    assert "P501" in rules_found(late, occasion=Occasion(today=date(2026, 3, 2)))


def test_a_check_in_dated_ahead_of_the_day_is_none_that_was_missed() -> None:
    ahead = Objective("Customers stay", (KeyResult(CHURN, check_ins=(CheckIn(date(2026, 5, 4)),)),))

    assert "P501" not in rules_found(ahead, occasion=Occasion(today=date(2026, 3, 2)))


def test_thirty_points_of_doubt_are_said_and_twenty_nine_are_not() -> None:
    for confidence, is_said in ((0.7, True), (0.69, False), (0.1, True), (0.11, False)):
        own = Objective("Customers stay", (KeyResult(CHURN, confidence=confidence, forecast=0.4),))

        assert ("P502" in rules_found(own)) == is_said


def test_the_objective_of_the_company_needs_none_above_it_at_publishing() -> None:
    top = Objective("Customers stay for years", okr_type="Company", owner="Ana")
    below = Objective("New customers get going", supports="Customers stay for years", owner="Ana")
    loose = Objective("Nobody waits for an answer", owner="Ana")
    publishing = Occasion(is_publishing=True)

    assert "P503" not in rules_found(top, below, occasion=publishing)
    assert "P503" in rules_found(top, below, loose, occasion=publishing)
    assert "P503" not in rules_found(top, below, loose)


def test_one_team_that_accepted_is_enough() -> None:
    def needing(*needs: Need) -> Objective:
        return Objective("Customers stay", (KeyResult(CHURN, needs=needs),))

    assert "P504" in rules_found(needing(Need("Product"), Need("Support", is_accepted=False)))
    assert "P504" not in rules_found(needing(Need("Product"), Need("Support", is_accepted=True)))
    assert "P504" not in rules_found(needing())
