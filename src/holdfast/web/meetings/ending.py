"""The end of a meeting: its minutes are frozen; a review closes what it concluded and drafts what goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from holdfast.errors import InputError
from holdfast.web.audit.actions import record
from holdfast.web.meetings.access import objectives_of
from holdfast.web.meetings.actions import going_on
from holdfast.web.meetings.carrying import carried, next_cycle
from holdfast.web.meetings.minutes import record_of, reviewed
from holdfast.web.meetings.models import Meeting, Settlement
from holdfast.web.meetings.weekly import weekly
from holdfast.web.objectives.actions import allow, locked
from holdfast.web.objectives.freezing import digest
from holdfast.web.objectives.models import Objective

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.web.audit.actions import Actor


def end_meeting(actor: Actor, pk: int, *, today: date) -> Meeting:
    """End a meeting of either kind.

    Args:
        actor: Whoever may lead it.
        pk: Of the meeting.
        today: The company's local date.

    Raises:
        InputError: It has ended, or is a review whose cycle is not closing any more.
        PermissionDenied: They may not lead it.
        Meeting.DoesNotExist: It is not there.
    """
    kind = Meeting.objects.values_list("kind", flat=True).get(pk=pk)
    return end_review(actor, pk) if kind == "review" else end_weekly(actor, pk, today=today)


def end_weekly(actor: Actor, pk: int, *, today: date) -> Meeting:
    """End a weekly meeting: its minutes keep what changed, what was stuck and who needed whom.

    Raises:
        InputError: It has ended.
        PermissionDenied: They may not lead it.
    """
    with transaction.atomic():
        meeting = going_on(pk, kind="weekly")
        allow(actor, "grade", meeting)
        agenda = weekly(meeting, list(objectives_of(meeting)), today=today)
        _freeze(actor, meeting, agenda.told())
    return meeting


def end_review(actor: Actor, pk: int) -> Meeting:
    """End a quarterly review: objectives all of whose key results are concluded are closed and settled.

    The others stay published, so that another review can take them up. What is kept or changed is drafted in
    the cycle that follows, where there is one; else by `carrying.carry_over` later.

    Raises:
        InputError: It has ended, or its cycle is not closing any more.
        PermissionDenied: They may not lead it.
    """
    with transaction.atomic():
        meeting = going_on(pk, kind="review")
        allow(actor, "grade", meeting)
        if meeting.cycle.state != "closing":
            found = f"it is {meeting.cycle.state} again"
            raise InputError(
                f"the cycle {meeting.cycle.name}", found, "closing", "An administrator begins to close it"
            )
        told = reviewed(meeting)
        for one in told:
            if one["is_closed"]:
                _settle(actor, meeting, one)
        _freeze(actor, meeting, {"objectives": told})
        into = next_cycle(meeting.cycle)
        if into is not None:
            carried(actor, meeting, into)
    return meeting


def _settle(actor: Actor, meeting: Meeting, told: Mapping[str, Any]) -> None:
    """Close one objective; what another review closed meanwhile stays as that one settled it."""
    row = locked(told["id"])
    if row.state != "published":
        return
    content = {name: value for name, value in told.items() if name not in {"id", "is_closed", "scores"}}
    Settlement.objects.create(
        objective=row, meeting=meeting, content=content, digest=digest(content), at=actor.at
    )
    Objective.objects.filter(pk=row.pk).update(state="closed")
    record(
        actor, "closed objective", row, {"state": ("published", "closed"), "mean": (None, content["mean"])}
    )


def _freeze(actor: Actor, meeting: Meeting, about: Mapping[str, Any]) -> None:
    whole = Meeting.objects.select_related("cycle", "team", "facilitator").get(pk=meeting.pk)
    whole.ended_at = actor.at
    whole.record = record_of(whole, about)
    whole.digest = digest(whole.record)
    whole.save(update_fields=["ended_at", "record", "digest"])
    meeting.ended_at, meeting.record, meeting.digest = whole.ended_at, whole.record, whole.digest
    record(actor, "ended a meeting", meeting)
