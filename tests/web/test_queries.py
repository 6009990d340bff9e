"""How many queries a page asks does not depend on how many rows it shows: each is looked at with 5 and 50."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from holdfast.web.audit.models import Entry
from holdfast.web.celebrations.models import Celebration, Thanks
from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.models import Cycle, DatedEvent
from holdfast.web.look.navigation import PAGES
from holdfast.web.measurements.models import Series, Value
from holdfast.web.meetings.models import Decision, Item, Meeting, Participant
from holdfast.web.notices.models import Notice
from holdfast.web.objectives.models import Amendment, Comment, Initiative, KeyResult, Objective, Quote, Step
from holdfast.web.people.models import Invitation, Membership, Person, Team
from holdfast.web.tokens.models import Token
from holdfast.web.webhooks.models import Delivery, Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from .conftest import Staff

FEW, MANY = 5, 50


@pytest.mark.parametrize(
    "who",
    ["alice", pytest.param("bob", marks=pytest.mark.once), pytest.param("carol", marks=pytest.mark.once)],
)
def test_no_page_asks_more_queries_for_more_rows(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, who: str
) -> None:
    browser = as_(getattr(staff, who))
    pages = _pages(staff, objective)

    few = _counted(browser, pages, _filled(staff, objective, range(FEW)))
    many = _counted(browser, pages, _filled(staff, objective, range(FEW, MANY)))

    assert {page: (few[page], many[page]) for page in pages if many[page] > few[page]} == {}


def _pages(staff: Staff, objective: Objective) -> list[str]:
    result = objective.key_results.get()
    of_one = [
        reverse("objective", args=[objective.pk]),
        reverse("key-result", args=[result.pk]),
        reverse("check-in", args=[result.pk]),
        reverse("person", args=[staff.bob.pk]),
        reverse("profile"),
        "/quarter?drafts=1&mine=1",
    ]
    return [*(reverse(page.name) for page in PAGES), *of_one]


def _counted(browser: Client, pages: list[str], rows: int) -> dict[str, int]:
    """Queries by page, once whatever a process reads only the first time was read."""
    assert rows > 0
    counts = {}
    for page in pages:
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(page)
        assert answer.status_code in {200, 403}, page
        counts[page] = len(asked)
    return counts


def _filled(staff: Staff, objective: Objective, numbers: range) -> int:
    """One more of everything that a page lists, for each number; returns how many."""
    for number in numbers:
        person = _person(staff, number)
        result = _objective(staff, objective, person, number)
        _said(objective, result, person, number)
        _around(staff, objective, result, person, number)
    return len(numbers)


def _person(staff: Staff, number: int) -> Person:
    person = Person.objects.create_user(
        f"p{number}@x.example", "correct horse", name=f"Person {number}", joined_at=_at(staff)
    )
    Membership.objects.create(person=person, team=staff.success, role="contributor")
    team = Team.objects.create(name=f"Team {number}", parent=staff.success)
    Membership.objects.create(person=staff.bob, team=team, role="editor")
    Invitation.objects.create(
        email=f"i{number}@x.example",
        team=staff.success,
        role="viewer",
        digest=f"i{number}",
        invited_by=person,
        sent_at=_at(staff),
        expires_at=_at(staff) + timedelta(days=7),
    )
    return person


def _objective(staff: Staff, above: Objective, person: Person, number: int) -> KeyResult:
    series = Series.objects.create(
        key=f"k{number}", metric="logo_churn", title=f"S{number}", unit="share", better="down"
    )
    for month in (7, 8):
        Value.objects.create(
            series=series,
            period_start=date(2026, month, 1),
            period_end=date(2026, month + 1, 1),
            value=0.1,
            numerator=1,
            denominator=10,
            is_mature=month == 7,
            as_of=date(2026, 8, 24),
            version="1",
            recorded_at=_at(staff),
        )
    made = Objective.objects.create(
        cycle=above.cycle,
        team=staff.success,
        owner=person,
        text=f"Objective {number}",
        series=series,
        is_private=number % 5 == 0,
        state="draft" if number % 5 == 1 else "published",
        created_at=_at(staff),
    )
    made.supports.add(above)
    of_each: list[dict[str, Any]] = [{"series": series}, {"kind": "milestone"}, {}]
    for position, facts in enumerate(of_each, start=1):
        result = KeyResult.objects.create(
            objective=made,
            position=position,
            text=f"Key result {number}.{position} from 1 to 2",
            owner=staff.carol,
            checker=staff.bob if position == 3 else None,
            baseline=1,
            target=2,
            **facts,
        )
        Step.objects.create(key_result=result, position=1, text="One")
    return result


def _said(objective: Objective, result: KeyResult, person: Person, number: int) -> None:
    at, first = objective.created_at, objective.key_results.get()
    for one in (result, first):
        on = date(2026, 7, 1) + timedelta(days=number)
        CheckIn.objects.create(key_result=one, by=person, on=on, at=at, value=1.0, confidence=5)
        Amendment.objects.create(key_result=one, on=on, reason="x", changes={}, by=person, at=at)
        Quote.objects.create(key_result=one, text="They said", said_by="A customer")
        Initiative.objects.create(objective=one.objective, key_result=one, text="Do", owner=person, due_on=on)
        Initiative.objects.create(objective=one.objective, text="Do", owner=person, due_on=on)
        for key_result in (one, None):
            said = Comment.objects.create(
                objective=one.objective, key_result=key_result, author=person, text="Said", at=at
            )
            said.mentions.add(first.owner or person)


def _around(staff: Staff, objective: Objective, result: KeyResult, person: Person, number: int) -> None:
    at, cycle = objective.created_at, objective.cycle
    for subject in (objective, person):
        Entry.objects.create(
            at=at,
            by=person,
            via="page",
            action="edited objective",
            subject_kind=subject._meta.model_name or "",
            subject_id=subject.pk,
            changes={},
        )
    Cycle.objects.create(
        name=f"C{number}", starts_on=date(2010, 1, 1), ends_on=date(2010, 4, 1), state="closed"
    )
    DatedEvent.objects.create(on=date(2026, 7, 2), title=f"Event {number}")
    endpoint = Endpoint.objects.create(url="https://x.example", events=[], made_at=at)
    Delivery.objects.create(endpoint=endpoint, event="comment.made", body="{}", made_at=at)
    Token.objects.create(
        person=staff.bob,
        name=f"T{number}",
        prefix="x",
        digest=f"d{number}",
        made_at=at,
        expires_at=at + timedelta(days=9),
    )
    Notice.objects.create(
        key=f"n{number}", kind="mention", person=staff.bob, due_at=at, made_at=at, touched_at=at
    )
    meeting = Meeting.objects.create(
        kind="weekly",
        cycle=cycle,
        team=staff.success,
        facilitator=person,
        planned_minutes=15,
        began_at=at,
        ended_at=at,
    )
    Participant.objects.create(meeting=meeting, person=person, at=at)
    Item.objects.create(meeting=meeting, key_result=result)
    Decision.objects.create(meeting=meeting, key_result=result, text="Decided", owner=staff.bob, at=at)
    won = Celebration.objects.create(
        key=f"c{number}",
        kind="streak",
        cycle=cycle,
        key_result=result,
        facts={"times": 4, "key_results": 2},
        on=date(2026, 8, 23),
        found_at=at,
    )
    won.people.add(person)
    Thanks.objects.create(celebration=won, by=staff.dave, at=at)


def _at(staff: Staff) -> datetime:
    return staff.bob.joined_at
