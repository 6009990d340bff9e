"""Files that are fetched by themselves, by the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django_tasks_db.models import DBTaskResult

from holdfast.web.audit.models import Entry
from holdfast.web.dataset.models import Pull

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

SIGNED = "https://x.example/orders.csv?key=s3cr3t"


@pytest.fixture
def call(program: Callable[..., Client], staff: Staff, workspace: Path) -> Callable[..., tuple[int, Any]]:
    """Calls as the administrator; a path, a method and what is sent."""
    client = program(staff.alice)

    def called(method: str, path: str = "", **sent: object) -> tuple[int, Any]:
        address = f"/api/data/pulls{path}"
        answer = client.generic(method, address, json.dumps(sent).encode(), content_type="application/json")
        return answer.status_code, answer.json() if answer.content else None

    return called


def test_a_pull_is_made_read_changed_let_rest_run_and_removed(call: Callable[..., tuple[int, Any]]) -> None:
    made = call("POST", kind="url", place=SIGNED, name="orders.csv")
    here = f"/{made[1]['id']}"

    changed = call("PATCH", here, revision=made[1]["revision"], every_minutes=60)
    rests = call("PUT", f"{here}/rest", rests=True)
    ran = call("POST", f"{here}/run")
    read = call("GET", here)
    removed = call("DELETE", here)

    assert (made[0], made[1]["every_minutes"], made[1]["is_on"]) == (201, 1440, True)
    assert (changed[0], changed[1]["every_minutes"], changed[1]["name"]) == (200, 60, "orders.csv")
    assert (rests[1]["is_on"], ran[0], read[1]["is_on"]) == (False, 202, False)
    assert (removed, call("GET", here)[0]) == ((204, None), 404)
    assert DBTaskResult.objects.filter(task_path__endswith="pull_one").count() == 3
    assert list(
        Entry.objects.order_by("pk").values_list("action", flat=True).filter(action__contains="pull")
    ) == [
        "made pull",
        "changed pull",
        "switched pull",
        "ran pull",
        "removed pull",
    ]


def test_the_query_of_an_address_is_in_no_answer_and_stays_when_no_place_is_sent(
    call: Callable[..., tuple[int, Any]],
) -> None:
    made = call("POST", kind="url", place=SIGNED, name="orders.csv")[1]
    changed = call("PATCH", f"/{made['id']}", revision=made["revision"], name="sales.csv")[1]
    wrong = call("POST", kind="url", place="http://x.example/?key=s3cr3t", name="a.csv")

    assert made["place"] == changed["place"] == "https://x.example/orders.csv?…"
    assert "s3cr3t" not in json.dumps([made, changed, wrong])
    assert wrong[0] == 422
    assert (Pull.objects.get().place, Pull.objects.get().name) == (SIGNED, "sales.csv")


def test_who_changes_it_second_is_told_and_writes_over_nothing(call: Callable[..., tuple[int, Any]]) -> None:
    made = call("POST", kind="url", place=SIGNED, name="orders.csv")[1]
    call("PATCH", f"/{made['id']}", revision=made["revision"], every_minutes=60)

    second = call("PATCH", f"/{made['id']}", revision=made["revision"], every_minutes=360)

    assert second[0] == 409
    assert Pull.objects.get().every == 60


def test_letting_it_rest_twice_is_once(call: Callable[..., tuple[int, Any]]) -> None:
    made = call("POST", kind="url", place=SIGNED, name="orders.csv")[1]

    answers = [call("PUT", f"/{made['id']}/rest", rests=True)[0] for _ in range(2)]

    assert answers == [200, 200]
    assert Entry.objects.filter(action="switched pull").count() == 1


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"kind": "folder", "place": "/etc", "what": "passwd", "name": "a.csv"}, "/etc"),
        ({"kind": "database", "place": "CRM", "what": "SELECT 1", "name": "a.csv"}, "CRM"),
        ({"kind": "url", "place": "https://x.example/a", "name": "a.exe"}, "'a.exe'"),
        ({"kind": "url", "place": "https://x.example/a", "name": "a.csv", "header": "NONE"}, "NONE"),
        ({"kind": "url", "place": "https://x.example/a", "name": "a.csv", "every_minutes": 5}, ""),
    ],
)
def test_a_source_that_is_not_allowed_is_refused(
    call: Callable[..., tuple[int, Any]], sent: dict[str, object], where: str
) -> None:
    status, problem = call("POST", **sent)

    assert status == 422
    assert problem["where"] == where or not where
    assert not Pull.objects.exists()
