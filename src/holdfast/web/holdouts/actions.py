"""Asking for customers to be assigned and for a holdout to be settled, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from holdfast.web.audit.actions import record
from holdfast.web.holdouts.models import Holdout
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.web.audit.actions import Actor

ASK_AGAIN = timedelta(seconds=10)
"""A question that was put a moment ago is not put again."""


def ask_to_assign(actor: Actor, name: str, customers: Sequence[str] | None = None) -> Holdout:
    """Have a job give customers an arm: those that are named, or all that the plan is about.

    Raises:
        PermissionDenied: Only administrators may.
    """
    from holdfast.web.holdouts.tasks import assign_customers  # noqa: PLC0415 - the task calls this module

    if actor.person is not None:
        require(actor.person, "administer")
    with transaction.atomic():
        row = _known(name)
        Holdout.objects.filter(pk=row.pk).update(assigning_at=actor.at)
        record(actor, "asked to assign holdout", row, {"customers": (None, _number(customers))})
        assign_customers.enqueue(name, None if customers is None else list(customers))
    row.assigning_at = actor.at
    return row


def ask_to_settle(actor: Actor, name: str) -> Holdout:
    """Have a job say what became of a holdout, unless that was asked for a moment ago."""
    from holdfast.web.holdouts.tasks import settle  # noqa: PLC0415 - as above

    with transaction.atomic():
        row = _known(name)
        if row.settling_at is None or actor.at - row.settling_at >= ASK_AGAIN:
            Holdout.objects.filter(pk=row.pk).update(settling_at=actor.at)
            row.settling_at = actor.at
            record(actor, "asked to settle holdout", row)
            settle.enqueue(name)
    return row


def record_assigned(actor: Actor, name: str, *, drawn: int, treated: int, held_out: int) -> None:
    """Keep that customers were assigned."""
    with transaction.atomic():
        row = _known(name)
        Holdout.objects.filter(pk=row.pk).update(assigned_at=actor.at, error="")
        told = {"drawn": (None, drawn), "treated": (None, treated), "held out": (None, held_out)}
        record(actor, "assigned holdout", row, told)


def record_settled(actor: Actor, name: str, found: dict[str, Any]) -> None:
    """Keep what became of a holdout; the audit log is told when the verdict is another one."""
    with transaction.atomic():
        row = _known(name)
        Holdout.objects.filter(pk=row.pk).update(record=found, settled_at=actor.at, error="")
        before = row.record.get("verdict")
        if before != found["verdict"]:
            record(actor, "settled holdout", row, {"verdict": (before, found["verdict"])})


def record_failure(actor: Actor, name: str, error: str) -> None:
    """Keep why a job could not do its work; what was found before stays."""
    with transaction.atomic():
        row = _known(name)
        Holdout.objects.filter(pk=row.pk).update(error=error)
        record(actor, "could not work on holdout", row)


def _known(name: str) -> Holdout:
    Holdout.objects.get_or_create(name=name)
    return Holdout.objects.select_for_update().get(name=name)


def _number(customers: Sequence[str] | None) -> str | int:
    return "all" if customers is None else len(customers)
