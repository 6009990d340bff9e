"""Using what arrived: the file in its place, the workspace file changed, the data check asked for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.connect.arriving import alone, put_in_place
from holdfast.errors import InputError
from holdfast.service.dataset.sampling import Asked, faults
from holdfast.service.dataset.writing import try_text, with_table, write_text
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.dataset import places
from holdfast.web.dataset.arriving import asked_as, asked_of, drop_arrived, waiting_row
from holdfast.web.dataset.mending import found_of
from holdfast.web.dataset.models import Arrival, Check, Pull
from holdfast.web.dataset.placing import change_over, replace_namesake
from holdfast.web.dataset.stated import Stated, stated
from holdfast.web.errors import ConflictError
from holdfast.web.people.access import require

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from holdfast.web.audit.actions import Actor

_FORGOTTEN = 3600
"""Seconds after which a check that was asked for and never came is asked for again."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a person decided that files are read.

    Attributes:
        table: Canonical name.
        section: As under ``[tables.NAME]``.
        sources: As under ``[sources.NAME]``, by name.
        company: As under ``[company]``; counts where there is no workspace file yet.
        seen: Digest of the workspace file that the person saw.
    """

    table: str
    section: Mapping[str, Any]
    sources: Mapping[str, Any]
    company: Mapping[str, Any]
    seen: str


class UnfitError(InputError):
    """Values do not fit the mapping; nothing was written."""


def use_file(actor: Actor, key: uuid.UUID, chosen: Chosen) -> Arrival:
    """Let a waiting file be a table. Every row was read first; what it replaces is kept for a week.

    Raises:
        PermissionDenied: Only administrators may.
        UnfitError: A value does not fit.
        ConflictError: Somebody changed the workspace file since the person saw it.
        InputError: It waits no more, or own metrics and segments need what it does not give.
        SourceError: The disk refuses.
    """
    _allow(actor)
    return use_arrived(actor, key, chosen)


def use_arrived(actor: Actor, key: uuid.UUID, chosen: Chosen) -> Arrival:
    """The same by a job too, which changes no mapping: it reads a file as its namesake was read.

    Raises:
        UnfitError: A value does not fit.
        ConflictError: The workspace file was changed meanwhile.
        InputError: It waits no more, or own metrics and segments need what it does not give.
        SourceError: The disk refuses.
    """
    row = waiting_row(key)
    row.table = chosen.table
    told = stated()
    found = _refuse_unfit(asked_of(row, told, chosen.section, chosen.sources, chosen.company))
    # A query of another table may read what it replaces.
    for other in told.tables_reading(row.name) if _replaces(row, told, chosen) else ():
        if other != chosen.table:
            _refuse_unfit(asked_as(row, told, other))
    with alone(places.state()):
        told = _as_seen(chosen.seen)
        row = waiting_row(key)
        row.table, row.found = chosen.table, found
        return _used(actor, row, _place(row, told, chosen))


def change_mapping(actor: Actor, chosen: Chosen) -> None:
    """Read the files of a table in another way.

    Raises:
        PermissionDenied: Only administrators may.
        UnfitError: A value does not fit.
        ConflictError: Somebody changed the workspace file since the person saw it.
        InputError: Own metrics and segments need what it no longer gives.
        SourceError: The disk refuses.
    """
    _allow(actor)
    told = stated()
    _refuse_unfit(Asked(places.folder(), chosen.table, chosen.section, chosen.sources, told.company))
    with alone(places.state()):
        told = _as_seen(chosen.seen)
        text = with_table(told.text, chosen.table, chosen.section, chosen.sources)
        try_text(places.folder(), text, environment=settings.DEPLOYMENT.variables)
        write_text(places.folder(), told.text, text)
        with transaction.atomic():
            record(actor, "changed mapping", ask_check(actor), {"table": (None, chosen.table)})


def drop_file(actor: Actor, key: uuid.UUID) -> None:
    """Leave nothing of a file that waits."""
    _allow(actor)
    with alone(places.state()), transaction.atomic():
        row = waiting_row(key)
        drop_arrived(row)
        record(actor, "dropped file", row)


def put_back(actor: Actor, key: uuid.UUID) -> Arrival:
    """Let the file that another one replaced stand again.

    Raises:
        InputError: It is not kept any more.
    """
    _allow(actor)
    with alone(places.state()), transaction.atomic():
        row = Arrival.objects.get(key=key)
        kept = places.earlier(row)
        if not row.kept or not kept.is_file():
            raise InputError(row.placed, "the earlier file is not kept any more", "", "Upload it again")
        put_in_place(kept, places.folder() / row.placed, None)
        row.state, row.kept = "put back", False
        row.save(update_fields=["state", "kept"])
        record(actor, "put earlier file back", row)
        ask_check(actor)
    return row


def ask_check(actor: Actor) -> Check:
    """Ask for the data check; one that is waited for already is enough."""
    from holdfast.web.dataset.tasks import check_data  # noqa: PLC0415 - jobs know the actions

    with transaction.atomic():
        waiting = Check.objects.filter(finished_at=None).first()
        if waiting is not None and (actor.at - waiting.asked_at).total_seconds() < _FORGOTTEN:
            return waiting
        made = Check.objects.create(asked_at=actor.at, by=actor.person)
        check_data.enqueue(made.pk)
    return made


def _place(row: Arrival, told: Stated, chosen: Chosen) -> tuple[Arrival, ...]:
    """The files that came with it; each says where it is placed."""
    if told.engine == "postgres":
        remedy = "Load the file there, or choose another engine"
        raise InputError(row.name, "all tables come from the database", "a workspace of files", remedy)
    if _replaces(row, told, chosen):
        replace_namesake(row, told)
        return ()
    return change_over(row, told, chosen.section, chosen.sources, chosen.company)


def _replaces(row: Arrival, told: Stated, chosen: Chosen) -> bool:
    """It is read as its namesake is, whose place it takes."""
    is_namesake = chosen.table in told.tables_reading(row.name)
    return is_namesake and told.tables[chosen.table] == chosen.section


def _used(actor: Actor, row: Arrival, others: tuple[Arrival, ...]) -> Arrival:
    """The file is used, and those that came with it, unless they shall give a table of their own too."""
    used = (row, *(one for one in others if one.table in {"", row.table}))
    with transaction.atomic():
        for one in used:
            one.state, one.used_at, one.table = "used", actor.at, row.table
            one.save()
            _forget_older(one)
            # A pull fetches under the name that the table reads, should another one have been free.
            Pull.objects.filter(name=one.name).exclude(name=one.placed).update(name=one.placed)
            record(actor, "used file", one, {"table": (None, one.table), "file": (None, one.placed)})
        ask_check(actor)
    for one in used:
        shutil.rmtree(places.incoming(one.key), ignore_errors=True)
    return row


def _forget_older(row: Arrival) -> None:
    """Only the last file that was replaced can be put back."""
    for older in Arrival.objects.filter(placed=row.placed, kept=True).exclude(pk=row.pk):
        shutil.rmtree(places.earlier(older).parent, ignore_errors=True)
        Arrival.objects.filter(pk=older.pk).update(kept=False)


def _refuse_unfit(asked: Asked) -> dict[str, Any]:
    found = found_of(*faults(asked))
    if found["faults"]:
        first = found["faults"][0]
        raise UnfitError(f"{asked.table}, {first['column']}", first["said"], "", first["mend"].rstrip("."))
    return found


def _as_seen(digest: str) -> Stated:
    told = stated()
    if told.digest != digest:
        raise ConflictError(
            "holdfast.toml",
            "somebody changed it since you opened this page",
            "",
            "Look at what stands there now, and use it again",
        )
    return told


def _allow(actor: Actor) -> None:
    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "administer")
