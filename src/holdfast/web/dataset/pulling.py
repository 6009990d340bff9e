"""Pulls: made and changed by administrators, run by jobs. One that fails leaves the last good file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.connect.arriving import WORKBOOK, plain_name
from holdfast.errors import HoldfastError, InputError, SourceError
from holdfast.values import dataclass
from holdfast.web.audit.actions import once, record
from holdfast.web.dataset import fetching, places
from holdfast.web.dataset.actions import Chosen, use_arrived
from holdfast.web.dataset.arriving import begin, drop_arrived, keep
from holdfast.web.dataset.models import Arrival, Pull, shown_place
from holdfast.web.dataset.stated import Stated, stated
from holdfast.web.dataset.together import look_together
from holdfast.web.errors import ConflictError
from holdfast.web.people.access import require
from holdfast.web.webhooks.addresses import place_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

    from holdfast.connect.arriving import Arriving
    from holdfast.web.audit.actions import Actor

EVERY = {60: "hour", 360: "6 hours", 1440: "day", 10080: "week"}
_SOON = timedelta(minutes=15)
"""After a failure that may pass, however long the pause is."""
_LONGEST_QUERY = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A pull as somebody wants it; see `models.Pull`."""

    kind: str
    place: str
    name: str
    every: int
    what: str = ""
    header: str = ""


def make_pull(actor: Actor, asked: Asked) -> Pull:
    """A pull that is run at once, and then again and again.

    Raises:
        PermissionDenied: Only administrators may.
        InputError: The source is not allowed, or another pull gives a file of that name.
    """
    _allow(actor)
    _refuse_source(asked)
    name = plain_name(asked.name)
    _refuse_name(name, asked.every)
    with once(name):
        made = Pull.objects.create(
            kind=asked.kind,
            place=asked.place.strip(),
            what=asked.what.strip(),
            header=asked.header,
            name=name,
            every=asked.every,
            by=actor.person,
            made_at=actor.at,
            due_at=actor.at,
        )
        record(
            actor, "made pull", made, {"from": (None, made.shown_place[:200]), "every": (None, asked.every)}
        )
        _enqueue(made)
    return made


def change_pull(actor: Actor, pk: int, asked: Asked, *, seen: str) -> Pull:
    """Fetch from elsewhere, otherwise or under another name: at once, and then as stated.

    Args:
        actor: An administrator.
        pk: Of the pull; its kind stays.
        asked: As it shall be; an empty place keeps the one that is kept.
        seen: `Pull.stated` as the person read it.

    Raises:
        PermissionDenied: Only administrators may.
        InputError: It is gone, the source is not allowed, or another pull gives a file of that name.
        ConflictError: Somebody changed it since it was read; nothing was written.
    """
    _allow(actor)
    name = plain_name(asked.name)
    with once(name):
        row = Pull.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.kind != asked.kind:
            raise InputError("the pull", "it is there no more", "one that is", "Make a new one")
        if row.stated != seen:
            raise ConflictError(row.name, "somebody changed it since you opened this page", "", "Look again")
        asked = replace(asked, place=asked.place.strip() or row.place)
        _refuse_source(asked)
        _refuse_name(name, asked.every, but=pk)
        changes = _changes(row, asked, name)
        row.place, row.what, row.header = asked.place, asked.what.strip(), asked.header
        row.name, row.every, row.due_at, row.error = name, asked.every, actor.at, ""
        row.save()
        if changes:
            record(actor, "changed pull", row, changes)
            _enqueue(row)
    return row


def _changes(row: Pull, asked: Asked, name: str) -> dict[str, tuple[object, object]]:
    """What is changed, for the log: of an address no more than pages show, of a query that it is another."""
    pairs = {
        "from": (row.shown_place[:200], shown_place(asked.kind, asked.place)[:200], row.place != asked.place),
        "what": (row.what[:200], asked.what.strip()[:200], row.what != asked.what.strip()),
        "header": (row.header, asked.header, row.header != asked.header),
        "name": (row.name, name, row.name != name),
        "every": (row.every, asked.every, row.every != asked.every),
    }
    return {field: (before, after) for field, (before, after, differs) in pairs.items() if differs}


def _refuse_name(name: str, every: int, *, but: int = 0) -> None:
    if every not in EVERY:
        raise InputError("the pause", f"{every} minutes", f"one of {list(EVERY)}", "Choose one")
    if Pull.objects.filter(name=name).exclude(pk=but).exists():
        raise InputError(name, "another pull gives it already", "a name of its own", "Choose another name")


def run_now(actor: Actor, pull: Pull) -> None:
    """Fetch it now, by a job."""
    _allow(actor)
    with transaction.atomic():
        record(actor, "ran pull", pull)
        _enqueue(pull)


def switch_pull(actor: Actor, pull: Pull, *, is_on: bool) -> None:
    """Let it rest, or go on; where it does already, nothing is done."""
    _allow(actor)
    with transaction.atomic():
        changed = Pull.objects.filter(pk=pull.pk, is_on=not is_on).update(is_on=is_on, due_at=actor.at)
        if changed:
            record(actor, "switched pull", pull, {"on": (not is_on, is_on)})


def remove_pull(actor: Actor, pull: Pull) -> None:
    """Fetch it no more; the file stays as it is."""
    _allow(actor)
    with transaction.atomic():
        record(actor, "removed pull", pull, {"from": (pull.shown_place[:200], None)})
        Pull.objects.filter(pk=pull.pk).delete()


def enqueue_due(now: datetime) -> int:
    """Enqueue a job for each pull that is due, once however many ask; returns how many."""
    due = Pull.objects.filter(is_on=True, due_at__lte=now)
    count = 0
    for row in due:
        with transaction.atomic():
            following = now + timedelta(minutes=row.every)
            if Pull.objects.filter(pk=row.pk, due_at=row.due_at, is_on=True).update(due_at=following):
                _enqueue(row)
                count += 1
    return count


def pull(pk: int, actor: Actor) -> None:
    """Fetch it, and let it be what its namesake is. Run twice, the second finds the same file.

    Args:
        pk: Of the pull; one that was removed meanwhile is left out.
        actor: The job.
    """
    row = Pull.objects.filter(pk=pk).first()
    if row is None:
        return
    try:
        size, digest = _fetched(row, actor)
    except HoldfastError as error:
        later = {"due_at": actor.at + _SOON} if _may_pass(error) and row.every > 60 else {}  # noqa: PLR2004 - minutes
        Pull.objects.filter(pk=pk).update(error=str(error), tried_at=actor.at, **later)
    else:
        Pull.objects.filter(pk=pk).update(
            error="", tried_at=actor.at, pulled_at=actor.at, size=size, digest=digest
        )


def _fetched(row: Pull, actor: Actor) -> tuple[int, str]:
    """Bytes and digest of the file, which is used, waits, or is the one that is used already."""
    key, arriving = begin(row.name)
    with arriving:
        for piece in _pieces(row):
            arriving.write(piece)
        arriving.finish()
        if arriving.digest == row.digest and _is_here(row):
            arriving.drop()
        else:
            _let_be(actor, key, arriving)
    return arriving.size, arriving.digest


def _pieces(row: Pull) -> Iterator[bytes]:
    if row.kind == "url":
        return fetching.from_url(row.place, row.header)
    if row.kind == "folder":
        return fetching.from_folder(row.place, row.what)
    return fetching.from_database(row.place, row.what)


def _is_here(row: Pull) -> bool:
    """The file of the last time is used, or waits for somebody."""
    # A workbook is kept as its first sheet.
    name = f"{row.name.removesuffix(WORKBOOK)}.csv" if row.name.endswith(WORKBOOK) else row.name
    waiting = Arrival.objects.filter(name=name, state="waiting", by=None)
    return (places.folder() / name).is_file() or any(places.waiting(one).is_file() for one in waiting)


def _let_be(actor: Actor, key: uuid.UUID, arriving: Arriving) -> None:
    """Use it as its namesake is used; where there is none, it waits for a person, the latest alone."""
    made = keep(actor, key, arriving)
    try:
        used = use_as_namesake(actor, made)
    except HoldfastError:
        drop_arrived(made)
        raise
    if used.state == "waiting":
        with suppress(HoldfastError):  # it can be read alone
            look_together([used])


def use_as_namesake(actor: Actor, row: Arrival) -> Arrival:
    """Use a waiting file as the table reads it that has one of its name; where none has, it waits on.

    Raises:
        UnfitError: A value does not fit.
        ConflictError: The workspace file was changed meanwhile.
        InputError: Own metrics and segments need what it does not give.
        SourceError: The disk refuses.
    """
    told = stated()
    table = told.table_reading(row.name)
    return use_arrived(actor, row.key, _as_now(told, table)) if table else row


def _as_now(told: Stated, table: str) -> Chosen:
    section = told.tables[table]
    return Chosen(table, section, told.sources_of(section), {}, told.digest)


def _may_pass(error: HoldfastError) -> bool:
    return isinstance(error, SourceError) and error.may_retry


def _refuse_source(asked: Asked) -> None:
    if asked.kind == "url":
        place_of(asked.place.strip())
        if asked.header and asked.header not in fetching.headers():
            raise InputError(asked.header, "there is no such value", "one of those listed", "Choose one")
    elif asked.kind == "folder":
        fetching.allowed_folder(asked.place.strip())
        if not asked.what.strip() or "/" in asked.what or "\\" in asked.what:
            raise InputError("the file", repr(asked.what), "a name such as orders-*.csv", "Write it")
    elif asked.kind == "database":
        if asked.place not in fetching.databases():
            raise InputError(asked.place, "there is no such database", "one of those listed", "Choose one")
        if not asked.what.strip() or len(asked.what) > _LONGEST_QUERY:
            raise InputError("the query", "none, or too long", "a SELECT", "Write it")
    else:
        raise InputError("the source", repr(asked.kind), "url, folder or database", "Choose one")


def _enqueue(row: Pull) -> None:
    from holdfast.web.dataset.tasks import pull_one  # noqa: PLC0415 - jobs know the actions

    pull_one.enqueue(row.pk)


def _allow(actor: Actor) -> None:
    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "administer")
