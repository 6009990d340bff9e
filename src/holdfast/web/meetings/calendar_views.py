"""When a team meets, and the file that brings it into calendars."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.company import company
from holdfast.web.meetings.forms import MeetingTimeForm
from holdfast.web.meetings.models import MeetingTime
from holdfast.web.meetings.planning import plan, team_calendar
from holdfast.web.people.access import OfTeam, classified, require, signed_in
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from django.http import HttpRequest


@classified("signed in")
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The meetings of a team as a file that calendars open."""
    require(signed_in(request), "see")
    row = MeetingTime.objects.select_related("team").filter(team_id=pk).first()
    if row is None:
        raise Http404
    return calendar_of(row)


def calendar_of(row: MeetingTime) -> HttpResponse:
    """The file itself."""
    address = f"{settings.DEPLOYMENT.url}{reverse('meetings')}?team={row.team_id}"
    made = team_calendar(row, zone=company().time_zone, address=address, made_at=clock.now())
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="meetings-of-team-{row.team_id}.ics"'
    return answer


@classified("signed in")
def meeting_time(request: HttpRequest, pk: int) -> HttpResponse:
    """When a team meets; changes it."""
    team = Team.objects.filter(pk=pk).first()
    if team is None:
        raise Http404
    require(signed_in(request), "grade", OfTeam(pk))
    row = MeetingTime.objects.filter(team=team).first()
    names = ("weekday", "at", "minutes", "review_minutes")
    given = request.POST if request.method == "POST" else None
    form = MeetingTimeForm(given, initial={name: getattr(row, name) for name in names} if row else {})
    if given is not None and form.is_valid():
        plan(Actor(signed_in(request), "page", clock.now()), team, form.stated())
        messages.success(request, "Planned. Open the calendar file again to bring it into your calendar.")
        return redirect(f"{reverse('meetings')}?team={pk}")
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"team": team, "form": form, "zone": company().time_zone}
    return render(request, "meetings/meeting_time.html", context, status=status)
