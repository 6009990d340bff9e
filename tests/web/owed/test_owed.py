"""What a person owes: each kind, until it is done, and for nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.models import Meeting
from holdfast.web.objectives.models import Initiative, KeyResult, Objective
from holdfast.web.objectives.talking import comment
from holdfast.web.owed.models import Noted
from holdfast.web.owed.queries import owed_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.owed.items import Item
    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
TODAY = date(2026, 8, 24)
MOST_QUERIES = 12


def _due(person: Person, kind: str) -> list[Item]:
    return [one for one in owed_by(person, today=TODAY).due if one.kind == kind]


def test_a_check_in_is_owed_from_the_first_day_on_and_then_after_each_cadence(
    staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()

    [before] = _due(staff.carol, "check-in")
    CheckIn.objects.create(key_result=result, by=staff.carol, on=TODAY, at=NOON, value=1)
    after = owed_by(staff.carol, today=TODAY)

    assert (before.due, before.address) == (date(2026, 7, 1), f"/key-results/{result.pk}/check-in?from=owed")
    assert after.due == ()
    assert [one.due for one in after.soon] == [TODAY + timedelta(days=7)]


def test_who_is_named_to_check_in_owes_it_and_the_owner_does_not(staff: Staff, objective: Objective) -> None:
    objective.key_results.update(checker=staff.dave)

    assert len(_due(staff.dave, "check-in")) == 1
    assert _due(staff.carol, "check-in") == []


def test_a_draft_waits_for_its_owner_to_finish_and_for_editors_of_its_team_to_publish(
    staff: Staff, objective: Objective
) -> None:
    Objective.objects.update(state="draft", owner=staff.carol, created_at=NOON - timedelta(days=8))

    told = {
        person.name: [one.does for one in _due(person, "publish")]
        for person in (staff.bob, staff.carol, staff.dave, staff.erin)
    }

    assert told == {"Bob": ["Review and publish"], "Carol": ["Finish it"], "Dave": [], "Erin": []}


def test_a_draft_of_the_company_waits_for_administrators(staff: Staff, objective: Objective) -> None:
    Objective.objects.update(state="draft", team=None, created_at=NOON - timedelta(days=8))

    assert len(_due(staff.alice, "publish")) == 1


def test_a_key_result_of_a_draft_without_a_metric_waits_to_be_bound_and_a_milestone_does_not(
    staff: Staff, objective: Objective
) -> None:
    Objective.objects.update(state="draft", created_at=NOON - timedelta(days=8))

    [bind] = _due(staff.carol, "bind")
    KeyResult.objects.update(kind="milestone")

    assert bind.about == "1 key result of yours would have to be typed in by hand"
    assert _due(staff.carol, "bind") == []


def test_an_objectives_owner_decides_about_a_key_result_that_nobody_checks_in_on(
    staff: Staff, objective: Objective
) -> None:
    staff.carol.is_active = False
    staff.carol.save()

    [decide] = _due(staff.bob, "decide")

    assert decide.does == "Name an owner"
    assert decide.address == f"/objectives/{objective.pk}/edit#results"


def test_a_cycle_that_is_over_waits_for_administrators_to_close_it(staff: Staff, cycle: Cycle) -> None:
    Cycle.objects.update(ends_on=TODAY - timedelta(days=1))

    assert [one.does for one in _due(staff.alice, "decide")] == ["Close the cycle"]
    assert _due(staff.bob, "decide") == []


def test_what_a_meeting_decided_is_owed_until_it_is_done(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle
) -> None:
    meeting = Meeting.objects.create(
        kind="weekly", cycle=cycle, team=staff.success, planned_minutes=15, began_at=NOON
    )
    meeting.decisions.create(text="Call them", owner=staff.dave, due_on=TODAY, at=NOON)

    [item] = _due(staff.dave, "decide")
    as_(staff.dave).post(item.done)

    assert (item.text, item.due) == ("Call them", TODAY)
    assert _due(staff.dave, "decide") == []


def test_an_initiative_is_owed_from_its_date_on_until_it_is_ticked_off(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    row = Initiative.objects.create(
        objective=objective, text="Call them", owner=staff.dave, due_on=TODAY - timedelta(days=1)
    )
    page = as_(staff.dave).get("/owed").content.decode()
    [item] = _due(staff.dave, "initiative")

    answer = as_(staff.dave).post(item.done, {"from": "owed", "done": "1"})

    row.refresh_from_db()
    assert "Call them" in page
    assert answer["Location"] == "/owed"
    assert row.done_at == NOON
    assert _due(staff.dave, "initiative") == []
    assert Entry.objects.get().action == "did initiative"


def test_an_initiative_is_ticked_off_by_its_owner_or_who_checks_in_and_by_nobody_else(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, secret: Objective
) -> None:
    one = Initiative.objects.create(objective=objective, text="Call them", owner=staff.dave)
    hidden = Initiative.objects.create(objective=secret, text="Hush")

    allowed = as_(staff.carol).post(f"/initiatives/{one.pk}/tick").status_code
    refused = as_(staff.erin).post(f"/initiatives/{one.pk}/tick").status_code
    unseen = as_(staff.erin).post(f"/initiatives/{hidden.pk}/tick").status_code

    assert (allowed, refused, unseen) == (HTTPStatus.FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


def test_what_a_private_objective_holds_is_owed_by_nobody_who_may_not_see_it(
    staff: Staff, secret: Objective
) -> None:
    Initiative.objects.create(objective=secret, text="Hush", owner=staff.erin, due_on=TODAY)

    assert owed_by(staff.erin, today=TODAY).due == ()


def test_a_mention_is_owed_until_one_answers_it(staff: Staff, objective: Objective) -> None:
    comment(objective, None, "@Carol why?", Actor(staff.bob, "page", NOON - timedelta(days=3)))

    [mention] = _due(staff.carol, "mention")
    comment(objective, None, "Because.", Actor(staff.carol, "page", NOON))

    assert mention.about == "Bob asks you"
    assert _due(staff.carol, "mention") == []


def test_a_mention_that_needs_no_answer_is_noted_by_whom_it_names_and_nobody_else(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    made = comment(objective, None, "@Carol thanks", Actor(staff.bob, "page", NOON - timedelta(days=3)))
    address = f"/owed/mentions/{made.pk}/note"

    stranger = as_(staff.dave).post(address).status_code
    for _ in range(2):
        as_(staff.carol).post(address)

    assert stranger == HTTPStatus.NOT_FOUND
    assert Noted.objects.get().person == staff.carol
    assert _due(staff.carol, "mention") == []


def test_the_side_and_the_quarter_say_how_much_is_due(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    Initiative.objects.create(
        objective=objective, text="Call them", owner=staff.carol, due_on=TODAY - timedelta(days=1)
    )

    page = as_(staff.carol).get("/quarter").content.decode()

    assert '2<span class="hidden-text"> due</span>' in page
    assert "1 check-in due, 2 late" in page


@pytest.mark.parametrize("who", ["alice", "bob", "carol"])
def test_the_number_of_queries_does_not_depend_on_how_much_is_owed(
    staff: Staff,
    objective: Objective,
    who: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    person = getattr(staff, who)
    for number in range(20):
        KeyResult.objects.create(objective=objective, position=number + 2, text="more", owner=person)
        Initiative.objects.create(objective=objective, text="Do", owner=person, due_on=TODAY)
        comment(objective, None, f"@{person.name} {number}?", Actor(staff.erin, "page", NOON))

    with django_assert_max_num_queries(MOST_QUERIES):
        owed = owed_by(person, today=TODAY)

    assert owed.count("check-in") >= 20
    assert owed.count("initiative") == 20
