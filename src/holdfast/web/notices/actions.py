"""Writes of what people want to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from holdfast.web.audit.actions import Actor, record
from holdfast.web.notices.models import Preference
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.web.people.models import Person


def subscribe(actor: Actor, person: Person, kind: str, *, is_on: bool) -> None:
    """Send somebody a kind of notices, or send it no more. A second time changes nothing."""
    with transaction.atomic():
        Preference.objects.get_or_create(person=person)
        row = Preference.objects.select_for_update().get(person=person)
        before = set(row.off)
        row.off = sorted(before - {kind} if is_on else before | {kind})
        if before != set(row.off):
            row.save(update_fields=["off"])
            record(actor, "changed notifications", person, {kind: (not is_on, is_on)})


def set_stand_ins(deputies: Mapping[int, int], at: datetime) -> None:
    """Let deputies check in on what is owed after the days of grace, and on nothing else any more.

    Args:
        deputies: Key of a key result to that of the deputy of who checks in on it.
        at: The instant.
    """
    with transaction.atomic():
        rows = KeyResult.objects.select_for_update().filter(Q(pk__in=deputies) | Q(stand_in__isnull=False))
        for row in rows.order_by("pk"):
            deputy = deputies.get(row.pk)
            if row.stand_in_id == deputy:
                continue
            KeyResult.objects.filter(pk=row.pk).update(stand_in=deputy)
            said = "asked the deputy" if deputy else "asked the deputy no more"
            record(Actor(None, "job", at), said, row, {"deputy": (row.stand_in_id, deputy)})
