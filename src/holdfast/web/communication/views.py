"""The page of an objective's communication plan."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.communication.access import may_name_chat, may_plan
from holdfast.web.communication.actions import add_line, remove_line
from holdfast.web.communication.forms import LineForm
from holdfast.web.communication.queries import plan_of, previews
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.access import objective_for
from holdfast.web.people.access import classified, require, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.web.objectives.models import Objective


@classified("signed in")
@require_http_methods(["GET", "HEAD", "POST"])
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who hears what of an objective, when; what would be told now; a form that adds a line."""
    person = signed_in(request)
    row = objective_for(person, pk)
    if request.method != "POST":
        return _page(request, row, LineForm(names_chat=may_name_chat(person, row)))
    if not may_plan(person, row):
        require(person, "draft" if row.state == "draft" else "amend", row)
    form = LineForm(request.POST, names_chat=may_name_chat(person, row))
    if form.is_valid():
        try:
            add_line(Actor(person, "page", clock.now()), pk, form.stated())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            return redirect("communication-plan", pk)
    return _page(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@classified("signed in")
@require_POST
def remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Take a line out of the plan."""
    person = signed_in(request)
    objective_for(person, pk)
    remove_line(Actor(person, "page", clock.now()), pk, line)
    return redirect("communication-plan", pk)


def _page(
    request: HttpRequest, row: Objective, form: LineForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    person = signed_in(request)
    zone = zone_for(person)
    is_open = row.cycle.is_open and row.state in {"draft", "published"}
    context = {
        "row": row,
        "lines": plan_of(row),
        "previews": previews(row, today=clock.today(zone), zone=zone),
        "form": form,
        "may_plan": is_open and may_plan(person, row),
    }
    return render(request, "communication/plan.html", context, status=status)
