"""Forms of comments, quotes and initiatives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.objectives import initiatives, talking
from holdfast.web.objectives.access import key_result_for, objective_for
from holdfast.web.people.access import classified, require, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
@require_POST
def comment_on_objective(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment on an objective."""
    person = signed_in(request)
    row = objective_for(person, pk)
    require(person, "comment", row)
    made = talking.comment(row, None, request.POST.get("text", ""), Actor(person, "page", clock.now()))
    return redirect(f"/objectives/{pk}#comment-{made.pk}")


@classified("signed in")
@require_POST
def comment_on_key_result(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment on a key result."""
    person = signed_in(request)
    row = key_result_for(person, pk)
    require(person, "comment", row)
    text = request.POST.get("text", "")
    made = talking.comment(row.objective, row, text, Actor(person, "page", clock.now()))
    return redirect(f"/key-results/{pk}#comment-{made.pk}")


@classified("signed in")
@require_POST
def quote_on_key_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Words of a customer beside a key result."""
    person = signed_in(request)
    row = key_result_for(person, pk)
    require(person, "check in", row)
    said = request.POST
    actor = Actor(person, "page", clock.now())
    talking.quote(row, said.get("text", ""), said.get("said_by", ""), _day(said.get("on", "")), actor)
    return redirect(f"/key-results/{pk}#quotes")


@classified("signed in")
@require_POST
def remove_quote(request: HttpRequest, pk: int, quote: int) -> HttpResponse:
    """Take a quote away."""
    person = signed_in(request)
    row = key_result_for(person, pk)
    require(person, "check in", row)
    found = row.quotes.filter(pk=quote).first()
    if found is None:
        raise Http404
    talking.remove_quote(found, Actor(person, "page", clock.now()))
    return redirect(f"/key-results/{pk}#quotes")


@classified("signed in")
@require_POST
def tick_initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """An initiative is done, or is not after all."""
    person = signed_in(request)
    row = initiatives.initiative_for(person, pk)
    is_done = request.POST.get("done", "1") == "1"
    initiatives.tick_initiative(Actor(person, "page", clock.now()), pk, is_done=is_done)
    if request.POST.get("from") == "owed":
        return redirect("owed")
    page = f"/key-results/{row.key_result_id}" if request.POST.get("from") == "key result" else ""
    return redirect(f"{page or f'/objectives/{row.objective_id}'}#initiatives")


def _day(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError:
        raise InputError("quote, day", repr(stated), "a date such as 2026-08-24", "Correct it") from None
