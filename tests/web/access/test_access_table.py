"""All pages and forms by all roles, against the written table ``pages.csv``.

Each cell is the status that a role gets: of a private objective of the team Success, of its key result, its
meeting, the team itself, one of its people, and the cycle. A form is sent empty, so whoever may send it is
told what is missing (422) or led on (302); whoever may not gets 403, or 404 where they may not know of it.
A new address wants a line here; a changed cell wants to be meant.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from tests.web.conftest import NOON
from tests.web.test_addresses import patterns

from holdfast.web.evidence.models import Found
from holdfast.web.meetings.models import Meeting
from holdfast.web.objectives.models import Initiative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

TABLE = Path(__file__).with_name("pages.csv")
ROLES = ("nobody", "stranger", "viewer", "contributor", "editor", "administrator")
METHODS = ("GET", "POST")
NOT_OURS = ("api/", "log-out", "static/")
"""The API has a table of its own; logging out ends what the other cells are asked with."""


@pytest.fixture
def things(secret: Objective, staff: Staff) -> dict[str, int]:
    """What stands for the numbers of an address, by what comes before them."""
    result = secret.key_results.get()
    initiative = Initiative.objects.create(objective=secret, text="Call them", owner=staff.carol)
    meeting = Meeting.objects.create(
        kind="weekly",
        cycle=secret.cycle,
        team=staff.success,
        facilitator=staff.bob,
        planned_minutes=15,
        began_at=NOON,
    )
    found = Found.objects.create(
        objective=secret,
        check_name="bet",
        content={"check": "bet", "verdict": "it can pay", "sentence": "Told."},
        on=NOON.date(),
        at=NOON,
    )
    return {
        "evidence": found.pk,
        "objectives": secret.pk,
        "key-results": result.pk,
        "initiatives": initiative.pk,
        "meetings": meeting.pk,
        "teams": staff.success.pk,
        "people": staff.dave.pk,
        "members": staff.dave.pk,
        "cycles": secret.cycle_id,
    }


@pytest.mark.parametrize(
    "role",
    # Who may is decided in Python: on another database it is enough that every page is asked and refused.
    [
        one if one in {"stranger", "administrator"} else pytest.param(one, marks=pytest.mark.once)
        for one in ROLES
    ],
)
def test_each_role_gets_what_the_table_says(
    role: str, as_: Callable[[Person | None], Client], staff: Staff, things: dict[str, int]
) -> None:
    people = (None, staff.erin, staff.dave, staff.carol, staff.bob, staff.alice)
    client = as_(dict(zip(ROLES, people, strict=True))[role])

    found = {
        (method, address): _status(client, method, _filled(address, things))
        for address in _addresses()
        for method in METHODS
    }

    said = {(row["method"], row["address"]): row[role] for row in _table()}
    assert found == said


def test_no_address_of_a_private_objective_tells_a_stranger_that_it_is_there() -> None:
    statuses = {
        row["stranger"]
        for row in _table()
        if row["address"].startswith(("objectives/", "key-results/", "initiatives/"))
    }

    # 405 is an address that only takes forms; it was asked before anybody looked at what it is about.
    assert statuses == {"404", "405"}


def _addresses() -> list[str]:
    shown = {address for address, _ in patterns() if not address.startswith((*NOT_OURS, "^"))}
    return sorted(shown)


def _filled(address: str, things: dict[str, int]) -> str:
    filled = re.sub(r"([\w-]+)/<int:\w+>", lambda part: f"{part[1]}/{things.get(part[1], 999_999)}", address)
    filled = re.sub(r"<uuid:\w+>", "00000000-0000-0000-0000-000000000000", filled)
    return "/" + re.sub(r"<\w+:\w+>", "x", filled)


def _status(client: Client, method: str, path: str) -> str:
    """What is done is taken back, so that no cell depends on those before it."""
    with transaction.atomic():
        answer = client.generic(method, path)
        transaction.set_rollback(True)
    return str(answer.status_code)


def _table() -> Iterator[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
