"""Notifications and reminders by the API: as on the pages, and the address of a chat is told to nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.web.notices import chat
from holdfast.web.notices.models import Notice, Preference, TeamRhythm

from .conftest import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.chat_room import Room
    from tests.web.conftest import Staff

DISCORD = "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"


def _patch(client: Client, address: str, sent: dict[str, Any]) -> Any:  # noqa: ANN401 - the client's answer
    return client.patch(address, json.dumps(sent).encode(), content_type="application/json")


def test_what_is_left_out_stays_as_it_is(program: Callable[..., Client], staff: Staff) -> None:
    client = program(staff.carol)
    _patch(client, "/api/me/notifications", {"off": ["digest", "check-in", "digest"], "quiet_from": 22})

    answer = _patch(client, "/api/me/notifications", {"channel": "both"}).json()

    row = Preference.objects.get()
    assert (row.person, row.off, row.channel, row.quiet_from) == (
        staff.carol,
        ["check-in", "digest"],
        "both",
        22,
    )
    assert answer == client.get("/api/me/notifications").json()
    assert answer["quiet_until"] is None


def test_a_chat_is_set_and_forgotten_and_its_address_told_to_nobody(
    program: Callable[..., Client], staff: Staff
) -> None:
    client, address = program(staff.bob), f"/api/teams/{staff.success.pk}/reminders"

    made = _patch(client, address, {"chat": DISCORD, "weekday": 2})
    kept = TeamRhythm.objects.get().chat
    after = _patch(client, address, {"chat": ""})

    assert made.json() == {"weekday": 2, "hour": None, "grace_days": None, "every_weeks": 1, "has_chat": True}
    assert "JHMHI8" not in made.content.decode() + kept
    assert chat.opened(kept).startswith("discord://")
    assert (after.json()["has_chat"], after.json()["weekday"]) == (False, 2)


@pytest.mark.parametrize(
    "sent",
    [
        {"chat": "json://127.0.0.1/x"},
        {"weekday": 7},
        {"hour": 24},
        {"grace_days": -1},
        {"every_weeks": 3},
        {"every_weeks": None},
    ],
)
def test_a_rhythm_that_cannot_be_is_refused(
    program: Callable[..., Client], staff: Staff, sent: dict[str, Any]
) -> None:
    answer = _patch(program(staff.bob), f"/api/teams/{staff.success.pk}/reminders", sent)

    assert answer.status_code == 422
    assert not TeamRhythm.objects.exists()


def test_a_team_that_is_not_there_has_no_reminders(program: Callable[..., Client], staff: Staff) -> None:
    client = program(staff.alice)

    statuses = {
        client.get("/api/teams/99999/reminders").status_code,
        _patch(client, "/api/teams/99999/reminders", {"weekday": 1}).status_code,
    }

    assert statuses == {404}


def test_a_chat_is_tried_and_who_does_not_take_it_is_told(
    program: Callable[..., Client], staff: Staff, room: Room
) -> None:
    client, address = program(staff.bob), f"/api/teams/{staff.success.pk}/reminders"
    without = client.post(f"{address}/try")
    _patch(client, address, {"chat": DISCORD})

    tried = client.post(f"{address}/try")
    room.status = 500
    refused = client.post(f"{address}/try")

    assert (without.status_code, tried.status_code, refused.status_code) == (422, 200, 503)
    assert room.said[0][1].endswith("Bob has tried it.")
    assert "JHMHI8" not in without.content.decode() + refused.content.decode()


def test_what_failed_is_listed_without_its_words_and_tried_again_once(
    program: Callable[..., Client], staff: Staff
) -> None:
    times = {"due_at": NOON, "made_at": NOON, "touched_at": NOON}
    told = {"kind": "mention", "person": staff.carol, "state": "failed", "attempts": 7, "said": "no room"}
    row = Notice.objects.create(key="mention:1", **told, **times)
    client = program(staff.alice)

    before = client.get("/api/outbox").json()
    again = client.post(f"/api/outbox/notices/{row.pk}/retry")
    twice = client.post(f"/api/outbox/notices/{row.pk}/retry")

    [line] = before["troubled"]
    assert (before["failed"], line["kind"], line["id"], line["to"]) == (1, "notice", row.pk, "Carol")
    assert (line["state"], line["attempts"], line["said"]) == ("failed", 7, "no room")
    assert (again.json()["failed"], again.json()["waiting"]) == (0, 1)
    assert twice.status_code == 422
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 0)
