"""Drafting an OKR from a reason to leave in the browser: asked for, drafted by a job, edited as any draft."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import NOON

from holdfast.web.audit.models import Entry
from holdfast.web.cycles.models import Cycle
from holdfast.web.drafts.content import content_from
from holdfast.web.drafts.desk import desk
from holdfast.web.drafts.models import Drafting
from holdfast.web.drafts.tasks import draft_from_reason
from holdfast.web.objectives.models import Objective
from holdfast.web.objectives.stated import stated_objective

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person


@pytest.fixture
def coming(db: None) -> Cycle:
    return Cycle.objects.create(name="2026-Q4", starts_on=date(2026, 10, 1), ends_on=date(2027, 1, 1))


def sent(staff: Staff, cycle: Cycle, more: Mapping[str, str] = {}) -> dict[str, str]:
    return {"reason": "slow start", "cycle": str(cycle.pk), "team": str(staff.success.pk), **more}


def test_a_reason_becomes_a_draft_with_metrics_targets_and_grounds_in_which_no_problem_is_found(
    leaving_company: Path, staff: Staff, coming: Cycle, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.carol)
    asked = client.post("/drafts/from", sent(staff, coming))
    [row] = Drafting.objects.all()
    waiting = client.get(asked["Location"])

    for _ in range(2):
        draft_from_reason.call(row.pk)
    there = client.get(asked["Location"])

    [made] = Objective.objects.all()
    results = list(made.key_results.select_related("series").order_by("position"))
    metrics = [one.series.metric for one in results if one.series]
    shown = desk(staff.carol, made, content_from(stated_objective(made), revision=1), today=NOON.date())
    assert "links tested and targets set" in waiting.content.decode()
    assert there["Location"] == f"/objectives/{made.pk}/edit"
    assert (made.state, made.team, made.owner, made.cycle) == ("draft", staff.success, staff.carol, coming)
    assert metrics[:2] == ["logo_churn", "onboarding_completed"]
    assert all(one.series and one.unit == one.series.unit for one in results)
    assert all(one.baseline is not None and one.target is not None for one in results[:2])
    assert [one.is_guardrail for one in results] == [False, False, True]
    assert "times in 100 if things carry on" in results[0].target_note
    assert "If more new customers get started fast" in made.assumption
    assert "Evidence so far: " in made.assumption
    assert shown.review is not None
    assert [one.message for one in shown.review.findings if one.level == "problem"] == []
    assert Entry.objects.filter(action="drafted from a reason").count() == 1


def test_where_an_address_leads_from_a_reason_it_stands_in_the_form(
    leaving_company: Path, staff: Staff, coming: Cycle, as_: Callable[[Person | None], Client]
) -> None:
    told = as_(staff.carol).get("/drafts/from?reason=Slow+pages&lead=nps&where=size%3Dsmall").content.decode()

    assert 'value="Slow pages"' in told
    assert 'value="size=small"' in told
    assert "Draft an OKR from it" in told


def test_what_cannot_be_drafted_is_told_and_leads_back_to_the_same_wish(
    leaving_company: Path, staff: Staff, coming: Cycle, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.carol)
    asked = client.post("/drafts/from", sent(staff, coming, {"reason": "the weather"}))
    [row] = Drafting.objects.all()

    draft_from_reason.call(row.pk)
    told = client.get(asked["Location"]).content.decode()

    assert "no metric is known to answer &#39;the weather&#39;" in told
    assert "/drafts/from?reason=the+weather" in told
    assert Objective.objects.count() == 0


def test_what_is_missing_is_asked_for_and_nothing_is_drafted(
    leaving_company: Path, staff: Staff, coming: Cycle, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.carol)
    asked = (
        ({"cycle": ""}, "none is chosen that is open"),
        ({"team": ""}, "whose objective it is"),
        ({"where": "small"}, "such as size=small"),
    )

    for more, message in asked:
        answer = client.post("/drafts/from", sent(staff, coming, more))

        assert answer.status_code == 422
        assert message in answer.content.decode()
    gone = as_(staff.alice).post("/drafts/from", sent(staff, coming, {"team": "999999"}))
    assert (gone.status_code, "it is not there" in gone.content.decode()) == (422, True)
    assert DBTaskResult.objects.count() == 0


def test_the_same_wish_is_drafted_once_and_nobody_asks_for_more_than_three_at_a_time(
    leaving_company: Path, staff: Staff, coming: Cycle, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.carol)

    twice = {client.post("/drafts/from", sent(staff, coming))["Location"] for _ in range(2)}
    more = [
        client.post("/drafts/from", sent(staff, coming, {"reason": name})).status_code
        for name in ("support", "outages", "slow pages")
    ]

    assert len(twice) == 1
    assert more == [302, 302, 422]
    assert Drafting.objects.count() == 3


def test_who_may_not_draft_for_a_team_is_refused_and_nobody_sees_anothers_drafting(
    leaving_company: Path, staff: Staff, coming: Cycle, as_: Callable[[Person | None], Client]
) -> None:
    refused = [
        as_(one).post("/drafts/from", sent(staff, coming)).status_code for one in (staff.dave, staff.erin)
    ]
    place = as_(staff.carol).post("/drafts/from", sent(staff, coming))["Location"]

    assert refused == [403, 403]
    assert as_(staff.bob).get(place).status_code == 404
    assert "You may read, and not draft" in as_(staff.dave).get("/drafts/from").content.decode()
