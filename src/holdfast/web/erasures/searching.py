"""One person of a customer looked for and erased from a page: jobs read the data, which no page does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.errors import HoldfastError, InputError
from holdfast.web.audit.actions import Actor, record
from holdfast.web.erasures.actions import erase_person, find_person
from holdfast.web.erasures.models import Search
from holdfast.web.measurements.measuring import told, workspace
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.service.persons.erasing import Known


def ask_to_find(actor: Actor, asked: str) -> Search:
    """Have a job look for somebody; what was looked for before is forgotten.

    Raises:
        PermissionDenied: Only administrators may.
    """
    from holdfast.web.erasures.tasks import look_for  # noqa: PLC0415 - the task calls this module

    _allow(actor)
    with transaction.atomic():
        Search.objects.all().delete()
        row = Search.objects.create(asked_at=actor.at, by=actor.person, asked=asked.strip())
        record(actor, "looked for person of a customer", row)
        look_for.enqueue(row.pk)
    return row


def ask_to_erase(actor: Actor, pk: int) -> Search:
    """Have a job erase whom it found.

    Raises:
        PermissionDenied: Only administrators may.
        InputError: It is not that look that stands, or nobody was found.
    """
    from holdfast.web.erasures.tasks import erase  # noqa: PLC0415 - as above

    _allow(actor)
    with transaction.atomic():
        row = Search.objects.select_for_update().filter(pk=pk, state="found").first()
        if row is None:
            raise InputError("person", "nobody is found there any more", "a look that stands", "Look again")
        row.state, row.by = "erasing", actor.person
        row.save(update_fields=["state", "by"])
        erase.enqueue(row.pk)
    return row


def look(pk: int, at: datetime) -> None:
    """Look for somebody. Run twice, it finds the same; one that was forgotten meanwhile is nobody."""
    row = Search.objects.filter(pk=pk, state="looking").select_related("by").first()
    if row is None:
        return
    try:
        with workspace() as opened:
            known = find_person(Actor(row.by, "job", at), opened, row.asked)
    except HoldfastError as error:
        _fail(row, error)
        return
    row.state, row.who, row.notes = "found", _who(known), list(known.notes)
    row.places = _places(known)
    row.save()


def erase(pk: int, at: datetime) -> None:
    """Erase whom a look found, and forget who it was. Run twice, the second finds it done."""
    row = Search.objects.filter(pk=pk, state="erasing").select_related("by").first()
    if row is None:
        return
    try:
        with workspace() as opened:
            known = erase_person(Actor(row.by, "job", at), opened, row.asked)
    except HoldfastError as error:
        _fail(row, error)
        return
    row.state, row.asked, row.who, row.notes = "erased", "", "", [known.notes[-1]]
    row.places = _places(known)
    row.save()


def _places(known: Known) -> list[list[str | int]]:
    return [[one.name, one.count, one.what, one.done] for one in known.places]


def _who(known: Known) -> str:
    who = known.who
    ids = [f"person {one}" for one in who.people] + [f"customer {one}" for one in who.customers]
    of = f" of {', '.join(who.accounts)}" if who.accounts else ""
    return f"{', '.join(ids) or 'in no table'}{of}"[:400]


def _fail(row: Search, error: HoldfastError) -> None:
    row.state, row.error = "failed", told(error)
    row.save(update_fields=["state", "error"])


def _allow(actor: Actor) -> None:
    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "administer")
