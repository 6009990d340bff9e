"""A whole review by the API, in which nobody reads what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.web.conftest import NOON

from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff


def _send(client: Client, method: str, address: str, sent: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
    return client.generic(method, f"/api{address}", _json(sent or {}), content_type="application/json")


def _json(sent: dict[str, Any]) -> bytes:
    import json  # noqa: PLC0415

    return json.dumps(sent).encode()


def test_a_review_is_held_from_its_begin_to_the_draft_of_what_goes_on(
    program: Callable[..., Client], staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    row = objective.key_results.get()
    CheckIn.objects.create(key_result=row, by=staff.carol, on=NOON.date(), at=NOON, value=17)
    Cycle.objects.update(state="closing")
    Cycle.objects.create(name="2026-Q4", starts_on=cycle.ends_on, ends_on="2027-01-01")
    bob, carol = program(staff.bob), program(staff.carol)

    begun = _send(bob, "POST", "/meetings", {"kind": "review", "cycle": cycle.pk, "team": staff.success.pk})
    address = f"/meetings/{begun.json()['id']}"
    step = f"{address}/key-results/{row.pk}"
    scored = _send(carol, "PUT", f"{step}/score", {"score": 0.3}).json()
    hidden = _send(bob, "GET", step).json()
    shown = _send(bob, "POST", f"{step}/reveal").json()
    stated = {"course": "keep", "learned": "Calls work", "revision": shown["revision"]}
    concluded = _send(bob, "PUT", f"{step}/conclusion", stated).json()
    conflict = _send(bob, "PUT", f"{step}/conclusion", stated)
    minutes = _send(bob, "POST", f"{address}/end").json()
    again = _send(carol, "PUT", f"{step}/score", {"score": 1})

    assert begun.status_code == 201
    assert (scored["own"], scored["scores"], scored["computed"]) == (0.3, [], None)
    assert (hidden["own"], hidden["given_by"], hidden["scores"]) == (None, ["Carol"], [])
    assert (hidden["computed"], hidden["grade"]) == (None, None)
    assert shown["scores"] == [{"by": "Carol", "score": 0.3}]
    assert (shown["computed"], concluded["course"]) == (0.7, "keep")
    assert (conflict.status_code, again.status_code) == (409, 422)
    assert minutes["objectives"][0]["key_results"][0]["grade"] == 0.7
    assert _send(carol, "GET", f"{address}/minutes").json()["digest"] == minutes["digest"]
    assert _send(carol, "GET", f"/objectives/{objective.pk}/settlement").json()["mean"] == 0.7
    assert Objective.objects.get(carried_from=objective).state == "draft"


def test_a_score_that_is_no_tenth_is_refused(
    program: Callable[..., Client], staff: Staff, cycle: Cycle, objective: Objective
) -> None:
    Cycle.objects.update(state="closing")
    row = objective.key_results.get()
    sent = {"kind": "review", "cycle": cycle.pk, "team": staff.success.pk}
    begun = _send(program(staff.bob), "POST", "/meetings", sent).json()["id"]

    answers = [
        _send(program(staff.bob), "PUT", f"/meetings/{begun}/key-results/{row.pk}/score", {"score": bad})
        for bad in (0.33, 1.1, -0.1, "high", None)
    ]

    assert {one.status_code for one in answers} == {422}


def test_a_team_says_when_it_meets_and_has_the_file_for_calendars(
    program: Callable[..., Client], staff: Staff, cycle: Cycle
) -> None:
    bob, address = program(staff.bob), f"/teams/{staff.success.pk}/meeting-time"
    when = {"weekday": 1, "at": "09:30", "minutes": 15, "review_minutes": 90}

    planned = _send(bob, "PUT", address, when)
    wrong = [
        _send(bob, "PUT", address, {**when, **one}).status_code
        for one in (
            {"weekday": 7},
            {"at": "09:30:15"},
            {"at": "09:30+02:00"},
            {"minutes": 0},
            {"minutes": 9999},
        )
    ]
    read = _send(program(staff.erin), "GET", address).json()
    file = _send(program(staff.erin), "GET", f"/teams/{staff.success.pk}/meetings.ics")

    assert planned.json() == read == {**when, "at": "09:30:00"}
    assert wrong == [422] * 5
    assert file["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in file.content
    assert b"T093000" in file.content
