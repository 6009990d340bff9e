"""Writes of what people want to be told, of the rhythm of teams, and of deputies who stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import Actor, record
from holdfast.web.notices import chat
from holdfast.web.notices.models import Notice, Preference, TeamRhythm
from holdfast.web.notices.outbox import enqueue
from holdfast.web.objectives.models import KeyResult
from holdfast.web.people.access import OfTeam, require
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.web.people.models import Person


@dataclass(frozen=True, slots=True)
class StatedRhythm:
    """What somebody decides for a team; None where the workspace decides.

    Attributes:
        weekday: 0 for Monday.
        hour: Of reminders.
        grace_days: Until the deputy is asked.
        every_weeks: From one reminder to the next.
        chat: A new address; empty leaves the one that is kept.
        forgets_chat: Takes it away.
    """

    weekday: int | None
    hour: int | None
    grace_days: int | None
    every_weeks: int
    chat: str = ""
    forgets_chat: bool = False


def subscribe(actor: Actor, person: Person, kind: str, *, is_on: bool) -> None:
    """Send somebody a kind of notices, or send it no more. A second time changes nothing."""
    with transaction.atomic():
        row = _held_preference(person)
        before = set(row.off)
        row.off = sorted(before - {kind} if is_on else before | {kind})
        if before != set(row.off):
            row.save(update_fields=["off"])
            record(actor, "changed notifications", person, {kind: (not is_on, is_on)})


def wish(actor: Actor, values: Mapping[str, object]) -> None:
    """Change what one wants to be told oneself.

    Args:
        actor: Who.
        values: Fields of `Preference` by name; those that are not named stay as they are.
    """
    if actor.person is None:
        raise PermissionDenied
    with transaction.atomic():
        row = _held_preference(actor.person)
        changes = {
            name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value
        }
        for name, value in values.items():
            setattr(row, name, value)
        if changes:
            row.save(update_fields=list(changes))
            record(actor, "changed notifications", actor.person, changes)


def decide_rhythm(actor: Actor, team: int, stated: StatedRhythm) -> TeamRhythm:
    """Decide when a team is reminded, and where its chat is.

    Raises:
        InputError: The address of the chat is none that we send to.
        PermissionDenied: They may not manage that team.
    """
    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "manage team", OfTeam(team))
    address = chat.sealed(chat.address_of(stated.chat)) if stated.chat else ""
    with transaction.atomic():
        of = Team.objects.get(pk=team)
        TeamRhythm.objects.get_or_create(team=of)
        row = TeamRhythm.objects.select_for_update().get(team=of)
        changes: dict[str, tuple[object, object]] = {}
        for name in ("weekday", "hour", "grace_days", "every_weeks"):
            before, after = getattr(row, name), getattr(stated, name)
            if before != after:
                changes[name] = (before, after)
            setattr(row, name, after)
        if address or (stated.forgets_chat and row.chat):
            # The address itself stays out of the log: whoever has it may write into the chat.
            changes["chat"] = ("set" if row.chat else None, "set anew" if address else None)
            row.chat = address
        row.save()
        if changes:
            record(actor, "changed reminders", of, changes)
    return row


def try_chat(actor: Actor, team: int) -> None:
    """Say something in the chat of a team, to see that it arrives.

    Raises:
        PermissionDenied: They may not manage that team.
        NotTakenError: The team has no chat, or the chat did not take it.
    """
    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "manage team", OfTeam(team))
    row = TeamRhythm.objects.filter(team_id=team).first()
    name = chat.without_pings(actor.person.name)
    chat.say(row.chat if row else "", f"Reminders of Holdfast will come here. {name} has tried it.")


def try_once_more(actor: Actor, pk: int) -> None:
    """Give a notice that failed all its attempts again.

    Raises:
        InputError: It did not fail.
    """
    if actor.person is None:
        raise PermissionDenied
    with transaction.atomic():
        require(actor.person, "administer")
        row = Notice.objects.select_for_update().filter(pk=pk, state="failed").first()
        if row is None:
            raise InputError("the notice", "it has not failed", "one that has", "Load the page anew")
        # What was due long ago is due now: an administrator who asks for it wants it sent.
        Notice.objects.filter(pk=pk).update(attempts=0, due_at=actor.at)
        row.refresh_from_db()
        enqueue(row, actor.at)
        record(actor, "tried a notice again", row, {"state": ("failed", "queued")})


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


def _held_preference(person: Person) -> Preference:
    Preference.objects.get_or_create(person=person)
    return Preference.objects.select_for_update().get(person=person)
