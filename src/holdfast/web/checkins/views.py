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
from holdfast.web.checkins.queries import checked_by, line_of, suggested
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.access import key_result_for
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
    """One check-in: the page that a mail leads to, and where all forms are sent."""
    person = signed_in(request)
    row = key_result_for(person, pk)
    require(person, "check in", row)
    today = clock.today(zone_for(person))
    line = line_of(row, today=today)
    if request.method != "POST":
        return _page(request, line, CheckInForm(line))
    form = CheckInForm(line, request.POST)
    if not form.is_valid():
        return _page(request, line, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        check_in(row, form.stated(), suggested(line), on=today, actor=Actor(person, "page", clock.now()))
    except InputError as error:
        form.add_error(
            "changed" if error.where == "what changed" else None, f"{error.found}. {error.remedy}."
        )
        return _page(request, line, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, f"Checked in: {row.text}")
    if request.POST.get("from") == "mine":
        return redirect(f"{reverse('check-ins')}#next")
    return redirect("key-result", pk)


def _page(
    request: HttpRequest, line: KeyResultLine, form: CheckInForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"line": line, "form": form, "anchors": ANCHORS}
    return render(request, "checkins/one.html", context, status=status)
