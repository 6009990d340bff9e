"""Imports by program: the same as by page, looked at first or brought in."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from tests.web.conftest import NOON
from tests.web.exchange.conftest import workbook

from holdfast.web.api.logging_in import LIMITER
from holdfast.web.audit.actions import Actor
from holdfast.web.exchange.models import Import
from holdfast.web.objectives.models import Objective
from holdfast.web.tokens.actions import make_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

FILE = "Objective,Key result,Target\nCustomers stay,Churn from 8 % to 5 %,\nCustomers stay,NPS,?\n"


@pytest.fixture
def call(staff: Staff, cycle: Cycle) -> Callable[..., tuple[int, Any]]:
    LIMITER.clear()

    def post(person: Person, **sent: object) -> tuple[int, Any]:
        token = make_token(Actor(person, "page", NOON), "a program", ["read", "write"], days=1)[1]
        client = Client(headers={"Authorization": f"Bearer {token}"})
        body = {"name": "okrs.csv", "cycle": cycle.pk, "team": staff.success.pk, **sent}
        answer = client.post("/api/imports", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    return post


def test_a_dry_run_says_what_each_row_becomes_and_keeps_nothing(
    call: Callable[..., tuple[int, Any]], staff: Staff
) -> None:
    status, said = call(staff.bob, text=FILE, dry_run=True)

    assert status == 200
    assert (said["state"], said["new"], said["refused"]) == ("looked at", 2, 1)
    assert said["rows"][0]["refusals"][0]["field"] == "Target"
    assert said["columns"] == {"0": "objective", "1": "key result", "2": "target"}
    assert not Import.objects.exists()
    assert not Objective.objects.exists()


def test_one_refused_row_keeps_all_out_unless_it_is_to_be_left_out(
    call: Callable[..., tuple[int, Any]], staff: Staff
) -> None:
    refused, why = call(staff.bob, text=FILE)
    taken, said = call(staff.bob, text=FILE, leave_out=True)

    assert (refused, taken) == (422, 201)
    assert why["where"] == "okrs.csv, row 3, Target"
    assert (said["state"], Objective.objects.count(), Import.objects.count()) == ("done", 1, 1)


def test_a_workbook_comes_in_base64_and_twice_is_once(
    call: Callable[..., tuple[int, Any]], staff: Staff
) -> None:
    content = base64.b64encode(
        workbook([["Objective", "KR"], ["Customers stay", "Churn from 8 % to 5 %"]])
    ).decode()

    first = call(staff.bob, name="a.xlsx", content=content)
    second = call(staff.bob, name="a.xlsx", content=content)

    assert (first[0], second[0]) == (201, 200)
    assert (second[1]["id"], second[1]["new"], second[1]["here_already"]) == (None, 0, 2)
    assert Objective.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"content": "no base64!"},
        {"text": ""},
        {"text": "a", "content": "YQ=="},
        {"text": FILE, "cycle": 999},
        {"text": FILE, "owners": {"zoe": 999}},
        {"text": FILE, "columns": {"0": "key result"}},
        {"text": "\ud800,\ud800\n"},
    ],
)
def test_what_cannot_be_read_is_a_problem_and_leaves_nothing(
    call: Callable[..., tuple[int, Any]], staff: Staff, sent: dict[str, Any]
) -> None:
    status, said = call(staff.bob, **sent)

    assert status == 422, said
    assert not Import.objects.exists()


def test_a_large_import_is_taken_and_its_owner_alone_reads_how_far_it_is(
    call: Callable[..., tuple[int, Any]], staff: Staff
) -> None:
    file = "Objective,Key result\n" + "".join(f"Number {one},Calls from 1 to 2\n" for one in range(200))

    status, said = call(staff.bob, text=file)

    assert (status, said["state"], said["total"]) == (202, "queued", 400)
    assert [_read(one, said["id"]) for one in (staff.bob, staff.alice)] == [200, 404]


def _read(person: Person, pk: int) -> int:
    token = make_token(Actor(person, "page", NOON), "another", ["read"], days=1)[1]
    return Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/imports/{pk}").status_code
