"""When a team meets, and the file that brings it into calendars."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from pydantic import AfterValidator, Field

from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.notices import Weekday
from holdfast.web.api.schemas.plain import Id
from holdfast.web.meetings.beginning import LONGEST_MEETING
from holdfast.web.meetings.calendar_views import calendar_of
from holdfast.web.meetings.models import MeetingTime
from holdfast.web.meetings.planning import StatedMeetingTime, plan
from holdfast.web.people.access import require
from holdfast.web.people.models import Team

router = Router(tags=["meetings"])
READ, WRITE = Bearer("read"), Bearer("write")
TeamKey = Annotated[Id, Path()]
Minutes = Annotated[int, Field(ge=1, le=LONGEST_MEETING)]
_CALENDAR: dict[str, Any] = {
    "responses": {
        200: {
            "description": "A calendar file",
            "content": {"text/calendar": {"schema": {"type": "string"}}},
        }
    }
}


def _of_day(at: time) -> time:
    if at.tzinfo is not None or at.second or at.microsecond:
        raise ValueError("hours and minutes of the day at the company's place, such as 09:30")
    return at


class MeetingTimeStated(Schema):
    """Weekday (0 is Monday), time of day at the company's place, and how long both kinds of meetings are."""

    weekday: Weekday
    at: Annotated[time, AfterValidator(_of_day)]
    minutes: Minutes
    review_minutes: Minutes


class MeetingTimeAnswer(Schema):
    """When a team meets; its review is on the first such day after the cycle."""

    weekday: int
    at: time
    minutes: int
    review_minutes: int


@router.get("/teams/{team}/meeting-time", auth=READ, response={200: MeetingTimeAnswer, **PROBLEMS})
def read_meeting_time(request: HttpRequest, team: TeamKey) -> MeetingTime:
    """When a team meets; not there where nobody has said."""
    return _planned(request, team)


@router.put("/teams/{team}/meeting-time", auth=WRITE, response={200: MeetingTimeAnswer, **PROBLEMS})
def plan_meetings(request: HttpRequest, team: TeamKey, sent: MeetingTimeStated) -> MeetingTime:
    """Say when a team meets; its meetings keep their identity in calendars."""
    row = Team.objects.filter(pk=team).first()
    if row is None:
        raise Http404
    stated = StatedMeetingTime(sent.weekday, sent.at, sent.minutes, sent.review_minutes)
    return plan(actor(request), row, stated)


@router.get("/teams/{team}/meetings.ics", auth=READ, response=PROBLEMS, openapi_extra=_CALENDAR)
def read_calendar(request: HttpRequest, team: TeamKey) -> HttpResponse:
    """The meetings of a team as a file that calendars open."""
    return calendar_of(_planned(request, team))


def _planned(request: HttpRequest, team: int) -> MeetingTime:
    require(caller(request), "see")
    row = MeetingTime.objects.select_related("team").filter(team_id=team).first()
    if row is None:
        raise Http404
    return row
