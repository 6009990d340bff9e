"""Writes of meetings. Each is one transaction with its audit entry, and changes a meeting that goes on alone.

An action refuses whoever may not do it, whatever page or program asked: `PermissionDenied`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.errors import ConflictError
from holdfast.web.meetings.access import takes_part
from holdfast.web.meetings.models import TENTHS, Decision, Item, Meeting, Participant, SelfScore
from holdfast.web.objectives.actions import allow
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from datetime import date

    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.models import KeyResult

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class StatedDecision:
    """What was decided: by whom and by when it is done may still be open."""

    text: str
    owner: int | None = None
    due_on: date | None = None


def join(actor: Actor, pk: int) -> None:
    """Take part. Twice is once.

    Raises:
        InputError: It has ended.
        PermissionDenied: They are neither in its team nor own anything of it.
    """
    with transaction.atomic():
        meeting = going_on(pk)
        _refuse_strangers(actor, meeting, None)
        if add_participant(actor, meeting):
            record(actor, "joined a meeting", meeting)


def turn_to(actor: Actor, pk: int, row: KeyResult) -> None:
    """Go on to a key result, so that those who follow come along; that leaves no entry in the audit log.

    Raises:
        InputError: It has ended.
        PermissionDenied: They may not lead it.
    """
    with transaction.atomic():
        meeting = going_on(pk, kind="review")
        allow(actor, "grade", meeting)
        meeting.at = row
        meeting.save(update_fields=["at"])


def score(actor: Actor, pk: int, row: KeyResult, tenths: int) -> SelfScore:
    """Say what one would grade a key result; it can be changed until all scores are revealed.

    The audit entry keeps the score out of it: who reads the log would see what is still hidden.

    Raises:
        InputError: The meeting has ended, the scores are revealed, or it is not from 0 to 10 tenths.
        PermissionDenied: They take no part.
    """
    with transaction.atomic():
        meeting = going_on(pk, kind="review")
        _refuse_strangers(actor, meeting, row)
        if not 0 <= tenths <= TENTHS:
            raise InputError("the score", f"{tenths / TENTHS:g}", "0.0 to 1.0", "Choose one of them")
        if Item.objects.filter(meeting=meeting, key_result=row, revealed_at__isnull=False).exists():
            raise InputError(
                "the score", "all scores are revealed by now", "one given before", "Say it in the meeting"
            )
        add_participant(actor, meeting)
        made, _ = SelfScore.objects.update_or_create(
            meeting=meeting, key_result=row, by=actor.person, defaults={"tenths": tenths, "at": actor.at}
        )
        record(actor, "scored a key result", meeting)
    return made


def reveal(actor: Actor, pk: int, row: KeyResult) -> Item:
    """Show all self-scores of a key result to everybody. Twice is once.

    Raises:
        InputError: The meeting has ended.
        PermissionDenied: They may not lead it.
    """
    with transaction.atomic():
        meeting = going_on(pk, kind="review")
        allow(actor, "grade", meeting)
        item, _ = Item.objects.get_or_create(meeting=meeting, key_result=row)
        if item.revealed_at is None:
            item.revealed_at = actor.at
            item.save(update_fields=["revealed_at"])
            record(actor, "revealed self-scores", meeting, {"key result": (None, row.text)})
    return item


def decide(actor: Actor, pk: int, row: KeyResult | None, stated: StatedDecision) -> Decision:
    """Write a decision down.

    Raises:
        InputError: The meeting has ended, nothing is written, or its owner is not there.
        PermissionDenied: They may not lead the meeting.
    """
    text = plain("the decision", stated.text, is_needed=True)
    with transaction.atomic():
        meeting = going_on(pk)
        allow(actor, "grade", meeting)
        if stated.owner and not Person.objects.filter(pk=stated.owner, is_active=True).exists():
            raise InputError("the owner", "nobody of that id is here", "somebody who is", "Choose again")
        made = Decision.objects.create(
            meeting=meeting,
            key_result=row,
            text=text,
            owner_id=stated.owner,
            due_on=stated.due_on,
            at=actor.at,
        )
        record(actor, "decided in a meeting", meeting, {"decision": (None, text)})
    return made


def take_back_decision(actor: Actor, pk: int, decision: int) -> None:
    """Take a decision back while the meeting goes on; one that is gone already is no error.

    Raises:
        InputError: The meeting has ended.
        PermissionDenied: They may not lead it.
    """
    with transaction.atomic():
        meeting = going_on(pk)
        allow(actor, "grade", meeting)
        found = meeting.decisions.filter(pk=decision).first()
        if found is not None:
            record(actor, "took back a decision", meeting, {"decision": (found.text, None)})
            found.delete()


def carry_out(actor: Actor, decision: Decision) -> None:
    """Report a decision as done, whether or not its meeting goes on. Twice is once.

    Raises:
        PermissionDenied: They neither own it nor may lead the meeting.
    """
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=decision.pk)
        if actor.person is None or actor.person.pk != row.owner_id:
            allow(actor, "grade", row.meeting)
        if row.done_at is None:
            row.done_at = actor.at
            row.save(update_fields=["done_at"])
            record(actor, "carried out a decision", row.meeting, {"decision": (None, row.text)})


def note(actor: Actor, pk: int, text: str, *, revision: int) -> Meeting:
    """Change the notes of a meeting.

    Raises:
        ConflictError: Somebody changed them since they were read; nothing was written.
        InputError: It has ended, or they are too long.
        PermissionDenied: They may not lead it.
    """
    said = plain("the notes", text)
    with transaction.atomic():
        meeting = going_on(pk)
        allow(actor, "grade", meeting)
        if meeting.revision != revision:
            raise ConflictError("the notes", "somebody changed them meanwhile", "", "Read both, then save")
        if meeting.notes != said:
            meeting.notes, meeting.revision = said, revision + 1
            meeting.save(update_fields=["notes", "revision"])
            record(actor, "changed notes of a meeting", meeting)
    return meeting


def going_on(pk: int, *, kind: str = "") -> Meeting:
    """A meeting that has not ended, which nobody else changes until the transaction ends.

    Raises:
        InputError: It has ended, or is of another kind.
        Meeting.DoesNotExist: It is not there.
    """
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("cycle").get(pk=pk)
    if row.ended_at is not None:
        raise InputError("the meeting", "it has ended", "one that goes on", "Read its minutes")
    if kind and row.kind != kind:
        expected = "a quarterly review" if kind == "review" else "a weekly meeting"
        raise InputError("the meeting", "it is of another kind", expected, "Begin one")
    return row


def plain(what: str, text: str, *, is_needed: bool = False) -> str:
    """A text as it is kept.

    Raises:
        InputError: It is too long, or missing.
    """
    said = text.replace("\x00", "").strip()
    if is_needed and not said:
        raise InputError(what, "nothing was written", "a sentence", "Write it")
    if len(said) > LONGEST:
        raise InputError(what, f"{len(said):,} characters", f"at most {LONGEST:,}", "Shorten it")
    return said


def add_participant(actor: Actor, meeting: Meeting) -> bool:
    """Note that somebody takes part, inside the transaction of an action; False where that is known."""
    if actor.person is None:
        return False
    _, is_new = Participant.objects.get_or_create(
        meeting=meeting, person=actor.person, defaults={"at": actor.at}
    )
    return is_new


def _refuse_strangers(actor: Actor, meeting: Meeting, row: KeyResult | None) -> None:
    if actor.person is None or not takes_part(actor.person, meeting, row):
        raise PermissionDenied
