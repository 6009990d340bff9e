"""Communication plans by chat: what is said there, by whose leave, and that its address stays hidden."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.chat_room import DISCORD
from tests.web.conftest import NOON

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.communication.actions import StatedLine, add_line, send_due
from holdfast.web.communication.models import PlanLine, Sending
from holdfast.web.communication.sending import deliver
from holdfast.web.notices.mailing import NotTakenError
from holdfast.web.notices.outbox import MOST_ATTEMPTS
from holdfast.web.objectives.models import Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings
    from tests.web.chat_room import Room
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

TODAY = NOON.date()
SECRET = "JHMHI8qBe7bk2ZwO5U711o3dV_js"  # noqa: S105 - of the test


def _line(staff: Staff, objective: Objective, by: Person | None = None) -> PlanLine:
    actor = Actor(by or staff.bob, "page", NOON - timedelta(days=10))
    return add_line(actor, objective.pk, StatedLine("status", "weekly", chat=DISCORD))


def _sending(staff: Staff, objective: Objective) -> Sending:
    _line(staff, objective)
    send_due(today=TODAY, at=NOON)
    return Sending.objects.get()


def test_a_chat_hears_once_how_it_stands_in_plain_words_with_a_link(
    staff: Staff, objective: Objective, room: Room
) -> None:
    step = "@everyone <!channel> **call** _them_"
    CheckIn.objects.create(
        key_result=objective.key_results.get(), on=TODAY, at=NOON, value=16, next_step=step
    )
    _line(staff, objective)

    made = [send_due(today=TODAY, at=NOON) for _ in range(2)]
    for _ in range(2):
        deliver(Sending.objects.get().pk, NOON)

    [(path, text)] = room.said
    assert made == [1, 0]
    assert path.endswith(f"/4174216298/{SECRET}")
    assert text.startswith("How it stands: Customers stay\n")
    assert "- Now 16 on 24 Aug 2026; target 20." in text
    assert "- Next: everyone !channel call them" in text
    assert text.endswith(f"/objectives/{objective.pk}/plan")
    assert not set("@<>*_\\") & set(text.rpartition("\n")[0])


def test_what_is_too_long_for_a_chat_is_cut_between_lines_and_leads_to_the_rest(
    staff: Staff, objective: Objective, room: Room
) -> None:
    for number in range(2, 40):
        objective.key_results.create(
            position=number, text=f"{number} " + "customers stay " * 10, baseline=1, target=2
        )

    deliver(_sending(staff, objective).pk, NOON)

    [(_, text)] = room.said
    lines = text.splitlines()
    assert len(text) <= 1_900
    assert lines[-2:] == ["…", f"http://127.0.0.1:8000/objectives/{objective.pk}/plan"]
    assert all(line.endswith(".") for line in lines[1:-2])


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_chat_that_refuses_is_tried_again_and_then_stands_as_failed_on_the_page(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, room: Room, status: int
) -> None:
    row = _sending(staff, objective)
    room.status = status

    for attempt in range(MOST_ATTEMPTS - 1):
        with pytest.raises(NotTakenError):
            deliver(row.pk, NOON + timedelta(minutes=attempt))
    deliver(row.pk, NOON + timedelta(minutes=9))

    row.refresh_from_db()
    page = as_(staff.bob).get(f"/objectives/{objective.pk}/plan").content.decode()
    assert (row.state, row.attempts, len(room.said)) == ("failed", MOST_ATTEMPTS, MOST_ATTEMPTS)
    assert "did not take it" in page
    assert "failed" in page
    assert SECRET not in row.said


def test_the_address_of_a_chat_is_shown_nowhere_and_kept_encrypted(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    sent = {"who": "chat", "chat": DISCORD, "what": "status", "when": "weekly", "weekday": "0"}
    client = as_(staff.bob)

    answers = [client.post(f"/objectives/{objective.pk}/plan", sent) for _ in range(2)]
    refused = client.post(f"/objectives/{objective.pk}/plan", {**sent, "when": "never"})

    page = client.get(f"/objectives/{objective.pk}/plan").content.decode()
    row = PlanLine.objects.get()
    assert [one.status_code for one in answers] == [HTTPStatus.FOUND] * 2
    assert "Discord, an address that ends in V_js" in page
    for told in (page, refused.content.decode(), row.chat, str(list(Entry.objects.values()))):
        assert SECRET not in told


@pytest.mark.parametrize(
    "address", ["https://10.0.0.1/hook", "json://127.0.0.1/x", "https://hooks.slack.com.evil.example/x"]
)
def test_a_chat_is_one_of_the_services_that_are_known(
    staff: Staff, objective: Objective, address: str
) -> None:
    stated = StatedLine("status", "weekly", chat=address)

    with pytest.raises(InputError, match="no address that we know"):
        add_line(Actor(staff.bob, "page", NOON), objective.pk, stated)

    assert not PlanLine.objects.exists()


def test_only_whoever_manages_the_team_names_a_chat(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    Objective.objects.update(owner=staff.carol)
    sent = {"who": "chat", "chat": DISCORD, "what": "status", "when": "weekly"}

    answer = as_(staff.carol).post(f"/objectives/{objective.pk}/plan", sent)
    page = as_(staff.carol).get(f"/objectives/{objective.pk}/plan").content.decode()

    with pytest.raises(PermissionDenied):
        _line(staff, objective, by=staff.carol)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Address of the chat" not in page
    assert not PlanLine.objects.exists()


def test_a_private_objective_is_said_in_no_chat_also_where_it_became_private_later(
    staff: Staff, objective: Objective, secret: Objective, room: Room
) -> None:
    with pytest.raises(InputError, match="the objective is private"):
        _line(staff, secret, by=staff.alice)
    row = _sending(staff, objective)
    Objective.objects.update(is_private=True)

    deliver(row.pk, NOON)

    row.refresh_from_db()
    assert (row.state, row.said, room.said) == ("dropped", "the objective is private now", [])


def test_a_chat_of_another_secret_key_fails_at_once_and_the_page_says_so(
    staff: Staff, objective: Objective, room: Room, settings: Settings
) -> None:
    row = _sending(staff, objective)
    settings.SECRET_KEY = "another"  # noqa: S105 - of the test

    deliver(row.pk, NOON)

    row.refresh_from_db()
    assert row.state == "failed"
    assert "cannot be read any more" in row.said
    assert str(row.line.who) == "A chat whose address cannot be read any more"
    assert room.said == []


def test_what_a_chat_did_not_take_stands_in_the_outbox_and_is_tried_again_from_there(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, room: Room
) -> None:
    row = _sending(staff, objective)
    room.status = 500
    Sending.objects.update(attempts=MOST_ATTEMPTS - 1)
    deliver(row.pk, NOON)
    client = as_(staff.alice)

    page = client.get("/notifications/outbox").content.decode()
    counted = client.get("/notifications").content.decode()
    answer = client.post(f"/notifications/outbox/plans/{row.pk}/retry")
    twice = client.post(f"/notifications/outbox/plans/{row.pk}/retry", follow=True).content.decode()
    room.status = 204
    deliver(row.pk, NOON + timedelta(minutes=1))

    row.refresh_from_db()
    after = client.get("/notifications/outbox").content.decode()
    assert "1 notice has failed" in page
    assert "Plan: How it stands, every week" in page
    assert "Discord, an address that ends in V_js" in page
    assert "did not take it" in page
    assert SECRET not in page
    assert "1 failed" in counted
    assert (answer.status_code, row.state, row.attempts) == (HTTPStatus.FOUND, "sent", 1)
    assert "It has not failed" in twice
    assert "No notice has failed" in after
    assert Entry.objects.filter(action="tried a plan again").count() == 1


def test_the_outbox_asks_as_much_for_many_plans_as_for_one(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    row = _sending(staff, objective)
    client, asked = as_(staff.alice), []

    for number in range(2):
        for one in range(10 * number):
            Sending.objects.create(
                line=row.line,
                occasion=f"weekly:{one}",
                since=NOON,
                state="failed",
                made_at=NOON,
                touched_at=NOON,
            )
        with CaptureQueriesContext(connection) as captured:
            client.get("/notifications/outbox")
        asked.append(len(captured))

    assert asked[0] == asked[1]
