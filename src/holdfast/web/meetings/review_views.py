"""Pages of a quarterly review: one key result at a time."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.errors import ConflictError
from holdfast.web.look.readers import zone_for
from holdfast.web.measurements.drawing import drawn
from holdfast.web.meetings import actions, concluding
from holdfast.web.meetings.access import meeting_for, spoken_of
from holdfast.web.meetings.agenda import step
from holdfast.web.meetings.forms import GRADES, ConcludeForm, DecisionForm
from holdfast.web.objectives.key_result_page import key_result_page
from holdfast.web.objectives.tasks import draw_key_result
from holdfast.web.people.access import classified, require, signed_in
from holdfast.web.people.queries import choices_of_people

if TYPE_CHECKING:
    from django.http import HttpRequest

    from holdfast.web.meetings.agenda import Step
    from holdfast.web.meetings.models import Meeting
    from holdfast.web.objectives.models import KeyResult

NOTHING_NEW = HTTPStatus.NO_CONTENT


@classified("signed in")
def step_page(request: HttpRequest, pk: int, key_result: int) -> HttpResponse:
    """One key result of a review, full screen."""
    meeting, row = _spoken_of(request, pk, key_result)
    if meeting.ended_at is not None:
        return redirect("minutes", pk)
    return shown_step(request, meeting, row)


@classified("signed in")
def live(request: HttpRequest, pk: int, key_result: int) -> HttpResponse:
    """Who has scored, and the scores once they are revealed; nothing where the page shows it already."""
    meeting, row = _spoken_of(request, pk, key_result)
    if meeting.ended_at is not None:
        return _elsewhere(reverse("minutes", args=[pk]))
    shown = _step(request, meeting, row)
    is_following = request.GET.get("follow") == "1"
    if is_following and meeting.at_id not in {None, row.pk}:
        return _elsewhere(f"{reverse('review-step', args=[pk, meeting.at_id])}?follow=1")
    if request.GET.get("seen") == _state(meeting, shown):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "meetings/_live.html", _context(request, meeting, shown) | {"is_polled": True})


@classified("signed in")
@require_POST
def turn_to(request: HttpRequest, pk: int, key_result: int) -> HttpResponse:
    """Lead everybody who follows to a key result."""
    _, row = _spoken_of(request, pk, key_result)
    actions.turn_to(_actor(request), pk, row)
    return redirect("review-step", pk, key_result)


@classified("signed in")
@require_POST
def score(request: HttpRequest, pk: int, key_result: int) -> HttpResponse:
    """Give one's own score."""
    meeting, row = _spoken_of(request, pk, key_result)
    given = request.POST.get("score", "")
    if given not in dict(GRADES):
        raise InputError("the score", repr(given[:20]), "0.0 to 1.0", "Choose one of them")
    actions.score(_actor(request), pk, row, int(given))
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return render(
            request, "meetings/_live.html", _context(request, meeting, _step(request, meeting, row))
        )
    return redirect(_address(request, pk, key_result))


@classified("signed in")
@require_POST
def reveal(request: HttpRequest, pk: int, key_result: int) -> HttpResponse:
    """Show all scores to everybody."""
    _, row = _spoken_of(request, pk, key_result)
    actions.reveal(_actor(request), pk, row)
    return redirect(_address(request, pk, key_result))


@classified("signed in")
@require_POST
def conclude(request: HttpRequest, pk: int, key_result: int) -> HttpResponse:
    """Write down what is concluded, then go on to the next key result."""
    meeting, row = _spoken_of(request, pk, key_result)
    require(signed_in(request), "grade", meeting)
    if meeting.ended_at is not None:
        raise InputError("the meeting", "it has ended", "one that goes on", "Read its minutes")
    shown = _step(request, meeting, row)
    form = ConcludeForm(shown.grade.computed, request.POST, item=shown.item)
    if not form.is_valid():
        return shown_step(request, meeting, row, conclusion=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        concluding.conclude(_actor(request), pk, row, form.stated(), revision=form.cleaned_data["revision"])
    except ConflictError:
        return _conflict(request, meeting, row, form)
    except InputError as error:
        form.add_error(None, str(error))
        return shown_step(request, meeting, row, conclusion=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("then") == "next" and shown.after is not None:
        actions.turn_to(_actor(request), pk, spoken_of(signed_in(request), meeting, shown.after))
        return redirect(_address(request, pk, shown.after))
    return redirect(_address(request, pk, key_result))


def shown_step(
    request: HttpRequest,
    meeting: Meeting,
    row: KeyResult,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **forms: ConcludeForm | DecisionForm,
) -> HttpResponse:
    """The page of one key result, with its `conclusion` and `decision` as they were sent, or new ones."""
    shown = _step(request, meeting, row)
    whole = key_result_page(row, today=clock.today(zone_for(signed_in(request))))
    drawing = drawn(whole.chart)
    if drawing is None and whole.chart.is_drawable:
        draw_key_result.enqueue(row.pk)
    context = _context(request, meeting, shown) | {
        "drawing": drawing,
        "conclusion": forms.get("conclusion") or ConcludeForm(shown.grade.computed, item=shown.item),
        "decision": forms.get("decision") or DecisionForm(choices_of_people()),
    }
    return render(request, "meetings/step.html", context, status=status)


def _conflict(request: HttpRequest, meeting: Meeting, row: KeyResult, form: ConcludeForm) -> HttpResponse:
    """What was sent stays in the form, what the other one wrote stands beside it; the next saving holds."""
    now = _step(request, meeting, row)
    form.data = {**request.POST.dict(), "revision": str(now.item.revision)}
    form.add_error(None, "Somebody else wrote this meanwhile: it stands above. Read both, then save.")
    return shown_step(request, meeting, row, conclusion=form, status=HTTPStatus.CONFLICT)


def _context(request: HttpRequest, meeting: Meeting, shown: Step) -> dict[str, object]:
    elapsed = max(0, round((clock.now() - meeting.began_at).total_seconds()))
    return {
        "meeting": meeting,
        "step": shown,
        "row": shown.line.row,
        "grades": GRADES,
        "state": _state(meeting, shown),
        "follow": request.GET.get("follow") == "1",
        "is_polled": False,
        "elapsed": elapsed,
    }


def _state(meeting: Meeting, shown: Step) -> str:
    """A word that differs where the live part would look different; it tells no score that is hidden."""
    heard = shown.heard
    at = meeting.at_id if meeting.at_id != shown.line.row.pk else 0
    return f"{len(heard.names)}.{int(heard.is_revealed)}.{shown.item.revision}.{at or 0}.{heard.own}"


def _step(request: HttpRequest, meeting: Meeting, row: KeyResult) -> Step:
    person = signed_in(request)
    return step(person, meeting, row, today=clock.today(zone_for(person)))


def _spoken_of(request: HttpRequest, pk: int, key_result: int) -> tuple[Meeting, KeyResult]:
    person = signed_in(request)
    meeting = meeting_for(person, pk)
    if meeting.kind != "review":
        raise Http404
    return meeting, spoken_of(person, meeting, key_result)


def _address(request: HttpRequest, pk: int, key_result: int) -> str:
    follow = "?follow=1" if request.GET.get("follow") == "1" else ""
    return f"{reverse('review-step', args=[pk, key_result])}{follow}"


def _elsewhere(address: str) -> HttpResponse:
    """Tell htmx to open another page."""
    return HttpResponse(headers={"HX-Redirect": address})


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())
