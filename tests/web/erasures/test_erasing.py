"""One person of a customer, planted in every record and uploaded file, is nowhere after they are erased."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django_tasks_db.models import DBTaskResult
from tests.service.persons.conftest import ANNA, SAID, TABLES
from tests.web.conftest import NOON

from holdfast.service.workspace import open_workspace
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.computing.models import Computed
from holdfast.web.dataset.models import Arrival
from holdfast.web.erasures.actions import erase_person, find_person
from holdfast.web.erasures.models import Erasure
from holdfast.web.erasures.records import _NOT_SEARCHED
from holdfast.web.holdouts.actions import ask_to_settle
from holdfast.web.metrics.models import DataLook, KnownMetric
from holdfast.web.objectives.models import Comment, KeyResult, Quote
from holdfast.web.reasons.models import AskedText, ReasonsLook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Staff

    from holdfast.service.persons.erasing import Known
    from holdfast.web.objectives.models import Objective

PLANTED = f"{ANNA} (p-anna1) said: “{SAID[:30]} …”. Ask Anna Maierhofer."
NEEDLES = (ANNA, "p-anna1", SAID[:20], "Maierhofer")


def erase(folder: Path, staff: Staff, asked: str = ANNA) -> Known:
    with open_workspace(folder) as opened:
        return erase_person(Actor(staff.alice, "page", NOON), opened, asked)


def plant(objective: Objective, staff: Staff) -> set[str]:
    """Words of them in every text and every JSON value of every record there is; the tables."""
    key_result = KeyResult.objects.get(objective=objective)
    Quote.objects.create(key_result=key_result, text=SAID)
    Comment.objects.create(objective=objective, author=staff.bob, at=NOON, text="?")
    Computed.objects.create(kind="risk", content={}, answer={}, asked_at=NOON, found_at=NOON, looked_at=NOON)
    ReasonsLook.objects.create(pk=1, looked_at=NOON, tried_at=NOON)
    AskedText.objects.create(place=1, words="?")
    KnownMetric.objects.create(name="nps", window_days=None)
    DataLook.objects.create()
    ask_to_settle(Actor(staff.bob, "page", NOON), "check-in")
    planted = set()
    for model in apps.get_models():
        rows: models.QuerySet[models.Model] = models.QuerySet(model)
        if model._meta.app_label in _NOT_SEARCHED or not rows.exists():
            continue
        for field in model._meta.concrete_fields:
            value = value_for(field)
            if value is not None:
                rows.update(**{field.name: value})
                planted.add(model._meta.db_table)
    return planted


def value_for(field: models.Field[object, object]) -> object:
    """Something that tells of them, as the field can hold it; None where it can hold none."""
    if isinstance(field, models.JSONField):
        return {"said": [PLANTED, {"person_id": "p-anna1"}], ANNA: 1}
    is_free = not field.unique and not field.choices and not field.primary_key
    if isinstance(field, models.TextField) and is_free:
        return PLANTED
    if isinstance(field, models.CharField) and is_free and (field.max_length or 0) >= len(ANNA):
        return ANNA
    return None


def everything_stored() -> str:
    """Every cell of every table of the database."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += cursor.fetchall()
    return str(found)


def test_no_cell_of_any_table_tells_of_somebody_erased(
    firm: Path, objective: Objective, staff: Staff
) -> None:
    planted = plant(objective, staff)
    assert {"audit_entry", "objectives_quote", DBTaskResult._meta.db_table} <= planted
    assert all(one in everything_stored() for one in NEEDLES)

    known = erase(firm, staff)

    assert not [one for one in NEEDLES if one in everything_stored()]
    assert planted <= {one.name for one in known.places}
    assert Quote.objects.get().text == "[erased] ([erased]) said: “[erased] …”. Ask [erased]."
    assert not AskedText.objects.exists()
    assert ReasonsLook.objects.get().content == Computed.objects.get().answer == {}
    waiting = {one.task_path.rpartition(".")[2] for one in DBTaskResult.objects.filter(status="READY")}
    assert {"find_reasons", "compute"} <= waiting, "they are found anew at once"
    kept = [path for path in (firm / ".holdfast").rglob("*") if path.is_file()]
    assert not [path for path in kept if any(one.encode() in path.read_bytes() for one in NEEDLES)]


def test_what_was_done_is_in_the_audit_log_and_not_to_whom(firm: Path, staff: Staff) -> None:
    erase(firm, staff)

    entry = Entry.objects.get()
    assert (entry.action, entry.by) == ("erased person of a customer", staff.alice)
    assert Erasure.objects.get(pk=entry.subject_id).places["table tickets (tickets.csv)"] == 1
    assert "anna" not in everything_stored().lower()


def test_a_look_changes_nothing_and_says_where(firm: Path, objective: Objective, staff: Staff) -> None:
    Quote.objects.create(key_result=KeyResult.objects.get(objective=objective), text=f"She wrote: {SAID}")

    with open_workspace(firm) as opened:
        known = find_person(Actor(staff.alice, "page", NOON), opened, "p-anna1")

    assert ("objectives_quote", 1) in [(one.name, one.count) for one in known.places]
    assert SAID in Quote.objects.get().text
    assert not Erasure.objects.exists()


def test_uploaded_files_are_rewritten_and_files_of_the_company_are_not(firm: Path, staff: Staff) -> None:
    before = {name: (firm / f"{name}.csv").read_text() for name in TABLES}
    for name in ("people", "tickets"):
        made = {"size": 1, "digest": "d", "at": NOON, "state": "used", "placed": f"{name}.csv", "table": name}
        Arrival.objects.create(name=f"{name}.csv", **made)

    known = erase(firm, staff)

    after = {name: (firm / f"{name}.csv").read_text() for name in TABLES}
    assert {name for name in TABLES if after[name] != before[name]} == {"people", "tickets"}
    people, tickets = after["people"].splitlines(), after["tickets"].splitlines()
    assert people[0] == before["people"].splitlines()[0]
    assert people[2] == before["people"].splitlines()[2], "whoever else is in the file stays as they were"
    pseudonym, *rest = people[1].split(",")
    assert pseudonym.startswith("erased-")
    assert rest == ["A", "", "", ""], "an unread column, such as the size of shoes, is emptied too"
    assert tickets[1] == f"T1,A,{pseudonym},2025-03-01,0,"
    assert ("people.csv", 1) in [(one.name, one.count) for one in known.places]
    with open_workspace(firm) as opened:
        assert opened.engine.rows("SELECT person_id FROM tickets ORDER BY ticket_id")[0] == (pseudonym,)


def test_an_earlier_file_goes_and_one_that_waits_is_told(firm: Path, staff: Staff) -> None:
    used = {"size": 1, "digest": "d", "at": NOON, "placed": "people.csv", "table": "people", "kept": True}
    earlier = Arrival.objects.create(name="people.csv", key=uuid.uuid4(), state="used", **used)
    waits = Arrival.objects.create(
        name="new.csv", key=uuid.uuid4(), size=1, digest="d", at=NOON + timedelta(1), state="waiting"
    )
    for path in (
        firm / ".holdfast" / "earlier" / str(earlier.key) / "people.csv",
        firm / ".holdfast" / "incoming" / str(waits.key) / "new.csv",
    ):
        path.parent.mkdir(parents=True)
        path.write_text(TABLES["people"])

    known = erase(firm, staff)

    earlier.refresh_from_db()
    assert not earlier.kept
    assert not (firm / ".holdfast" / "earlier" / str(earlier.key)).exists()
    assert [one.name for one in known.places if one.is_left] == ["new.csv, which waits"]


def test_a_user_of_the_same_address_is_told_and_stays(firm: Path, staff: Staff) -> None:
    staff.bob.email = ANNA
    staff.bob.save()

    known = erase(firm, staff)

    staff.bob.refresh_from_db()
    assert staff.bob.email == ANNA
    assert any("logs in here" in one for one in known.notes)


def test_only_administrators_may(firm: Path, staff: Staff) -> None:
    with open_workspace(firm) as opened:
        for act in (find_person, erase_person):
            with pytest.raises(PermissionDenied):
                act(Actor(staff.bob, "page", NOON), opened, ANNA)
