"""Each operation and whoever calls it, against a table written by hand."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from holdfast.web.api.app import description
from holdfast.web.api.logging_in import LIMITER
from holdfast.web.celebrations.models import Celebration
from holdfast.web.evidence.models import FrozenBet
from holdfast.web.meetings.models import Meeting
from holdfast.web.people.models import Invitation, Person
from holdfast.web.webhooks.models import Endpoint

from .conftest import NOON
from .operations import SENT, STORES_NOTHING, TABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective


def test_the_table_holds_every_operation() -> None:
    described = {f"{method} {path}" for path, some in description()["paths"].items() for method in some}

    assert described == set(TABLE)


@pytest.mark.parametrize("operation", TABLE)
def test_an_operation_answers_each_role_as_the_table_says(
    program: Callable[..., Client], staff: Staff, objective: Objective, secret: Objective, operation: str
) -> None:
    people = (staff.alice, staff.bob, staff.carol, staff.dave, staff.erin)

    found = tuple(
        tuple(_undone(program(person), operation, on).status_code for person in people)
        for on in (objective, secret)
    )

    assert found == TABLE[operation]


def test_without_a_token_every_operation_answers_401_and_a_cookie_does_not_help(
    as_: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    browsers = (as_(None), as_(staff.alice))

    answers = {one: [_undone(browser, one, objective) for browser in browsers] for one in TABLE}

    told = {
        one: [(each.status_code, each["WWW-Authenticate"]) for each in found]
        for one, found in answers.items()
    }
    assert told == dict.fromkeys(TABLE, [(401, "Bearer")] * 2)


def test_a_token_that_only_reads_writes_nothing(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    reader = program(staff.alice, "read")
    writing = [one for one in TABLE if not one.startswith("get")]

    found = {one: _undone(reader, one, objective).status_code for one in writing}

    assert found == {one: 200 if one in STORES_NOTHING else 403 for one in writing}


def _undone(client: Client, operation: str, on: Objective) -> Any:  # noqa: ANN401 - the test client's answer
    """What is done is taken back, so that no cell depends on those before it."""
    LIMITER.clear()
    with transaction.atomic():
        answer = _call(client, operation, on)
        transaction.set_rollback(True)
    return answer


def _call(client: Client, operation: str, on: Objective) -> Any:  # noqa: ANN401 - the test client's answer
    method, path = operation.split(" ")
    pk, part = _keys(path, on)
    sent = dict(SENT.get(operation, {}))
    if {"cycle", "team"} <= sent.keys():
        sent |= {"cycle": on.cycle_id, "team": on.team_id}
    if "/meetings/" in path:
        path, pk = _of_meeting(path, on)
    if operation == "post /api/invitations":
        sent["team"] = on.team_id
    if operation == "post /api/objectives/{pk}/plan":
        sent["person"] = on.owner_id
    path = re.sub(r"\{(quote|dismissal|line|person)\}", str(part), path)
    address = path.replace("{pk}", str(pk)).replace("{start}", "2026-08-17").replace("{form}", "json")
    address = address.replace("{key}", "00000000-0000-0000-0000-000000000000")
    address = address.replace("{kind}", "worth").replace("/link", "/link?metric=nps")
    address = address.replace("{name}", "nps").replace("{team}", str(on.team_id))
    if operation == "get /api/objectives/{pk}/bet":
        _freeze(on)
    return client.generic(method.upper(), address, _json(sent), content_type="application/json")


def _of_meeting(path: str, on: Objective) -> tuple[str, int]:
    """The path in a review of the objective's team that goes on, and the id of the review."""
    row = on.key_results.get()
    began = {"planned_minutes": 90, "began_at": "2026-08-24T12:00Z"}
    held, _ = Meeting.objects.get_or_create(kind="review", cycle=on.cycle, team=on.team, defaults=began)
    made = held.decisions.create(key_result=row, text="Write to them", at="2026-08-24T12:00Z")
    return path.replace("{key_result}", str(row.pk)).replace("{decision}", str(made.pk)), held.pk


def _keys(path: str, on: Objective) -> tuple[int, int]:
    """Of what an address is about, and of its part: made where there is none yet."""
    result, dave = on.key_results.get(), Person.objects.get(name="Dave")
    noun = path.split("/")[2]
    if noun == "key-results":
        return result.pk, result.quotes.create(text="Too slow").pk
    made: dict[str, Callable[[], int | None]] = {
        "objectives": lambda: on.pk,
        "initiatives": lambda: on.initiatives.create(text="Call them").pk,
        "celebrations": lambda: _celebration(on).pk,
        "people": lambda: dave.pk,
        "invitations": lambda: _invitation(on).pk,
        "teams": lambda: on.team_id,
        "cycles": lambda: on.cycle_id,
        "webhooks": lambda: Endpoint.objects.create(url="https://x.example/", made_at=NOON).pk,
    }
    return made.get(noun, lambda: result.pk)() or 0, dave.pk


def _celebration(on: Objective) -> Celebration:
    about = {"key_result": on.key_results.get(), "cycle": on.cycle, "on": NOON.date(), "found_at": NOON}
    facts = {"times": 4, "key_results": 1}
    told = {"kind": "streak", "facts": facts, **about}
    return Celebration.objects.get_or_create(key="streak:0", defaults=told)[0]


def _freeze(on: Objective) -> None:
    told = {"content": json.dumps({"bet": {}}), "digest": "d", "on": NOON.date(), "at": NOON}
    FrozenBet.objects.get_or_create(objective=on, defaults=told)


def _invitation(on: Objective) -> Invitation:
    times = {"sent_at": NOON, "expires_at": NOON + timedelta(days=1)}
    told = {"digest": "d", "team": on.team, **times}
    return Invitation.objects.get_or_create(email="invited@x.example", defaults=told)[0]


def _json(sent: dict[str, Any]) -> bytes:
    return json.dumps(sent).encode()
