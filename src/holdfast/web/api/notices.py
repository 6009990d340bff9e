"""What one is told oneself, and when a team is reminded."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router

from holdfast.errors import InputError
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.notices import (
    Notifications,
    NotificationsChanged,
    Reminders,
    RemindersChanged,
)
from holdfast.web.api.schemas.plain import Id
from holdfast.web.notices import actions
from holdfast.web.notices.actions import StatedRhythm, decide_rhythm, wish
from holdfast.web.notices.models import Preference, TeamRhythm
from holdfast.web.people.access import OfTeam, require
from holdfast.web.people.models import Person, Team

router = Router(tags=["notices"])
READ, WRITE = Bearer("read"), Bearer("write")
_DECIDED = ("weekday", "hour", "grace_days", "every_weeks")


@router.get("/me/notifications", auth=READ, response={200: Notifications, **PROBLEMS})
def read_notifications(request: HttpRequest) -> Notifications:
    """What one is told, where and when."""
    return _notifications(caller(request))


@router.patch("/me/notifications", auth=WRITE, response={200: Notifications, **PROBLEMS})
def change_notifications(request: HttpRequest, stated: NotificationsChanged) -> Notifications:
    """Change what one is told oneself."""
    values = stated.model_dump(exclude_unset=True)
    if "off" in values:
        values["off"] = sorted(set(values["off"]))
    wish(actor(request), values)
    return _notifications(caller(request))


@router.get("/teams/{team}/reminders", auth=READ, response={200: Reminders, **PROBLEMS})
def read_reminders(request: HttpRequest, team: Annotated[Id, Path()]) -> Reminders:  # noqa: ARG001 - ninja's
    """When a team is reminded."""
    return _reminders(_rhythm(team))


@router.patch("/teams/{team}/reminders", auth=WRITE, response={200: Reminders, **PROBLEMS})
def change_reminders(
    request: HttpRequest, team: Annotated[Id, Path()], stated: RemindersChanged
) -> Reminders:
    """Change when a team is reminded, and its chat."""
    row, values = _rhythm(team), stated.model_dump(exclude_unset=True)
    forgets = values.get("chat") == ""
    kept = {name: getattr(row, name) for name in _DECIDED}
    decided = StatedRhythm(**{**kept, **values}, forgets_chat=forgets)
    return _reminders(decide_rhythm(actor(request), team, decided))


@router.post("/teams/{team}/reminders/try", auth=WRITE, response={200: Reminders, **PROBLEMS})
def try_chat(request: HttpRequest, team: Annotated[Id, Path()]) -> Reminders:
    """Say something in the chat of a team, to see that it arrives; 503 where the chat does not take it."""
    row = _rhythm(team)
    require(caller(request), "manage team", OfTeam(team))
    if not row.chat:
        raise InputError("the chat", "the team has none", "an address", "Send it with the reminders")
    actions.try_chat(actor(request), team)
    return _reminders(row)


def _notifications(person: Person) -> Notifications:
    row = Preference.objects.filter(person=person).first() or Preference(person=person)
    return Notifications.from_orm(row)


def _rhythm(team: int) -> TeamRhythm:
    if not Team.objects.filter(pk=team).exists():
        raise Http404
    return TeamRhythm.objects.filter(team_id=team).first() or TeamRhythm(team_id=team)


def _reminders(row: TeamRhythm) -> Reminders:
    return Reminders(**{name: getattr(row, name) for name in _DECIDED}, has_chat=bool(row.chat))
