"""When a team meets, and its calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.cycles.models import Cycle
from holdfast.web.meetings.beginning import LONGEST_MEETING
from holdfast.web.meetings.calendars import WEEKDAYS, Recurring, Span, calendar_file
from holdfast.web.meetings.models import MeetingTime
from holdfast.web.objectives.actions import allow
from holdfast.web.people.access import OfTeam
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from datetime import datetime, time

    from holdfast.web.audit.actions import Actor


@dataclass(frozen=True, slots=True)
class StatedMeetingTime:
    """When a team shall meet: a weekday (0 is Monday), a local time, and how long."""

    weekday: int
    at: time
    minutes: int
    review_minutes: int


def plan(actor: Actor, team: Team, stated: StatedMeetingTime) -> MeetingTime:
    """Say when a team meets; its meetings keep their identity in calendars.

    Raises:
        InputError: There is no such day, or a meeting is too long.
        PermissionDenied: They may not lead meetings of the team.
    """
    longest = max(stated.minutes, stated.review_minutes)
    if not 0 <= stated.weekday < len(WEEKDAYS) or not min(stated.minutes, stated.review_minutes) >= 1:
        raise InputError("the time", "no such day or length", "a weekday and some minutes", "Choose again")
    if longest > LONGEST_MEETING:
        raise InputError("the time", f"{longest} minutes", f"at most {LONGEST_MEETING}", "Choose less")
    fields = {name: getattr(stated, name) for name in ("weekday", "at", "minutes", "review_minutes")}
    with transaction.atomic():
        allow(actor, "grade", OfTeam(team.pk))
        Team.objects.select_for_update().get(pk=team.pk)  # of two at once, one makes the row
        before = MeetingTime.objects.filter(team=team).first()
        row, _ = MeetingTime.objects.update_or_create(team=team, defaults=fields)
        changes: dict[str, tuple[object, object]] = {
            name: (None if before is None else str(getattr(before, name)), str(value))
            for name, value in fields.items()
        }
        record(actor, "planned meetings of a team", team, changes)
    return row


def team_calendar(row: MeetingTime, *, zone: str, address: str, made_at: datetime) -> bytes:
    """The calendar file of a team: of cycles that are not closed. One query.

    Args:
        row: With its team.
        zone: IANA name of the company's time zone.
        address: Of the page of meetings, whole.
        made_at: An instant.
    """
    meets = Recurring(
        uid=row.uid,
        team=row.team.name,
        weekday=row.weekday,
        at=row.at,
        zone=zone,
        minutes=row.minutes,
        review_minutes=row.review_minutes,
        address=address,
    )
    cycles = Cycle.objects.exclude(state="closed").order_by("starts_on")
    return calendar_file(meets, [Span(one.pk, one.name, one.period) for one in cycles], made_at=made_at)
