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

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective

WHY = {"revision": 1, "on": "2026-08-24", "reason": "the market turned"}
RESULT = {"text": "Calls held from 1 to 2", "baseline": 1, "target": 2}
SENT: dict[str, dict[str, Any]] = {
    "patch /api/me": {"time_zone": "Europe/London"},
    "patch /api/me/notifications": {"off": ["digest"], "quiet_from": 22},
    "patch /api/teams/{team}/reminders": {"weekday": 1, "grace_days": None},
    "post /api/drafts/from": {"cycle": 0, "team": 0},
    "post /api/objectives": {"cycle": 0, "text": "Customers stay longer", "team": 0},
    "patch /api/objectives/{pk}": {"revision": 1, "scope": "All customers"},
    "post /api/objectives/{pk}/publish": {"revision": 1},
    "post /api/objectives/{pk}/key-results": {**WHY, "key_result": RESULT},
    "post /api/objectives/{pk}/comments": {"text": "Well done"},
    "post /api/key-results/{pk}/comments": {"text": "Well done"},
    "post /api/key-results/{pk}/check-ins": {"value": 12, "confidence": 7},
    "post /api/key-results/{pk}/amendments": {**WHY, "key_result": {"target": 18}},
    "post /api/key-results/{pk}/drop": WHY,
    "put /api/key-results/{pk}/measurements/{start}": {"end": "2026-08-24", "value": 12},
    "post /api/imports": {
        "name": "a.csv",
        "text": "Objective,Key result\nx,Calls from 1 to 2\n",
        "cycle": 0,
        "team": 0,
    },
    "put /api/themes/{name}": {"title": "Forms"},
    "put /api/texts/{pk}/themes": {"themes": []},
    "post /api/texts/take-back": {"text": "Too slow"},
    "put /api/reasons/way": {"way": "tfidf"},
    "post /api/meetings": {"kind": "weekly", "cycle": 0, "team": 0},
    "put /api/data/files/{key}/table": {"table": "orders"},
    "post /api/data/files/{key}/use": {"seen": "0" * 16},
    "put /api/data/tables/{name}/mapping": {"seen": "0" * 16},
    "put /api/teams/{team}/meeting-time": {"weekday": 1, "at": "09:30", "minutes": 15, "review_minutes": 90},
    "post /api/numbers": {"customers": 240, "new": 30, "leaving": 12, "values": "88%, 90%", "goal": "94%"},
    "post /api/data/pulls": {"kind": "url", "place": "https://x.example/a.csv", "name": "a.csv"},
    "patch /api/data/pulls/{pk}": {"revision": "a"},
    "put /api/data/pulls/{pk}/rest": {"rests": True},
    "post /api/holdouts/{name}/assignments": {},
    "post /api/holdouts": {"title": "a check-in call"},
    "put /api/meetings/{pk}/key-results/{key_result}/score": {"score": 0.7},
    "put /api/meetings/{pk}/key-results/{key_result}/conclusion": {"course": "keep", "revision": 1},
    "post /api/meetings/{pk}/decisions": {"text": "Call them"},
    "put /api/meetings/{pk}/notes": {"notes": "Well", "revision": 1},
    "post /api/initiatives/{pk}/tick": {"is_done": True},
    "post /api/key-results/{pk}/quotes": {"text": "Too slow", "said_by": "A customer"},
    "post /api/objectives/{pk}/dismissals": {"rule": "O101", "words": "Customers", "reason": "we mean all"},
    "post /api/objectives/{pk}/plan": {"what": "status", "when": "weekly"},
    "put /api/people/{pk}/administrator": {"is_administrator": True},
    "post /api/people/{pk}/leave": {"heirs": {}},
    "post /api/invitations": {"email": "new@x.example"},
    "post /api/teams": {"name": "Support"},
    "patch /api/teams/{pk}": {"name": "Support"},
    "put /api/teams/{pk}/members/{person}": {"role": "viewer"},
    "patch /api/settings": {"grace_days": 3},
    "post /api/cycles": {"name": "2026-Q4", "starts_on": "2026-10-01", "ends_on": "2027-01-01"},
    "patch /api/cycles/{pk}": {"name": "Q3", "starts_on": "2026-07-01", "ends_on": "2026-10-01"},
    "put /api/cycles/{pk}/state": {"to": "closing", "seen": "active"},
    "post /api/dated-events": {"on": "2026-08-01", "title": "Price rise"},
    "post /api/webhooks": {"url": "https://x.example/in", "events": ["check_in.made"]},
    "put /api/webhooks/{pk}/rest": {"rests": True},
    "post /api/reviews": {"text": "Objective: Keep customers\n- Churn from 5% to 3%"},
}

# Who calls: administrator, editor, contributor and owner of the key result, viewer, stranger: another team's
# editor. First of an objective that all may see, then of a private one, whose key result nobody owns.
EDITED = ((200, 200, 403, 403, 403), (200, 200, 403, 403, 404))
TAKEN_OUT = ((204, 204, 403, 403, 403), (204, 204, 403, 403, 404))
_STEP = "/api/meetings/{pk}/key-results/{key_result}"
TABLE: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "get /api/me": ((200, 200, 200, 200, 200),) * 2,
    "patch /api/me": ((200, 200, 200, 200, 200),) * 2,
    "get /api/me/notifications": ((200, 200, 200, 200, 200),) * 2,
    "patch /api/me/notifications": ((200, 200, 200, 200, 200),) * 2,
    "get /api/teams/{team}/reminders": ((200, 200, 200, 200, 200),) * 2,
    "patch /api/teams/{team}/reminders": ((200, 200, 403, 403, 403),) * 2,
    # There is no chat to try.
    "post /api/teams/{team}/reminders/try": ((422, 422, 403, 403, 403),) * 2,
    # Nobody has said when the team meets.
    "get /api/teams/{team}/meeting-time": ((404, 404, 404, 404, 404),) * 2,
    "get /api/teams/{team}/meetings.ics": ((404, 404, 404, 404, 404),) * 2,
    "put /api/teams/{team}/meeting-time": ((200, 200, 403, 403, 403),) * 2,
    "get /api/cycles": ((200, 200, 200, 200, 200),) * 2,
    "get /api/teams": ((200, 200, 200, 200, 200),) * 2,
    "get /api/people": ((200, 200, 200, 200, 200),) * 2,
    # Of administrators alone; no file of that form, none of that key, no table of that name, no such pull.
    "get /api/data": ((200, 403, 403, 403, 403),) * 2,
    "get /api/data/files": ((200, 403, 403, 403, 403),) * 2,
    "get /api/data/files/{key}": ((404, 403, 403, 403, 403),) * 2,
    "put /api/data/files/{key}/table": ((404, 403, 403, 403, 403),) * 2,
    "post /api/data/files/{key}/reading": ((404, 403, 403, 403, 403),) * 2,
    "post /api/data/files/{key}/use": ((404, 403, 403, 403, 403),) * 2,
    "delete /api/data/files/{key}": ((404, 403, 403, 403, 403),) * 2,
    "post /api/data/files/{key}/put-back": ((404, 403, 403, 403, 403),) * 2,
    "get /api/data/tables/{name}": ((404, 403, 403, 403, 403),) * 2,
    "post /api/data/tables/{name}/reading": ((404, 403, 403, 403, 403),) * 2,
    "put /api/data/tables/{name}/mapping": ((404, 403, 403, 403, 403),) * 2,
    "post /api/data/files": ((422, 403, 403, 403, 403),) * 2,
    "post /api/data/check": ((202, 403, 403, 403, 403),) * 2,
    "post /api/data/pulls": ((201, 403, 403, 403, 403),) * 2,
    "get /api/data/pulls/{pk}": ((404, 403, 403, 403, 403),) * 2,
    "patch /api/data/pulls/{pk}": ((404, 403, 403, 403, 403),) * 2,
    "post /api/data/pulls/{pk}/run": ((404, 403, 403, 403, 403),) * 2,
    "put /api/data/pulls/{pk}/rest": ((404, 403, 403, 403, 403),) * 2,
    "delete /api/data/pulls/{pk}": ((404, 403, 403, 403, 403),) * 2,
    # Read by everybody; who may see customers by name is another matter.
    "get /api/risk": ((200, 200, 200, 200, 200),) * 2,
    "get /api/drivers": ((200, 200, 200, 200, 200),) * 2,
    "get /api/drivers/link": ((200, 200, 200, 200, 200),) * 2,
    "post /api/compute-again/{kind}": ((422, 422, 422, 422, 422),) * 2,
    "get /api/survival": ((200, 200, 200, 200, 200),) * 2,
    "get /api/worth": ((200, 200, 200, 200, 200),) * 2,
    "get /api/holdouts": ((200, 200, 200, 200, 200),) * 2,
    "post /api/holdouts": ((202, 403, 403, 403, 403),) * 2,
    "get /api/holdouts/{name}": ((404, 404, 404, 404, 404),) * 2,
    "get /api/holdouts/{name}/assignments": ((404, 404, 404, 403, 404),) * 2,
    "post /api/holdouts/{name}/assignments": ((404, 404, 404, 404, 404),) * 2,
    "post /api/holdouts/{name}/settlement": ((404, 404, 404, 404, 404),) * 2,
    "post /api/reviews": ((200, 200, 200, 200, 200),) * 2,
    "post /api/numbers": ((200, 200, 200, 200, 200),) * 2,
    "post /api/imports": ((201, 201, 201, 403, 403),) * 2,
    "get /api/imports/{pk}": ((404, 404, 404, 404, 404),) * 2,  # none of theirs
    "get /api/exports/{form}": ((200, 200, 200, 200, 200),) * 2,
    "get /api/metrics": ((200, 200, 200, 200, 200),) * 2,
    "get /api/metrics/{name}": ((200, 200, 200, 200, 200),) * 2,
    # Nobody has measured it yet.
    "get /api/metrics/{name}/series": ((404, 404, 404, 404, 404),) * 2,
    "post /api/metrics/{name}/questions": ((422, 422, 422, 422, 422),) * 2,
    "post /api/metrics/{name}/measure": ((202, 202, 202, 202, 202),) * 2,
    # Nothing was read yet; the list is the starter's.
    "get /api/reasons": ((200, 200, 200, 200, 200),) * 2,
    "post /api/reasons/look": ((202, 202, 202, 202, 202),) * 2,
    "get /api/themes": ((200, 200, 200, 200, 200),) * 2,
    "put /api/themes/{name}": ((200, 403, 403, 403, 403),) * 2,
    "delete /api/themes/{name}": ((404, 403, 403, 403, 403),) * 2,
    "get /api/texts": ((200, 200, 200, 200, 200),) * 2,
    # The stranger is an editor of another team; nobody is asked about this text.
    "put /api/texts/{pk}/themes": ((422, 422, 422, 403, 422),) * 2,
    "post /api/texts/{pk}/pass": ((204, 204, 204, 403, 204),) * 2,
    "post /api/texts/take-back": ((204, 204, 204, 403, 204),) * 2,
    "put /api/reasons/way": ((202, 403, 403, 403, 403),) * 2,
    # No workspace, so no metric to bind to.
    "post /api/metrics/{name}/series": ((422, 422, 422, 422, 422),) * 2,
    "post /api/look-at-data": ((202, 202, 202, 202, 202),) * 2,
    "get /api/objectives": ((200, 200, 200, 200, 200),) * 2,
    "post /api/objectives": ((201, 201, 201, 403, 403),) * 2,
    "get /api/objectives/{pk}": ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404)),
    "patch /api/objectives/{pk}": EDITED,
    "post /api/drafts/from": ((202, 202, 202, 403, 403),) * 2,
    "get /api/drafts/from/{pk}": ((404, 404, 404, 404, 404),) * 2,  # none of theirs
    "get /api/quarter": ((200, 200, 200, 200, 200),) * 2,
    "get /api/alignment": ((200, 200, 200, 200, 200),) * 2,
    "get /api/objectives/{pk}/review": ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404)),
    # It is published already: whoever may publish is told so.
    "post /api/objectives/{pk}/publish": ((422, 422, 403, 403, 403), (422, 422, 403, 403, 404)),
    "post /api/objectives/{pk}/archive": EDITED,
    # It is not archived.
    "post /api/objectives/{pk}/bring-back": ((422, 422, 403, 403, 403), (422, 422, 403, 403, 404)),
    "post /api/objectives/{pk}/key-results": ((201, 201, 403, 403, 403), (201, 201, 403, 403, 404)),
    "get /api/objectives/{pk}/comments": ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404)),
    "post /api/objectives/{pk}/comments": ((201, 201, 201, 201, 201), (201, 201, 201, 201, 404)),
    "get /api/key-results/{pk}": ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404)),
    "get /api/key-results/{pk}/measurements": ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404)),
    "get /api/key-results/{pk}/check-ins": ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404)),
    "post /api/key-results/{pk}/check-ins": ((200, 200, 200, 403, 403), (200, 200, 200, 403, 404)),
    "get /api/key-results/{pk}/comments": ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404)),
    "post /api/key-results/{pk}/comments": ((201, 201, 201, 201, 201), (201, 201, 201, 201, 404)),
    # Not frozen yet: whoever may amend is told to edit.
    "post /api/key-results/{pk}/amendments": ((422, 422, 403, 403, 403), (422, 422, 403, 403, 404)),
    "post /api/key-results/{pk}/drop": ((422, 422, 403, 403, 403), (422, 422, 403, 403, 404)),
    # A review of the team goes on; it is about what is private too.
    "get /api/meetings": ((200, 200, 200, 200, 200),) * 2,
    "post /api/meetings": ((201, 201, 403, 403, 403),) * 2,
    "get /api/meetings/{pk}": ((200, 200, 200, 200, 200),) * 2,
    "post /api/meetings/{pk}/join": ((200, 200, 200, 200, 403),) * 2,
    f"get {_STEP}": ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404)),
    f"post {_STEP}/turn": EDITED,
    f"put {_STEP}/score": ((200, 200, 200, 200, 403), (200, 200, 200, 200, 404)),
    f"post {_STEP}/reveal": EDITED,
    # The scores are hidden yet.
    f"put {_STEP}/conclusion": ((422, 422, 403, 403, 403), (422, 422, 403, 403, 404)),
    "post /api/meetings/{pk}/decisions": ((201, 201, 403, 403, 403),) * 2,
    "delete /api/meetings/{pk}/decisions/{decision}": EDITED,
    "post /api/meetings/{pk}/decisions/{decision}/done": EDITED,
    "put /api/meetings/{pk}/notes": ((200, 200, 403, 403, 403),) * 2,
    # Its cycle is not closing.
    "post /api/meetings/{pk}/end": ((422, 422, 403, 403, 403),) * 2,
    # It goes on, so that there are no minutes and nothing is carried over.
    "get /api/meetings/{pk}/minutes": ((404, 404, 404, 404, 404),) * 2,
    "post /api/meetings/{pk}/carry-over": ((422, 422, 403, 403, 403),) * 2,
    "get /api/objectives/{pk}/settlement": ((404, 404, 404, 404, 404),) * 2,
    "put /api/key-results/{pk}/measurements/{start}": (
        (200, 200, 200, 403, 403),
        (200, 200, 200, 403, 404),
    ),
}

STORES_NOTHING = {"post /api/reviews", "post /api/numbers"}
OF_ALL = ((200, 200, 200, 200, 200), (200, 200, 200, 200, 404))
TABLE |= {
    "get /api/owed": ((200, 200, 200, 200, 200),) * 2,
    # No comment names anybody.
    "post /api/owed/mentions/{pk}/note": ((404, 404, 404, 404, 404),) * 2,
    "get /api/celebrations": ((200, 200, 200, 200, 200),) * 2,
    "post /api/celebrations/{pk}/thanks": OF_ALL,
    "post /api/initiatives/{pk}/tick": ((200, 200, 200, 403, 403), (200, 200, 200, 403, 404)),
    "get /api/key-results/{pk}/quotes": OF_ALL,
    "post /api/key-results/{pk}/quotes": ((201, 201, 201, 403, 403), (201, 201, 201, 403, 404)),
    "delete /api/key-results/{pk}/quotes/{quote}": ((204, 204, 204, 403, 403), (204, 204, 204, 403, 404)),
    "get /api/objectives/{pk}/dismissals": OF_ALL,
    "post /api/objectives/{pk}/dismissals": EDITED,
    "delete /api/objectives/{pk}/dismissals/{dismissal}": TAKEN_OUT,
    "get /api/objectives/{pk}/plan": OF_ALL,
    "get /api/objectives/{pk}/evidence": OF_ALL,
    "get /api/objectives/{pk}/bet": OF_ALL,
    "post /api/objectives/{pk}/plan": EDITED,
    "delete /api/objectives/{pk}/plan/{line}": TAKEN_OUT,
    # Only a token of an administrator can have the scope of these.
    "get /api/administration/people": ((200, 403, 403, 403, 403),) * 2,
    "put /api/people/{pk}/administrator": ((200, 403, 403, 403, 403),) * 2,
    "get /api/people/{pk}/owned": ((200, 403, 403, 403, 403),) * 2,
    "post /api/people/{pk}/leave": ((200, 403, 403, 403, 403),) * 2,
    "post /api/people/{pk}/return": ((200, 403, 403, 403, 403),) * 2,
    # Of the teams that one manages.
    "get /api/invitations": ((200, 200, 200, 200, 200),) * 2,
    "post /api/invitations": ((201, 201, 403, 403, 403),) * 2,
    "post /api/invitations/{pk}/resend": ((200, 200, 403, 403, 403),) * 2,
    "get /api/outbox": ((200, 403, 403, 403, 403),) * 2,
    # Nothing has failed.
    "post /api/outbox/notices/{pk}/retry": ((422, 403, 403, 403, 403),) * 2,
    "post /api/outbox/plans/{pk}/retry": ((422, 403, 403, 403, 403),) * 2,
    "delete /api/invitations/{pk}": ((204, 204, 403, 403, 403),) * 2,
    "post /api/teams": ((201, 403, 403, 403, 403),) * 2,
    "get /api/teams/{pk}": ((200, 200, 200, 200, 200),) * 2,
    "patch /api/teams/{pk}": ((200, 200, 403, 403, 403),) * 2,
    "put /api/teams/{pk}/members/{person}": ((200, 200, 403, 403, 403),) * 2,
    "delete /api/teams/{pk}/members/{person}": ((204, 204, 403, 403, 403),) * 2,
    "get /api/settings": ((200, 403, 403, 403, 403),) * 2,
    "patch /api/settings": ((200, 403, 403, 403, 403),) * 2,
    "post /api/cycles": ((201, 403, 403, 403, 403),) * 2,
    "patch /api/cycles/{pk}": ((200, 403, 403, 403, 403),) * 2,
    "put /api/cycles/{pk}/state": ((200, 403, 403, 403, 403),) * 2,
    "get /api/dated-events": ((200, 403, 403, 403, 403),) * 2,
    "post /api/dated-events": ((201, 403, 403, 403, 403),) * 2,
    "delete /api/dated-events/{pk}": ((204, 403, 403, 403, 403),) * 2,
    "get /api/webhooks": ((200, 403, 403, 403, 403),) * 2,
    "post /api/webhooks": ((201, 403, 403, 403, 403),) * 2,
    "post /api/webhooks/{pk}/secret": ((200, 403, 403, 403, 403),) * 2,
    "put /api/webhooks/{pk}/rest": ((200, 403, 403, 403, 403),) * 2,
    "get /api/operations": ((200, 403, 403, 403, 403),) * 2,
    "get /api/audit-log": ((200, 403, 403, 403, 403),) * 2,
}


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
