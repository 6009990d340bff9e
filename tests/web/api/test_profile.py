"""What somebody says of themselves, and what names them, by the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import NOON

from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.objectives.talking import comment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective


def test_what_is_left_out_of_a_profile_stays(program: Callable[..., Client], staff: Staff) -> None:
    client = program(staff.carol)

    zone = _changed(client, time_zone="Europe/London", deputy=staff.bob.pk)
    name = _changed(client, name="  Carol\tDoe ")
    nobody = _changed(client, deputy=None)

    assert zone[1]["deputy"] == {"id": staff.bob.pk, "name": "Bob"}
    assert (name[1]["name"], name[1]["time_zone"]) == ("Carol Doe", "Europe/London")
    assert (nobody[1]["deputy"], nobody[1]["time_zone"]) == (None, "Europe/London")
    assert client.get("/api/me").json() == nobody[1]
    assert Entry.objects.filter(action="changed their profile", via="api").count() == 3


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"name": " \t "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"deputy": 999_999}, "deputy"),
    ],
)
def test_a_profile_that_will_not_do_is_refused_as_on_its_page(
    program: Callable[..., Client], staff: Staff, sent: dict[str, Any], where: str
) -> None:
    status, problem = _changed(program(staff.carol), **sent)

    assert (status, problem["where"]) == (422, where)
    assert not Entry.objects.filter(action="changed their profile").exists()


def test_nobody_is_their_own_deputy_and_no_program_changes_how_one_logs_in(
    program: Callable[..., Client], staff: Staff
) -> None:
    client = program(staff.carol)

    own = _changed(client, deputy=staff.carol.pk)
    _changed(client, **dict.fromkeys(("password", "email", "is_administrator"), "forged"))

    staff.carol.refresh_from_db()
    assert own[0] == 422
    assert staff.carol.check_password("correct horse")
    assert (staff.carol.email, staff.carol.is_administrator) == ("carol@x.example", False)


def test_a_mention_waits_until_it_is_noted_by_whom_it_names(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    made = comment(objective, None, "@Bob, what do you think?", Actor(staff.carol, "page", NOON))
    bob, dave = program(staff.bob), program(staff.dave)

    owed = [one["comment"] for one in bob.get("/api/owed").json() if one["kind"] == "mention"]
    noted = [one.post(f"/api/owed/mentions/{made.pk}/note").status_code for one in (dave, bob, bob)]

    assert owed == [made.pk]
    assert noted == [404, 204, 204]
    assert not [one for one in bob.get("/api/owed").json() if one["kind"] == "mention"]


def _changed(client: Client, **sent: object) -> tuple[int, Any]:
    answer = client.patch("/api/me", json.dumps(sent).encode(), content_type="application/json")
    return answer.status_code, answer.json()
