"""The page of holdouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import HoldfastError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.holdouts.actions import ask_to_assign, ask_to_settle
from holdfast.web.holdouts.queries import holdout_line, holdout_lines
from holdfast.web.look.readers import zone_for
from holdfast.web.measurements.measuring import told
from holdfast.web.people.access import can, classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def holdouts_page(request: HttpRequest) -> HttpResponse:
    """What is tried on whom, how far it is, and what became of it."""
    person, error = signed_in(request), ""
    try:
        lines = holdout_lines(clock.today(zone_for(person)))
    except HoldfastError as found:
        lines, error = (), told(found)
    context = {"lines": lines, "error": error, "may_assign": can(person, "administer")}
    return render(request, "holdouts/list.html", context)


@classified("administrator")
@require_POST
def assign_page(request: HttpRequest, name: str) -> HttpResponse:
    """Have everybody the plan is about assigned."""
    person = signed_in(request)
    holdout_line(name, clock.today(zone_for(person)))
    ask_to_assign(Actor(person, "page", clock.now()), name)
    messages.success(request, "Customers who have no arm yet get one. Load the page anew in a moment.")
    return redirect("holdouts")


@classified("signed in")
@require_POST
def settle_page(request: HttpRequest, name: str) -> HttpResponse:
    """Ask what became of a holdout."""
    person = signed_in(request)
    holdout_line(name, clock.today(zone_for(person)))
    ask_to_settle(Actor(person, "page", clock.now()), name)
    messages.success(request, "The data are being asked. Load the page anew in a moment.")
    return redirect("holdouts")
