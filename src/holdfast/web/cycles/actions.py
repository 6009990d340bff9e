"""Writes of cycles and dated events. Each is one transaction with its audit entry."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import once, record
from holdfast.web.cycles.models import Cycle, DatedEvent
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from datetime import date

    from holdfast.web.audit.actions import Actor

WAYS: dict[str, tuple[str, ...]] = {
    "draft": ("active",),
    "active": ("closing", "draft"),
    "closing": ("closed", "active"),
    "closed": (),
}
"""From each state, where it may go; a closed cycle stays closed."""
LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class StatedCycle:
    """A cycle as somebody typed it.

    Attributes:
        name: Such as ``2026-Q4``.
        starts_on: First local date.
        ends_on: Local date after the last one.
        cadence_days: Longest time without measurement or check-in before a key result is stale.
    """

    name: str
    starts_on: date
    ends_on: date
    cadence_days: int


def make_cycle(actor: Actor, stated: StatedCycle) -> Cycle:
    """A new cycle, as a draft.

    Raises:
        InputError: Its name is taken, or its dates cannot be.
    """
    with once(stated.name):
        _allow(actor)
        _check(stated, None)
        made = Cycle.objects.create(
            name=stated.name,
            starts_on=stated.starts_on,
            ends_on=stated.ends_on,
            cadence_days=stated.cadence_days,
        )
        record(actor, "made a cycle", made, {"name": (None, stated.name)})
    return made


def change_cycle(actor: Actor, pk: int, stated: StatedCycle) -> Cycle:
    """Change a cycle; once it has begun, its dates are part of every bet and stay.

    Raises:
        InputError: It is closed, its dates are frozen, or what is stated cannot be.
    """
    with once(stated.name):
        _allow(actor)
        row = _locked(pk)
        if row.state == "closed":
            raise InputError(row.name, "it is closed", "a cycle that is not", "Make a new one")
        _check(stated, row)
        fields = ("name", "starts_on", "ends_on", "cadence_days")
        changes: dict[str, tuple[object, object]] = {
            name: (str(getattr(row, name)), str(getattr(stated, name)))
            for name in fields
            if getattr(row, name) != getattr(stated, name)
        }
        if row.state != "draft" and {"starts_on", "ends_on"} & changes.keys():
            remedy = "Leave them as they are; amend key results instead"
            raise InputError(row.name, "its dates belong to bets that are frozen", "the same dates", remedy)
        for name in fields:
            setattr(row, name, getattr(stated, name))
        row.save(update_fields=list(fields))
        if changes:
            record(actor, "changed a cycle", row, changes)
    return row


def move_cycle(actor: Actor, pk: int, *, to: str, seen: str, today: date) -> Cycle:
    """Take a cycle to its next state, or one back where that loses nothing.

    Args:
        actor: An administrator.
        pk: Of the cycle.
        to: The state wanted.
        seen: Its state on the page that asked: of two who ask at once, the second is told.
        today: The local date.

    Raises:
        InputError: It is in another state by now, or something stands in the way.
    """
    with transaction.atomic():
        _allow(actor)
        row = _locked(pk)
        if row.state != seen:
            raise InputError(
                row.name, f"it is {row.state} by now", f"{seen}, as your page shows", "Load it anew"
            )
        if to not in WAYS[row.state]:
            raise InputError(
                row.name, f"it cannot go from {row.state} to {to or 'nothing'}", "another step", ""
            )
        _guard(row, to, today)
        row.state = to
        row.save(update_fields=["state"])
        if to == "active" and seen == "draft":
            _freeze(actor, row)
        record(actor, f"{_VERBS[to]} a cycle", row, {"state": (seen, to)})
    return row


def add_event(actor: Actor, on: date, title: str) -> DatedEvent:
    """A dated event, which stands on every chart."""
    with transaction.atomic():
        _allow(actor)
        made = DatedEvent.objects.create(on=on, title=title)
        record(actor, "added a dated event", made, {"on": (None, str(on)), "title": (None, title)})
    return made


def remove_event(actor: Actor, pk: int) -> None:
    """Take a dated event away; one that is gone already is no error."""
    with transaction.atomic():
        _allow(actor)
        row = DatedEvent.objects.select_for_update().filter(pk=pk).first()
        if row is not None:
            record(
                actor, "removed a dated event", row, {"on": (str(row.on), None), "title": (row.title, None)}
            )
            row.delete()


_VERBS = {"draft": "took back", "active": "activated", "closing": "began to close", "closed": "closed"}


def _guard(row: Cycle, to: str, today: date) -> None:
    from holdfast.web.objectives.models import Freeze, Objective  # noqa: PLC0415 - they refer to cycles

    if to == "active" and row.state == "draft" and row.ends_on <= today:
        raise InputError(
            row.name, "it is over already", "a cycle that has days left", "Correct its dates first"
        )
    if to == "closing" and today < row.starts_on:
        raise InputError(row.name, "it has not begun", "a cycle that has", "Wait until its first day")
    if to == "draft" and Freeze.objects.filter(key_result__objective__cycle=row).exists():
        raise InputError(row.name, "it holds bets that are frozen", "none", "Amend key results instead")
    open_objectives = Objective.objects.filter(cycle=row, state="published").count()
    if to == "closed" and open_objectives:
        found = f"{open_objectives} of its objectives are not graded"
        raise InputError(row.name, found, "none", "Grade them in the quarterly review, or archive them")
    if to == "closed" and today < row.ends_on:
        raise InputError(
            row.name, "it is not over", f"{row.ends_on} or later", "Wait until its last day has passed"
        )


def _freeze(actor: Actor, row: Cycle) -> None:
    from holdfast.web.objectives.actions import freeze_cycle  # noqa: PLC0415 - objectives refer to cycles

    freeze_cycle(actor, row)


def _check(stated: StatedCycle, row: Cycle | None) -> None:
    if stated.ends_on <= stated.starts_on:
        raise InputError("cycle", "its last day is before its first", "a later one", "Correct the dates")
    if stated.ends_on - stated.starts_on > LONGEST:
        raise InputError("cycle", "it is longer than a year", "about a quarter", "Correct the dates")
    if Cycle.objects.filter(name=stated.name).exclude(pk=row.pk if row else 0).exists():
        raise InputError(stated.name, "another cycle has this name", "a new name", "Choose another")


def _locked(pk: int) -> Cycle:
    row = Cycle.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise InputError("cycle", "it is not there", "a cycle", "Load the page anew")
    return row


def _allow(actor: Actor) -> None:
    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "administer")
