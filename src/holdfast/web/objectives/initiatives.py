"""Ticking initiatives off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from holdfast.web.audit.actions import record
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.actions import locked, refuse_unwritable
from holdfast.web.objectives.models import Initiative
from holdfast.web.people.access import can, require

if TYPE_CHECKING:
    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person


def initiative_for(person: Person, pk: int) -> Initiative:
    """An initiative with its objective and owner.

    Raises:
        Http404: It is not there, or this person may not know of it.
    """
    rows = Initiative.objects.filter(objective__in=visible_objectives(person))
    found = rows.select_related("objective__cycle", "owner").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_tick(person: Person, row: Initiative, objective: Objective) -> bool:
    """Its owner, and whoever checks in for the objective."""
    return row.owner_id == person.pk or can(person, "check in", objective)


def tick_initiative(actor: Actor, pk: int, *, is_done: bool) -> Initiative:
    """Say that an initiative is done, or that it is not after all. Twice is once.

    Raises:
        InputError: Its objective is closed or archived.
        PermissionDenied: They neither own it nor check in for its objective.
    """
    with transaction.atomic():
        of = Initiative.objects.values_list("objective_id", flat=True).get(pk=pk)
        objective = locked(of)
        row = Initiative.objects.get(pk=pk)
        if actor.person is not None and row.owner_id != actor.person.pk:
            require(actor.person, "check in", objective)
        refuse_unwritable(objective)
        if is_done != (row.done_at is not None):
            row.done_at = actor.at if is_done else None
            row.save(update_fields=["done_at"])
            record(actor, "did initiative" if is_done else "reopened initiative", objective)
    return row
