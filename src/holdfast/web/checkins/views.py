"""Pages of checking in: all of one's own on one screen, and a single one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.checkins.actions import check_in
from holdfast.web.checkins.forms import ANCHORS, CheckInForm
from holdfast.web.checkins.queries import checked_by, line_of, owes, suggested
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.access import key_result_for
from holdfast.web.owed.queries import owed_now
from holdfast.web.people.access import classified, require, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.web.objectives.queries import KeyResultLine


@classified("signed in")
def check_ins(request: HttpRequest) -> HttpResponse:
    """All check-ins that one owes, what is due first, each with its form."""
    person = signed_in(request)
    owed = checked_by(person, today=clock.today(zone_for(person)))
    forms = [(one, CheckInForm(one.line)) for one in owed]
    return render(request, "checkins/mine.html", {"forms": forms, "anchors": ANCHORS})


@classified("signed in")
def check_in_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One check-in: the page that a mail leads to, and where all forms are sent.

    For a row of the quarter's table it answers that row, with the form or without.
    """
    person = signed_in(request)
    row = key_result_for(person, pk)
    require(person, "check in", row)
    today = clock.today(zone_for(person))
    line = line_of(row, today=today)
    if request.method != "POST":
        is_closing = in_row(request, pk) and request.GET.get("close") == "1"
        return _shown(request, line, None if is_closing else CheckInForm(line))
    form = CheckInForm(line, request.POST)
    if not form.is_valid():
        return _shown(request, line, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        check_in(row, form.stated(), suggested(line), on=today, actor=Actor(person, "page", clock.now()))
    except InputError as error:
        form.add_error(
            "changed" if error.where == "what changed" else None, f"{error.found}. {error.remedy}."
        )
        return _shown(request, line, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if in_row(request, pk):
        return _row(request, line_of(row, today=today), None, said="Checked in")
    messages.success(request, f"Checked in: {row.text}")
    return redirect(_back(request.POST.get("from", ""), pk))


def in_row(request: HttpRequest, pk: int) -> bool:
    """The answer goes into the row of that key result on the quarter's page."""
    return bool(request.htmx) and request.htmx.target == f"line-{pk}"  # type: ignore[attr-defined]  # django_htmx


def _back(came_from: str, pk: int) -> str:
    """Where a form leads to when it is taken: only to pages of ours."""
    pages = {
        "mine": f"{reverse('check-ins')}#next",
        "quarter": f"{reverse('quarter')}#line-{pk}",
        "owed": reverse("owed"),
    }
    return pages.get(came_from, reverse("key-result", args=[pk]))


def _shown(
    request: HttpRequest,
    line: KeyResultLine,
    form: CheckInForm | None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if form is None or in_row(request, line.row.pk):
        return _row(request, line, form, status=status)
    asked = request.POST if request.method == "POST" else request.GET
    context = {"line": line, "form": form, "anchors": ANCHORS, "came_from": asked.get("from", "")}
    return render(request, "checkins/one.html", context, status=status)


def _row(
    request: HttpRequest,
    line: KeyResultLine,
    form: CheckInForm | None,
    said: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    person = signed_in(request)
    is_owed = owes(person, line, line.row.objective.cycle, today=clock.today(zone_for(person)))
    if line.last is not None and line.last.by_id == person.pk:
        line.last.by = person  # most often one reads what one said oneself: nobody is read for it
    context = {"line": line, "owes": is_owed, "form": form, "anchors": ANCHORS, "said": said}
    context["owed"] = owed_now(request) if said else None
    return render(request, "objectives/_line.html", context, status=status)
