"""Every lead can be measured, says what is measured, and reads well to the reviewer."""

from __future__ import annotations

import pytest

from holdfast.drafting.composing import okr_text
from holdfast.drafting.leads import Lead, leads
from holdfast.drafting.model import Figure, Scope
from holdfast.metrics import metric
from holdfast.okr import read_okr_bytes
from holdfast.reasons.taxonomy.reading import starter
from holdfast.review.reading import read_key_result
from holdfast.service.reviewing import review_bytes

NAMES = [one.metric for one in leads()]
SCOPES = [Scope(), Scope((("size", "small"),))]


def lead_of(name: str) -> Lead:
    return next(one for one in leads() if one.metric == name)


def figure(name: str, role: str) -> Figure:
    """Made-up values in the unit of the metric, the target the better one."""
    declared = metric(name)
    low, high = {"share": (0.55, 0.65), "hours": (6.0, 9.0), "days": (6.0, 9.0), "points": (20.0, 30.0)}[
        declared.card.unit
    ]
    _, numbers = declared.settings({})
    settings = tuple(
        (key, f"{value:g}")
        for key, value in numbers
        if key == "within_days" and isinstance(value, float | int)
    )
    baseline, target = (low, high) if declared.card.better == "up" else (high, low)
    return Figure(declared.card, settings, baseline, target, 0.25, role)  # type: ignore[arg-type]


def drafted(name: str, scope: Scope) -> str:
    lead = lead_of(name)
    figures = [figure("logo_churn", "objective"), figure(name, "lead"), figure(lead.guards[0], "guard")]
    return okr_text(lead, figures, scope, cycle="2026-Q4", currency="EUR")


def test_there_are_leads_for_software_support_and_shops() -> None:
    assert {"onboarding_completed", "first_response_time", "issues_resolved", "repeat_purchase_rate"} <= set(
        NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_lead_and_its_guards_are_metrics_of_the_catalogue(name: str) -> None:
    lead = lead_of(name)

    assert metric(name).card.name == name
    assert lead.guards
    assert all(metric(one).card.name == one != name for one in lead.guards)
    assert lead.who in {"new", "existing"}
    assert all(one == one.casefold() for one in lead.reasons)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", NAMES)
def test_the_reviewer_finds_no_problem_in_a_draft(name: str, scope: Scope) -> None:
    review = review_bytes(drafted(name, scope).encode(), name="draft.yaml")

    assert [one.message for one in review.findings if one.level == "problem"] == []
    assert {"K203", "K218", "O104"} <= {one.rule for one in review.findings if one.level == "strength"}


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_a_key_result_are_read_as_its_start_and_its_target(name: str) -> None:
    [objective] = read_okr_bytes(drafted(name, Scope()).encode(), name="draft.yaml").objectives
    for key_result in objective.key_results[:2]:
        stated = read_key_result(key_result.text).quantity

        percent = (
            100 if metric(key_result.binding.metric if key_result.binding else "").card.unit == "share" else 1
        )
        assert stated.baseline == pytest.approx(percent * (key_result.baseline or 0))
        assert stated.target == pytest.approx(percent * (key_result.target or 0))


def test_every_reason_that_a_company_can_do_something_about_has_an_answer() -> None:
    without = {one.title for one in starter() if not any(lead.answers(one.title) for lead in leads())}

    assert without == {
        "Missing features",
        "Price",
        "Invoices and payment",
        "Contract and cancelling",
        "Another provider",
        "Security and privacy",
        "Closing down or bought",
    }


def test_a_lead_answers_reasons_that_share_its_words() -> None:
    lead = lead_of("onboarding_completed")

    assert lead.answers("Slow start")
    assert lead.answers("onboarding")
    assert lead.answers("slow start of the project")
    assert not lead.answers("price rise")
    assert not lead.answers("")
