"""Pages of meetings: the list, one meeting, its end and its minutes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.company import company
from holdfast.web.look.readers import zone_for
from holdfast.web.meetings import actions, carrying, ending
from holdfast.web.meetings.access import meeting_for, seen_objectives, takes_part
from holdfast.web.meetings.agenda import agenda
from holdfast.web.meetings.beginning import begin_meeting
from holdfast.web.meetings.carrying import next_cycle, waiting
from holdfast.web.meetings.forms import BeginForm, DecisionForm, NotesForm
from holdfast.web.meetings.minutes import markdown, seen
from holdfast.web.meetings.queries import cycles_to_meet_in, decisions_of, led_teams, meeting_times, meetings
from holdfast.web.meetings.weekly import PARTS, weekly
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.people.access import can, classified, require, signed_in
from holdfast.web.people.queries import choices_of_people, teams

if TYPE_CHECKING:
    from django.http import HttpRequest

    from holdfast.web.meetings.models import Meeting
    from holdfast.web.meetings.weekly import Weekly
    from holdfast.web.people.models import Person


@classified("signed in")
def meetings_page(request: HttpRequest) -> HttpResponse:
    """All meetings; begins one."""
    person = signed_in(request)
    given = request.POST if request.method == "POST" else None
    able = led_teams(person)
    cycles = cycles_to_meet_in()
    form = BeginForm(able, cycles, given)
    if given is not None:
        if not able:
            require(person, "grade")
        if form.is_valid():
            try:
                made = begin_meeting(_actor(request), form.stated())
            except InputError as error:
                form.add_error(None, str(error))
            else:
                return redirect("meeting", made.pk)
    team, page = request.GET.get("team", ""), request.GET.get("page", "")
    asked = int(team) if team.isdecimal() and len(team) < 18 else None  # noqa: PLR2004 - ids of the database
    shown = meetings(person, team=asked, page=int(page) if page.isdecimal() and len(page) < 9 else 1)  # noqa: PLR2004
    context = {"shown": shown, "form": form, "may_begin": bool(able), "teams": teams(), "team": asked}
    context["meeting_times"] = meeting_times(person, asked)
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "meetings/meetings.html", context, status=status)


@classified("signed in")
def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting that goes on: agenda, participants, notes, decisions; of one that ended, the minutes."""
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    if meeting.ended_at is not None:
        return redirect("minutes", pk)
    form = NotesForm(initial={"notes": meeting.notes, "revision": meeting.revision})
    return shown_meeting(request, meeting, form)


def shown_meeting(
    request: HttpRequest, meeting: Meeting, form: NotesForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """The page of a meeting that goes on, with a form of its notes."""
    person = signed_in(request)
    people = [one.person for one in meeting.participants.select_related("person")]
    is_review = meeting.kind == "review"
    context = {
        "meeting": meeting,
        "agenda": agenda(person, meeting) if is_review else (),
        "weekly": None if is_review else weekly_of(person, meeting),
        "agenda_parts": PARTS,
        "people": people,
        "is_here": person in people,
        "decisions": decisions_of(person, meeting),
        "form": form,
        "decision": DecisionForm(choices_of_people()),
        "elapsed": _elapsed(meeting),
        "may": {"lead": can(person, "grade", meeting), "join": takes_part(person, meeting)},
    }
    page = "meetings/review.html" if is_review else "meetings/weekly.html"
    return render(request, page, context, status=status)


def weekly_of(person: Person, meeting: Meeting) -> Weekly:
    """The agenda of a weekly meeting, as somebody may see it."""
    return weekly(meeting, list(seen_objectives(person, meeting)), today=clock.today(company().time_zone))


@classified("signed in")
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Take part in a meeting."""
    meeting_for(signed_in(request), pk)
    actions.join(_actor(request), pk)
    return redirect("meeting", pk)


@classified("signed in")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """What ends with the meeting; ends it."""
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    require(person, "grade", meeting)
    if meeting.ended_at is not None:
        return redirect("minutes", pk)
    error = ""
    if request.method == "POST":
        try:
            ending.end_meeting(_actor(request), pk, today=clock.today(company().time_zone))
        except InputError as refused:
            error = str(refused)
        else:
            messages.success(request, "The meeting has ended, and its minutes stay as they are.")
            return redirect("minutes", pk)
    context = {
        "meeting": meeting,
        "agenda": agenda(person, meeting) if meeting.kind == "review" else (),
        "into": next_cycle(meeting.cycle),
        "error": error,
        "elapsed": _elapsed(meeting),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "meetings/end.html", context, status=status)


@classified("signed in")
def minutes_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting that has ended, as its reader may see them."""
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    if meeting.record is None:
        return redirect("meeting", pk)
    drafts = visible_objectives(person).filter(carried_from__settlement__meeting=meeting)
    context = {
        "meeting": meeting,
        "minutes": seen(meeting.record, person),
        "drafts": list(drafts.select_related("cycle")),
        "into": next_cycle(meeting.cycle),
        "may_carry": can(person, "grade", meeting) and waiting(meeting),
        "decisions": {one.pk: one for one in decisions_of(person, meeting)},
        "may_lead": can(person, "grade", meeting),
        "agenda_parts": PARTS,
    }
    return render(request, "meetings/minutes.html", context)


@classified("signed in")
def minutes_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a Markdown file."""
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    if meeting.record is None:
        return redirect("meeting", pk)
    text = markdown(seen(meeting.record, person), zone_for(person))
    answer = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    name = f"{meeting.kind}-{meeting.began_at:%Y-%m-%d}-{meeting.pk}.md"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@classified("signed in")
@require_POST
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft what a review keeps, where no cycle followed when it ended."""
    meeting_for(signed_in(request), pk)
    made = carrying.carry_over(_actor(request), pk)
    messages.success(request, f"{len(made)} drafts were made in the next cycle.")
    return redirect("minutes", pk)


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())


def _elapsed(meeting: Meeting) -> int:
    """Seconds since it began: the page's timer goes on from there, whatever the reader's clock says."""
    return max(0, round((clock.now() - meeting.began_at).total_seconds()))
