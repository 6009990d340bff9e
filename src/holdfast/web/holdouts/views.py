"""The page of holdouts."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import HoldfastError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.company import has_workspace
from holdfast.web.holdouts.actions import ask_to_assign, ask_to_settle
from holdfast.web.holdouts.planning import DAYS, ask_to_plan, holdout_asked
from holdfast.web.holdouts.queries import holdout_line, holdout_lines, unplanned
from holdfast.web.look.readers import zone_for
from holdfast.web.measurements.measuring import told
from holdfast.web.people.access import can, classified, signed_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse


_USUAL = {"title": "", "left_alone": "50", "days": "90", "matters": "3"}


@classified("signed in")
def holdouts_page(request: HttpRequest) -> HttpResponse:
    """What is tried on whom, how far it is, and what became of it."""
    return _page(request)


@classified("administrator")
@require_POST
def plan_page(request: HttpRequest) -> HttpResponse:
    """Have a holdout planned by the company's own figures."""
    person = signed_in(request)
    given = {name: str(value) for name, value in request.POST.items()}
    try:
        ask_to_plan(Actor(person, "page", clock.now()), holdout_asked(given))
    except HoldfastError as error:
        return _page(request, given=given, refused=told(error))
    messages.success(request, "A job sizes it by your own figures. Load the page anew in a moment.")
    return redirect("holdouts")


def _page(request: HttpRequest, *, given: Mapping[str, str] | None = None, refused: str = "") -> HttpResponse:
    person, error = signed_in(request), ""
    try:
        lines = holdout_lines(clock.today(zone_for(person)))
    except HoldfastError as found:
        lines, error = (), told(found)
    context = {
        "lines": lines,
        "unplanned": unplanned(lines),
        "error": error,
        "may_assign": can(person, "administer"),
        "has_data": has_workspace(),
        "given": {**_USUAL, **(given or {})},
        "refused": refused,
        "days": DAYS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "holdouts/list.html", context, status=status)


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
