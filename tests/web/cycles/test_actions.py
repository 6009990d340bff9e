"""The life of a cycle, what stands in its way, and what it freezes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.cycles import actions
from holdfast.web.cycles.models import Cycle, DatedEvent
from holdfast.web.objectives.models import Freeze, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
TODAY = NOON.date()
GIVEN = {"name": "2026-Q4", "starts_on": "2026-10-01", "last_day": "2026-12-31", "cadence_days": "7"}


def _move(staff: Staff, cycle: Cycle, to: str, *, seen: str, today: date = TODAY) -> Cycle:
    return actions.move_cycle(Actor(staff.alice, "page", NOON), cycle.pk, to=to, seen=seen, today=today)


def test_a_new_cycle_is_a_draft_and_ends_on_the_day_after_its_last(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    as_(staff.alice).post("/settings/cycles/new", GIVEN)

    made = Cycle.objects.get()
    assert (made.state, made.ends_on) == ("draft", date(2027, 1, 1))
    assert Entry.objects.get().action == "made a cycle"


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "  "},
        {"name": "2026-Q3"},
        {"last_day": "2026-09-30"},
        {"last_day": "2029-12-31"},
        {"last_day": "9999-12-31"},
        {"starts_on": "yesterday"},
        {"cadence_days": "0"},
        {"cadence_days": "1e9"},
    ],
)
def test_a_cycle_that_cannot_be_is_refused_with_its_form(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle, bad: dict[str, str]
) -> None:
    answer = as_(staff.alice).post("/settings/cycles/new", GIVEN | bad)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Cycle.objects.count() == 1


def test_a_cycle_that_begins_freezes_what_is_published_in_it(
    staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    cycle.state = "draft"
    cycle.save()

    _move(staff, cycle, "active", seen="draft")

    assert Freeze.objects.get().key_result == objective.key_results.get()
    assert Entry.objects.get().changes == {"state": ["draft", "active"]}


def test_a_cycle_that_comes_back_from_closing_freezes_nothing_anew(
    staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    _move(staff, cycle, "closing", seen="active")

    _move(staff, cycle, "active", seen="closing")

    assert not Freeze.objects.exists()


def test_of_two_who_move_a_cycle_at_once_the_second_is_told(staff: Staff, cycle: Cycle) -> None:
    _move(staff, cycle, "closing", seen="active")

    with pytest.raises(InputError, match="closing by now"):
        _move(staff, cycle, "draft", seen="active")


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("draft", "closing"),
        ("draft", "closed"),
        ("active", "closed"),
        ("closed", "active"),
        ("closed", "closing"),
    ],
)
def test_a_cycle_goes_no_way_that_does_not_lead_there(
    staff: Staff, cycle: Cycle, state: str, to: str
) -> None:
    cycle.state = state
    cycle.save()

    with pytest.raises(InputError, match="cannot go"):
        _move(staff, cycle, to, seen=state)


def test_a_cycle_with_frozen_bets_does_not_go_back_to_draft(
    staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    Freeze.objects.create(key_result=objective.key_results.get(), content={}, digest="x", at=NOON)

    with pytest.raises(InputError, match="frozen"):
        _move(staff, cycle, "draft", seen="active")


def test_a_cycle_closes_when_it_is_over_and_all_is_graded(
    staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    cycle.state = "closing"
    cycle.save()
    with pytest.raises(InputError, match="1 of its objectives"):
        _move(staff, cycle, "closed", seen="closing", today=cycle.ends_on)
    Objective.objects.update(state="closed")
    with pytest.raises(InputError, match="not over"):
        _move(staff, cycle, "closed", seen="closing", today=cycle.ends_on - timedelta(days=1))

    moved = _move(staff, cycle, "closed", seen="closing", today=cycle.ends_on)

    assert moved.state == "closed"


def test_a_cycle_that_is_over_does_not_begin(staff: Staff, cycle: Cycle) -> None:
    cycle.state = "draft"
    cycle.save()

    with pytest.raises(InputError, match="over already"):
        _move(staff, cycle, "active", seen="draft", today=cycle.ends_on)


def test_the_dates_of_an_active_cycle_stay_and_its_name_may_change(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle
) -> None:
    client, address = as_(staff.alice), f"/settings/cycles/{cycle.pk}"
    same = {"name": "Summer", "starts_on": "2026-07-01", "last_day": "2026-09-30", "cadence_days": "14"}

    statuses = [
        client.post(address, same | {"last_day": "2026-10-31"}).status_code,
        client.post(address, same).status_code,
    ]

    cycle.refresh_from_db()
    assert statuses == [HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.FOUND]
    assert (cycle.name, cycle.cadence_days, cycle.ends_on) == ("Summer", 14, date(2026, 10, 1))


def test_a_closed_cycle_is_not_changed(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle
) -> None:
    cycle.state = "closed"
    cycle.save()

    answer = as_(staff.alice).post(f"/settings/cycles/{cycle.pk}", GIVEN)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "it is closed" in answer.content.decode()


def test_only_an_administrator_moves_a_cycle_whatever_asks(staff: Staff, cycle: Cycle) -> None:
    for person in (staff.bob, None):
        with pytest.raises(PermissionDenied):
            actions.move_cycle(Actor(person, "api", NOON), cycle.pk, to="closing", seen="active", today=TODAY)


def test_a_refused_step_is_said_beside_the_states(
    as_: Callable[[Person | None], Client], staff: Staff, cycle: Cycle
) -> None:
    answer = as_(staff.alice).post(f"/settings/cycles/{cycle.pk}/state", {"to": "closed", "seen": "active"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'role="alert"' in answer.content.decode()


def test_a_dated_event_is_added_and_removed(as_: Callable[[Person | None], Client], staff: Staff) -> None:
    client = as_(staff.alice)
    client.post("/settings/events", {"on": "2026-08-01", "title": "Price rise"})
    pk = DatedEvent.objects.get().pk

    twice = [client.post(f"/settings/events/{pk}/remove").status_code for _ in range(2)]

    assert twice == [HTTPStatus.FOUND, HTTPStatus.FOUND]
    assert [one.action for one in Entry.objects.order_by("pk")] == [
        "added a dated event",
        "removed a dated event",
    ]
