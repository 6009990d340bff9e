"""Cycles, dated events, webhooks and the audit log by the API, as the pages do them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle


@pytest.fixture
def call(program: Callable[..., Client], staff: Staff) -> Callable[..., tuple[int, Any]]:
    """An operation of the administrator's: status and answer."""
    client = program(staff.alice)

    def called(method: str, path: str, sent: Any = None) -> tuple[int, Any]:  # noqa: ANN401 - JSON
        answer = client.generic(
            method, f"/api{path}", json.dumps(sent or {}), content_type="application/json"
        )
        return answer.status_code, answer.json() if answer.content else None

    return called


def test_a_cycle_is_made_begun_and_moved_once_by_whoever_saw_it_as_it_is(
    call: Callable[..., tuple[int, Any]], cycle: Cycle
) -> None:
    sent = {"name": "2026-Q4", "starts_on": "2026-10-01", "ends_on": "2027-01-01"}

    status, made = call("POST", "/cycles", sent)
    taken = call("POST", "/cycles", sent)
    begun = call("PUT", f"/cycles/{made['id']}/state", {"to": "active", "seen": "draft"})
    late = call("PUT", f"/cycles/{made['id']}/state", {"to": "active", "seen": "draft"})
    moved = call("PATCH", f"/cycles/{made['id']}", sent | {"ends_on": "2027-02-01"})

    assert (status, made["state"], made["cadence_days"]) == (201, "draft", 7)
    assert (begun[0], begun[1]["state"]) == (200, "active")
    assert [taken[0], late[0], moved[0]] == [422, 422, 422]
    assert call("PUT", "/cycles/999/state", {"to": "active", "seen": "draft"})[0] == 404


def test_a_dated_event_is_added_listed_and_taken_away(
    call: Callable[..., tuple[int, Any]], cycle: Cycle
) -> None:
    status, made = call("POST", "/dated-events", {"on": "2026-08-01", "title": "Price rise"})
    listed = call("GET", "/dated-events")[1]
    gone = [call("DELETE", f"/dated-events/{made['id']}")[0] for _ in range(2)]

    assert (status, listed) == (201, [{"id": made["id"], "on": "2026-08-01", "title": "Price rise"}])
    assert gone == [204, 204]
    assert call("GET", "/dated-events")[1] == []
    assert call("POST", "/dated-events", {"on": "2026-08-01", "title": " "})[0] == 422


def test_the_secret_of_a_webhook_is_in_the_answer_that_made_it_alone(
    call: Callable[..., tuple[int, Any]],
) -> None:
    sent = {"url": "https://x.example/in", "events": ["check_in.made"]}

    status, made = call("POST", "/webhooks", sent)
    listed = call("GET", "/webhooks")[1]
    other = call("POST", f"/webhooks/{made['id']}/secret")[1]
    rests = call("PUT", f"/webhooks/{made['id']}/rest", {"rests": True})[1]
    refused = [
        call("POST", "/webhooks", sent | change)[0]
        for change in ({"url": "https://10.0.0.1/"}, {"url": "http://x.example/"}, {"events": ["made.up"]})
    ]

    assert status == 201
    assert made["secret"].startswith("whsec_")
    assert other["secret"] not in {None, made["secret"]}
    assert [one["secret"] for one in listed] == [None]
    assert (rests["is_on"], rests["secret"]) == (False, None)
    assert refused == [422, 422, 422]


def test_the_audit_log_is_read_part_by_part(call: Callable[..., tuple[int, Any]]) -> None:
    for number in range(3):
        call("POST", "/dated-events", {"on": "2026-08-01", "title": f"Outage {number}"})

    whole = call("GET", "/audit-log")[1]["items"]
    rest = call("GET", f"/audit-log?before={whole[0]['id']}")[1]["items"]

    assert [one["subject"] for one in whole[:3]] == [f"2026-08-01: Outage {n}" for n in (2, 1, 0)]
    assert {one["via"] for one in whole[:3]} == {"api"}
    assert [one["id"] for one in rest] == [one["id"] for one in whole[1:]]
