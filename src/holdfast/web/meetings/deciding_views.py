"""Forms of decisions and notes."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.errors import ConflictError
from holdfast.web.meetings import actions
from holdfast.web.meetings.access import meeting_for, spoken_of
from holdfast.web.meetings.forms import DecisionForm, NotesForm
from holdfast.web.meetings.queries import decisions_of
from holdfast.web.meetings.review_views import shown_step
from holdfast.web.meetings.views import shown_meeting
from holdfast.web.meetings.weekly import PARTS
from holdfast.web.people.access import classified, require, signed_in
from holdfast.web.people.queries import choices_of_people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.web.meetings.models import Meeting
    from holdfast.web.objectives.models import KeyResult


@classified("signed in")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a decision down, of a key result or of the meeting as a whole."""
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    require(person, "grade", meeting)
    about = request.POST.get("key_result", "")
    row = _about(request, meeting, about)
    form = DecisionForm(choices_of_people(), request.POST)
    if form.is_valid():
        try:
            actions.decide(_actor(request), pk, row, form.stated())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return _back(request, meeting, row)
    if row is not None and meeting.kind == "review" and meeting.ended_at is None:
        return shown_step(request, meeting, row, decision=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    context = {"meeting": meeting, "form": form, "part": request.POST.get("part", "")}
    return render(request, "meetings/decide.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@classified("signed in")
@require_POST
def remove(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Take a decision back."""
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    found = next((one for one in decisions_of(person, meeting) if one.pk == decision), None)
    if found is None:
        raise Http404
    actions.take_back_decision(_actor(request), pk, decision)
    return _back(request, meeting, found.key_result)


@classified("signed in")
@require_POST
def done(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Report a decision as carried out."""
    person = signed_in(request)
    found = meeting_for(person, pk).decisions.filter(pk=decision).first()
    if found is None or (found.owner_id != person.pk and found not in decisions_of(person, found.meeting)):
        raise Http404
    actions.carry_out(_actor(request), found)
    messages.success(request, "Done, and noted.")
    return redirect("meetings")


@classified("signed in")
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the notes of a meeting."""
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    require(person, "grade", meeting)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return shown_meeting(request, meeting, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.note(_actor(request), pk, form.cleaned_data["notes"], revision=form.cleaned_data["revision"])
    except ConflictError:
        now = meeting_for(person, pk)
        form.data = {**request.POST.dict(), "revision": str(now.revision)}
        form.add_error(None, f"Somebody else wrote meanwhile: “{now.notes}”. Put both together, then save.")
        return shown_meeting(request, now, form, HTTPStatus.CONFLICT)
    return redirect("meeting", pk)


def _about(request: HttpRequest, meeting: Meeting, about: str) -> KeyResult | None:
    if not about:
        return None
    if not about.isdecimal() or len(about) > 18:  # noqa: PLR2004 - ids of the database
        raise Http404
    return spoken_of(signed_in(request), meeting, int(about))


def _back(request: HttpRequest, meeting: Meeting, row: KeyResult | None) -> HttpResponse:
    """The page that the form stood on."""
    part = request.POST.get("part", "")
    if part in PARTS:
        return redirect("weekly-part", meeting.pk, part)
    is_step = row is not None and meeting.kind == "review"
    return redirect("review-step", meeting.pk, row.pk) if row and is_step else redirect("meeting", meeting.pk)


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())
