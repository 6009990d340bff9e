"""Pages of cycles and dated events: administrators'."""

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
from holdfast.web.company import company
from holdfast.web.cycles import actions
from holdfast.web.cycles.forms import CycleForm, EventForm
from holdfast.web.cycles.models import Cycle
from holdfast.web.cycles.queries import events
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MEANINGS = {
    "draft": "Teams draft and publish objectives in it. Nothing is frozen, and nobody is reminded.",
    "active": "What is published is frozen as a bet, measured and checked in on. Changes are amendments.",
    "closing": "Its quarterly reviews are held: key results are graded, and what goes on is carried over.",
    "closed": "Nothing in it changes any more. It stays readable.",
}
STEPS = {
    ("draft", "active"): "Begin it: freeze the bets",
    ("active", "closing"): "Begin to close it",
    ("active", "draft"): "Back to draft",
    ("closing", "closed"): "Close it for good",
    ("closing", "active"): "Back to active",
}


@classified("administrator")
def new_cycle(request: HttpRequest) -> HttpResponse:
    """The form of a new cycle; makes it."""
    given = request.POST if request.method == "POST" else None
    form = CycleForm(given)
    if given is not None and form.is_valid():
        try:
            made = actions.make_cycle(_actor(request), form.stated())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cycle", made.pk)
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "cycles/new.html", {"form": form}, status=status)


@classified("administrator")
def cycle_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One cycle: its dates, its state, and what each state means."""
    row = _cycle(pk)
    given = request.POST if request.method == "POST" else None
    form = CycleForm(given, row=row)
    if given is not None and form.is_valid():
        try:
            actions.change_cycle(_actor(request), pk, form.stated())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The cycle is changed.")
            return redirect("cycle", pk)
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return _shown(request, row, form, status)


@classified("administrator")
@require_POST
def move_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a cycle to another state."""
    row = _cycle(pk)
    to, seen = request.POST.get("to", ""), request.POST.get("seen", "")
    try:
        moved = actions.move_cycle(
            _actor(request), pk, to=to, seen=seen, today=clock.today(company().time_zone)
        )
    except InputError as error:
        form = CycleForm(row=row)
        return _shown(request, row, form, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    messages.success(request, f"{moved.name} is {moved.state} now.")
    return redirect("cycle", pk)


@classified("administrator")
def events_page(request: HttpRequest) -> HttpResponse:
    """Dated events; adds one."""
    given = request.POST if request.method == "POST" else None
    form = EventForm(given)
    if given is not None and form.is_valid():
        actions.add_event(_actor(request), form.cleaned_data["on"], form.cleaned_data["title"])
        messages.success(request, "It stands on every chart from now on.")
        return redirect("dated-events")
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "cycles/events.html", {"form": form, "events": events()}, status=status)


@classified("administrator")
@require_POST
def remove_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a dated event away."""
    actions.remove_event(_actor(request), pk)
    return redirect("dated-events")


def _shown(
    request: HttpRequest, row: Cycle, form: CycleForm, status: HTTPStatus, error: str = ""
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "error": error,
        "meanings": MEANINGS,
        "steps": [(to, STEPS[row.state, to]) for to in actions.WAYS[row.state]],
    }
    return render(request, "cycles/cycle.html", context, status=status)


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())


def _cycle(pk: int) -> Cycle:
    row = Cycle.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
