"""Imports: a file is sent, looked at, and brought in whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import HoldfastError, InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.cycles.models import Cycle
from holdfast.web.exchange.files import read_file, refuse_large
from holdfast.web.exchange.looking_up import found_before
from holdfast.web.exchange.models import Import
from holdfast.web.exchange.planning import plan_import
from holdfast.web.exchange.plans import Choices
from holdfast.web.exchange.writing import bind_metrics, write_new
from holdfast.web.objectives.actions import Meant
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from holdfast.web.audit.actions import Actor
    from holdfast.web.exchange.files import Read
    from holdfast.web.exchange.plans import NewObjective, Plan
    from holdfast.web.people.models import Person

AT_ONCE = 300
"""Rows that are brought in while somebody waits; more become a job."""
_MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was read, and what its import would do."""

    read: Read
    plan: Plan


def start_import(
    actor: Actor, name: str, content: bytes, choices: Choices, columns: Mapping[str, str] = {}
) -> Import:
    """Keep a file until its owner has decided.

    Raises:
        InputError: It is too large or empty.
    """
    row = import_of(actor, name, content, choices, columns)
    with transaction.atomic():
        waiting = Import.objects.filter(by=row.by, state="waiting").order_by("-at", "-pk")
        for old in waiting[_MOST_WAITING - 1 :]:
            old.delete()
        row.save()
    return row


def import_of(
    actor: Actor, name: str, content: bytes, choices: Choices, columns: Mapping[str, str] = {}
) -> Import:
    """A file to look at, which is not kept.

    Raises:
        InputError: It is too large or empty, or nobody sends it.
    """
    told = " ".join("".join(one if one.isprintable() else " " for one in name).split())[-200:] or "file"
    if not content.strip():
        raise InputError(told, "it is empty", "a file with objectives", "Choose another one")
    refuse_large(content, name=told)
    if actor.person is None:
        raise InputError("the import", "nobody would own it", "a person", "Log in")
    return Import(
        by=actor.person,
        at=actor.at,
        name=told,
        content=content,
        cycle_id=choices.cycle,
        team=choices.team or 0,
        owners=dict(choices.owners),
        columns=dict(columns),
    )


def look(row: Import, tell: Callable[[int], None] = lambda _: None) -> Looked:
    """Read the file of an import, and say what it would do. Nothing is written.

    Raises:
        InputError: The file cannot be read.
    """
    read = read_file(bytes(row.content), name=row.name, chosen=row.columns)
    return Looked(read, plan_import(row.by, read.entries, choices_of(row), form=read.form, tell=tell))


def choices_of(row: Import) -> Choices:
    """What was chosen for an import."""
    return Choices(row.cycle_id, row.team or None, row.owners)


def choose(row: Import, choices: Choices, columns: dict[str, str]) -> None:
    """Keep what somebody chose."""
    row.cycle_id, row.team = choices.cycle, choices.team or 0
    row.owners, row.columns = dict(choices.owners), columns
    row.save(update_fields=["cycle", "team", "owners", "columns"])


def discard_import(row: Import) -> None:
    """Forget a file that was not brought in."""
    Import.objects.filter(pk=row.pk, state__in=("waiting", "failed")).delete()


def bring_in(actor: Actor, row: Import, looked: Looked) -> Import:
    """Make the drafts of an import, all of them in one transaction; a second time changes nothing.

    Raises:
        InputError: There is nothing to make, or something changed meanwhile; nothing was written.
        PermissionDenied: They may not draft for one of the teams any more.
    """
    new = looked.plan.new
    if not new:
        raise InputError(row.name, "nothing in it would become a draft", "", "Mend the rows that are refused")
    bound, unbound = bind_metrics(actor, new)
    with transaction.atomic():
        kept = Import.objects.select_for_update(of=("self",)).select_related("by").get(pk=row.pk)
        if kept.state == "done":
            return kept
        _refuse_changed(kept.by, new)
        write_new(actor, new, bound, kept)
        kept.made = {
            "objectives": len(new),
            "key results": sum(len(one.stated.key_results) for one in new),
            "initiatives": looked.plan.count("initiative"),
            "check-ins": sum(len(some) for one in new for some in one.said),
            "left out": looked.plan.number("refused"),
            "here already": looked.plan.number("here already"),
        }
        kept.said = "; ".join(f"{one.metric} was not bound: {why}" for one, why in unbound.items())
        _end(kept, "done", actor.at)
        record(actor, "imported objectives", kept, {name: (None, one) for name, one in kept.made.items()})
    return kept


def fail(row: Import, said: str, at: datetime) -> None:
    """Keep why an import was not brought in; its file stays, so that it can be tried again."""
    Import.objects.filter(pk=row.pk).exclude(state="done").update(
        state="failed", said=said[:2_000], ended_at=at
    )


def run(actor: Actor, row: Import) -> None:
    """Bring an import in as a job, and say on its way how far it has come. Run twice, it is done once."""
    if row.state == "done":
        return
    Import.objects.filter(pk=row.pk).update(state="running", done=0)
    try:
        looked = look(row, lambda done: _tell(row.pk, done))
        _tell(row.pk, len(looked.plan.outcomes))
        bring_in(actor, row, looked)
    except HoldfastError as error:
        if getattr(error, "may_retry", False):
            raise
        fail(row, str(error), actor.at)


def forget_old(before: datetime) -> None:
    """Forget files that waited for too long, and what became of others."""
    Import.objects.filter(at__lt=before).exclude(state__in=("queued", "running")).delete()


def _tell(pk: int, done: int) -> None:
    Import.objects.filter(pk=pk).update(done=done)


def _end(row: Import, state: str, at: datetime) -> None:
    row.state, row.ended_at, row.content, row.columns, row.owners = state, at, b"", {}, {}
    row.save(update_fields=["state", "ended_at", "content", "columns", "owners", "made", "said"])


def _refuse_changed(person: Person, new: Sequence[NewObjective]) -> None:
    """Asked again under a lock: two imports of one file at the same time make no doubles."""
    cycles = Cycle.objects.select_for_update(no_key=True).in_bulk({one.cycle for one in new})
    if len(cycles) < len({one.cycle for one in new}) or any(not one.is_open for one in cycles.values()):
        raise InputError(
            "the cycle", "it was closed meanwhile", "one that is open", "Look at the import again"
        )
    for team in {one.stated.team for one in new}:
        require(person, "draft", Meant(team))
    if found_before(person, (one.key for one in new)):
        raise InputError(
            "the import", "some of it came in meanwhile", "", "Look at it again: it is here already"
        )
