"""A deliverable is reworded as what changes once it is there: the thing, its number and the deadline stay."""

from __future__ import annotations

import pytest

from holdfast.review.reading import read_key_result
from holdfast.review.rewrite_deliverable import as_gain, as_result_alone

NOTICED = "‹what customers notice› goes from ‹today's value› to ‹target›"
GAINS = {
    "Launch a help centre": "‹share› of customers use the help centre within ‹30› days of launch",
    "Launch the new onboarding flow by Q2": "‹share› of customers use the new onboarding flow by Q2",
    "Develop 3 new landing pages": (
        "‹share› of customers use the 3 new landing pages within ‹30› days of launch"
    ),
    "Publish 12 articles in Q3": "12 articles have brought ‹number› readers ‹who come back› in Q3",
    "Hire 5 support agents by May": f"With 5 support agents on board by May, {NOTICED}",
    "Holiday rota written by Sep 1": f"With the holiday rota in use by Sep 1, {NOTICED}",
    "Fix 50 bugs": f"With the 50 bugs gone, {NOTICED}",
    "Automate 30% of renewals paperwork": f"With 30% of renewals paperwork running on its own, {NOTICED}",
    "Redesign the pricing sheet": f"With the pricing sheet in its new form, {NOTICED}",
    "Reduce checkout steps from 5 to 2": f"With checkout steps down from 5 to 2, {NOTICED}",
    "Launch a campaign that generates 400 new leads": "A campaign has generated 400 new leads",
    "Deploy alerting for the top 5 faults, reducing churn by 20%": (
        "Churn has been reduced by 20%, through alerting for the top 5 faults"
    ),
    "Launch the paid tier with 12% conversion": "The paid tier has reached 12% conversion",
    "Ship 2 integrations (improves retention)": (
        "Retention is up, from ‹today's value› to ‹target›, through 2 integrations"
    ),
    "Launch in 4 new markets": "‹number› customers in 4 new markets ‹do what it makes possible›",
    "The escalation policy is published": f"With the escalation policy in use, {NOTICED}",
    "Every team has a runbook": f"With the runbook for every team in use, {NOTICED}",
    "Get ISO 27001 certified by May": f"With the ISO 27001 certification in hand by May, {NOTICED}",
    "Migrate 80% of legacy customers to the new plan": (
        f"With 80% of legacy customers on the new plan, {NOTICED}"
    ),
    "Roll out the ticketing system to all tenants": (
        "All tenants use the ticketing system within ‹30› days of launch"
    ),
    "Define what an active customer is": f"With agreement on what an active customer is, {NOTICED}",
    "Make sure we have a clear plan for renewals": f"With the clear plan for renewals in use, {NOTICED}",
    "Add 30 questions to our FAQ section": f"With the 30 questions in our FAQ section, {NOTICED}",
    "Reworked the menu to increase satisfaction from 55% to 75%": (
        "Satisfaction has been increased from 55% to 75%, through the menu"
    ),
    "Consolidate tools into the new portal": f"With tools in the new portal, {NOTICED}",
    "Improve the settings page": (
        "The settings page has improved: ‹measure› from ‹today's value› to ‹target›"
    ),
}


@pytest.mark.parametrize(("deliverable", "gain"), GAINS.items())
def test_a_deliverable_is_reworded_as_what_it_changes(deliverable: str, gain: str) -> None:
    assert as_gain(read_key_result(deliverable)) == gain


@pytest.mark.parametrize("gain", GAINS.values())
def test_a_gain_is_read_as_a_result(gain: str) -> None:
    assert read_key_result(gain).form == "outcome"


@pytest.mark.parametrize("unclear", ["", "Not a single release late"])
def test_what_is_not_understood_gets_no_gain(unclear: str) -> None:
    assert as_gain(read_key_result(unclear)) is None


def test_only_a_result_that_the_sentence_names_is_offered_alone() -> None:
    assert as_result_alone(read_key_result("Launch the app with a 4.5 star rating")) == (
        "The app has reached a 4.5 star rating"
    )
    assert as_result_alone(read_key_result("Launch the app with the design team")) is None
