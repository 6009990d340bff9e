"""Find one person of a customer everywhere, and erase them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.connect.store.erased import erased_in
from holdfast.service.persons.erasing import known_of
from holdfast.web.audit.actions import record
from holdfast.web.computing.asking import forget_answers
from holdfast.web.erasures.files import uploaded
from holdfast.web.erasures.models import Erasure
from holdfast.web.erasures.records import forget_freed, records
from holdfast.web.people.access import require
from holdfast.web.people.models import Person
from holdfast.web.reasons.actions import forget_look

if TYPE_CHECKING:
    from holdfast.records.person import Place
    from holdfast.service.persons.erasing import Known
    from holdfast.service.workspace import Workspace
    from holdfast.web.audit.actions import Actor


def find_person(actor: Actor, workspace: Workspace, asked: str) -> Known:
    """What tables, files and records know of somebody of a customer.

    Raises:
        PermissionDenied: Only administrators may.
        GoneError: Nobody has the id.
        InputError: It is of an account with persons of its own.
        SourceError: The engine or the disk failed.
    """
    _allow(actor)
    known = known_of(workspace, asked)
    found = [*uploaded(workspace, known, erase=False), *records(known.traces, erase=False)]
    return _with(known, found)


def erase_person(actor: Actor, workspace: Workspace, asked: str) -> Known:
    """Take somebody of a customer out of files and records, and out of every later loading of tables.

    What was found of all customers by a job is dropped and found anew, since it counts and quotes them.

    Raises:
        PermissionDenied: Only administrators may.
        GoneError: Nobody has the id.
        InputError: It is of an account with persons of its own.
        SourceError: The engine or the disk failed; the same again goes on where this stopped.
    """
    _allow(actor)
    before = known_of(workspace, asked)
    found = list(uploaded(workspace, before, erase=True))
    with transaction.atomic():
        found += records(before.traces, erase=True)
        known = _with(known_of(workspace, asked, erase=True), found)
        digest = erased_in(workspace.path.parent).digest("person", asked.strip())
        counts = {one.name: one.count for one in known.places if not one.is_left and "@" not in one.name}
        row = Erasure.objects.create(at=actor.at, by=actor.person, digest=digest, places=counts)
        record(actor, "erased person of a customer", row, {"places": (None, len(counts))})
        forget_answers(now=actor.at)
        forget_look(actor.at)
    forget_freed()
    return known


def _with(known: Known, found: list[Place]) -> Known:
    places = (*known.places, *(one for one in found if one.count))
    users = Person.objects.filter(email__in=[one.lower() for one in known.who.emails]).count()
    notes = known.notes
    if users:
        notes = (*notes, "Somebody with this address logs in here: see to them under People.")
    return replace(known, places=places, notes=notes)


def _allow(actor: Actor) -> None:
    """A command is given by whoever may read and write all of the workspace."""
    if actor.person is not None:
        require(actor.person, "administer")
