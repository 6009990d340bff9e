"""Finding what is to be celebrated, taking back what revised data do not bear, and saying thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor, record
from holdfast.web.celebrations.candidates import Found, found_in
from holdfast.web.celebrations.models import Celebration, Thanks
from holdfast.web.notices.outbox import Asked, put

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

LONGEST = 280


def celebrate(cycle: Cycle, *, today: date, at: datetime) -> int:
    """Keep what is to be celebrated in a cycle, and take back what is not any more; returns how many changed.

    Safe to run twice, and by two workers at once.
    """
    wanted = {one.key: one for one in found_in(cycle, today=today)}
    known = {row.key: row for row in Celebration.objects.filter(cycle=cycle)}
    changed = sum(_keep(known.get(key), one, cycle, at) for key, one in wanted.items())
    gone = [row for key, row in known.items() if key not in wanted and row.kind != "streak"]
    return changed + sum(_take_back(row, at) for row in gone if row.taken_back_at is None)


def thank(actor: Actor, person: Person, row: Celebration, text: str) -> Thanks:
    """Say thanks to those who are celebrated; a second time changes nothing, and nobody is told twice.

    Raises:
        InputError: The words are too long, or the celebration was taken back.
        PermissionDenied: They are celebrated themselves.
    """
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > LONGEST:
        raise InputError("the thanks", f"{len(said)} characters", f"at most {LONGEST}", "Shorten it")
    if row.taken_back_at is not None:
        raise InputError("the celebration", "it was taken back", "one that stands", "Load the page anew")
    named = list(row.people.filter(is_active=True).values_list("pk", flat=True))
    if person.pk in named:
        raise PermissionDenied
    with transaction.atomic():
        made, is_new = Thanks.objects.get_or_create(
            celebration=row, by=person, defaults={"text": said, "at": actor.at}
        )
        if is_new:
            record(actor, "thanked", row)
            put([Asked("thanks", one, made.pk) for one in named], actor.at)
    return made


def _keep(row: Celebration | None, one: Found, cycle: Cycle, at: datetime) -> int:
    """1 where it is new, holds again, or grew."""
    if row is None:
        return _celebrate(one, cycle, at)
    is_back = row.taken_back_at is not None
    is_longer = row.kind == "streak" and one.facts["times"] > row.facts["times"]
    if not is_back and not is_longer:
        return 0
    changes: dict[str, Any] = {"facts": one.facts, "on": one.on, "taken_back_at": None}
    with transaction.atomic():
        same = Celebration.objects.filter(pk=row.pk, taken_back_at=row.taken_back_at)
        changed = same.update(**changes)
        if changed and is_back:
            record(Actor(None, "job", at), "celebrated again", row)
    return changed


def _celebrate(one: Found, cycle: Cycle, at: datetime) -> int:
    with transaction.atomic():
        made, is_new = Celebration.objects.get_or_create(
            key=one.key,
            defaults={
                "kind": one.kind,
                "cycle": cycle,
                "key_result_id": one.key_result,
                "facts": one.facts,
                "on": one.on,
                "found_at": at,
            },
        )
        if is_new:
            made.people.set(one.people)
            record(Actor(None, "job", at), "celebrated", made)
    return int(is_new)


def _take_back(row: Celebration, at: datetime) -> int:
    with transaction.atomic():
        changed = Celebration.objects.filter(pk=row.pk, taken_back_at=None).update(taken_back_at=at)
        if changed:
            record(Actor(None, "job", at), "took back celebration", row)
    return changed
