"""Amending a bet in mid-cycle: the key result as it shall be, from which day, and why."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.drafts.content import RESULT, content_from, content_of, rows
from holdfast.web.drafts.editor import editor, known_to
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.access import key_result_for, objective_for
from holdfast.web.objectives.amending import Grounds, add_key_result, amend_key_result, drop_key_result
from holdfast.web.objectives.conflicts import ChangedMeanwhileError
from holdfast.web.objectives.stated import StatedKeyResult, StatedObjective, stated_key_result
from holdfast.web.people.access import classified, require, signed_in

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from holdfast.web.drafts.content import Content
    from holdfast.web.drafts.editor import Editor
    from holdfast.web.objectives.models import KeyResult, Objective


class GroundsForm(forms.Form):
    """From when a bet changes, and why."""

    on = forms.DateField(
        label="Holds from",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="A day of the cycle.",
    )
    reason = forms.CharField(
        label="Why the bet changes",
        max_length=2000,
        help_text="What happened, so that the review of the quarter can tell it from giving in.",
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


@classified("signed in")
@require_http_methods(["GET", "HEAD", "POST"])
def key_result_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Amend a frozen key result, or drop it; what was frozen is still settled, beside it."""
    person = signed_in(request)
    row = key_result_for(person, pk)
    require(person, "amend", row)
    today = clock.today(zone_for(person))
    if request.method != "POST":
        content = content_from(_alone(row), revision=row.objective.revision)
        grounds = GroundsForm(initial={"on": today}, auto_id="%s")
        return _page(request, row, _editor(request, row, content), grounds)
    grounds = GroundsForm(request.POST, auto_id="%s")
    sent = content_of(request.POST)
    made = _editor(request, row, sent if rows(sent, RESULT) else content_from(_alone(row), revision=0))
    if not (grounds.is_valid() and (made.is_valid or request.POST.get("act") == "drop")):
        return _page(request, row, made, grounds, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _amend(request, row, made, grounds)


@classified("signed in")
@require_http_methods(["GET", "HEAD", "POST"])
def key_result_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a key result to a bet in mid-cycle, from a day on and with a reason; it is frozen at once."""
    person = signed_in(request)
    row = objective_for(person, pk)
    require(person, "amend", row)
    blank = StatedObjective(row.text, team=row.team_id, key_results=(StatedKeyResult(""),))
    sent = content_of(request.POST) if request.method == "POST" else {}
    content = sent if rows(sent, RESULT) else content_from(blank, revision=row.revision)
    plain = {"text": [row.text], "team": [str(row.team_id or 0)]}
    made = editor({**content, **plain}, known_to(person, row.cycle, row))
    if request.method != "POST":
        grounds = GroundsForm(initial={"on": clock.today(zone_for(person))}, auto_id="%s")
        return _add_page(request, row, made, grounds)
    grounds = GroundsForm(request.POST, auto_id="%s")
    if not (grounds.is_valid() and made.is_valid):
        return _add_page(request, row, made, grounds, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _add(request, row, made, grounds)


def _add(request: HttpRequest, row: Objective, made: Editor, form: GroundsForm) -> HttpResponse:
    actor = Actor(signed_in(request), "page", clock.now())
    try:
        added = add_key_result(actor, row.pk, made.results[0].stated, _grounds(request, form))
    except ChangedMeanwhileError as error:
        now = objective_for(signed_in(request), row.pk)
        return _add_page(request, now, made, form, said=str(error), status=HTTPStatus.CONFLICT)
    except InputError as error:
        return _add_page(request, row, made, form, said=str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "Added, and frozen as a bet of its own.")
    return HttpResponseRedirect(reverse("key-result", args=[added.pk]))


def _amend(request: HttpRequest, row: KeyResult, made: Editor, form: GroundsForm) -> HttpResponse:
    actor = Actor(signed_in(request), "page", clock.now())
    grounds = _grounds(request, form)
    try:
        if request.POST.get("act") == "drop":
            drop_key_result(actor, row.pk, grounds)
            messages.success(request, "Dropped. The bet as it was frozen is still settled.")
            return HttpResponseRedirect(reverse("objective", args=[row.objective_id]))
        amended = amend_key_result(actor, row.pk, made.results[0].stated, grounds)
    except ChangedMeanwhileError as error:
        now = key_result_for(signed_in(request), row.pk)
        return _page(request, now, made, form, said=str(error), status=HTTPStatus.CONFLICT)
    except InputError as error:
        return _page(request, row, made, form, said=str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(
        request, "Amended; the frozen bet stands beside it." if amended else "Nothing of the bet differs."
    )
    return HttpResponseRedirect(reverse("key-result", args=[row.pk]))


def _grounds(request: HttpRequest, form: GroundsForm) -> Grounds:
    typed = request.POST.get("revision", "")
    on: date = form.cleaned_data["on"]
    return Grounds(on, form.cleaned_data["reason"], int(typed) if typed.isdecimal() else 0)


def _add_page(  # noqa: PLR0913 - what the page is made of
    request: HttpRequest,
    row: Objective,
    made: Editor,
    grounds: GroundsForm,
    *,
    said: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if status == HTTPStatus.OK:
        made.hush()
    context = {"row": row, "result": made.results[0], "grounds": grounds, "said": said}
    told = {**context, "revision": row.revision, "shows_errors": status != HTTPStatus.OK}
    return render(request, "drafts/add.html", told, status=status)


def _alone(row: KeyResult) -> StatedObjective:
    return StatedObjective(
        row.objective.text, team=row.objective.team_id, key_results=(stated_key_result(row),)
    )


def _editor(request: HttpRequest, row: KeyResult, content: Content) -> Editor:
    known = known_to(signed_in(request), row.objective.cycle, row.objective)
    plain = {"text": [row.objective.text], "team": [str(row.objective.team_id or 0)]}
    return editor({**content, **plain}, known, before=_alone(row))


def _page(  # noqa: PLR0913 - what the page is made of
    request: HttpRequest,
    row: KeyResult,
    made: Editor,
    grounds: GroundsForm,
    *,
    said: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if status == HTTPStatus.OK:
        made.hush()
    frozen = getattr(row, "freeze", None)
    return render(
        request,
        "drafts/amend.html",
        {
            "row": row,
            "result": made.results[0] if made.results else None,
            "grounds": grounds,
            "said": said,
            "frozen": frozen,
            "revision": row.objective.revision,
            "shows_errors": status != HTTPStatus.OK,
        },
        status=status,
    )
