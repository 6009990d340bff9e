"""Drafting an OKR from a reason to leave: the form, and waiting for what a job makes of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from holdfast.drafting.model import ODDS
from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.company import has_workspace
from holdfast.web.cycles.models import Cycle
from holdfast.web.cycles.queries import chosen_cycle
from holdfast.web.drafts.editor import MOST_DIGITS
from holdfast.web.drafts.following import (
    LOST,
    Wish,
    ask_for_drafting,
    known_leads,
    known_reasons,
    wish_of,
)
from holdfast.web.drafts.models import Drafting
from holdfast.web.drafts.queries import teams_to_draft_for
from holdfast.web.look.readers import zone_for
from holdfast.web.metrics.models import KnownMetric
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.web.people.models import Person


@classified("signed in")
@require_http_methods(["GET", "HEAD", "POST"])
def draft_from(request: HttpRequest) -> HttpResponse:
    """Say what an OKR is to follow from; a job drafts it. An address may hold reason, lead and segment."""
    person = signed_in(request)
    given = request.POST if request.method == "POST" else request.GET
    wish = wish_of({name: str(given.get(name, "")) for name in ("reason", "lead", "where", "difficulty")})
    if request.method != "POST":
        return _page(request, person, wish)
    actor = Actor(person, "page", clock.now())
    try:
        row = ask_for_drafting(actor, wish, _cycle(request), _team(request))
    except InputError as error:
        return _page(request, person, wish, trouble=str(error))
    return HttpResponseRedirect(reverse("draft-from-made", args=[row.pk]))


@classified("signed in")
@require_safe
def draft_from_made(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait for the draft, then go on to its editor, where findings and the evidence stand beside it."""
    person = signed_in(request)
    row = Drafting.objects.select_related("objective", "team", "cycle").filter(person=person, pk=pk).first()
    if row is None:
        raise Http404
    if row.objective is not None:
        address = reverse("objective-edit", args=[row.objective.pk])
        messages.success(request, " ".join(["Drafted. Still open:", *row.gaps]))
        is_part = request.htmx  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address) if is_part else HttpResponseRedirect(address)
    is_late = row.done_at is None and clock.now() - row.asked_at > LOST
    again = reverse("draft-from")
    return render(request, "drafts/from_made.html", {"row": row, "is_late": is_late, "again": again})


def _team(request: HttpRequest) -> int | None:
    """The id of the team that was chosen; None for the company as a whole."""
    chosen = _number(request.POST.get("team", ""))
    if chosen is None:
        raise InputError("The team", "none is chosen", "whose objective it is", "Choose one")
    return chosen or None


def _cycle(request: HttpRequest) -> Cycle | None:
    chosen = _number(request.POST.get("cycle", ""))
    return None if chosen is None else Cycle.objects.filter(pk=chosen).first()


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else None


def _page(request: HttpRequest, person: Person, wish: Wish, *, trouble: str = "") -> HttpResponse:
    today = clock.today(zone_for(person))
    cycles = list(Cycle.objects.exclude(state="closed"))
    coming = [one for one in reversed(cycles) if one.starts_on > today]
    usual = next(iter(coming), None) or chosen_cycle("", today)
    names = known_leads()
    titles = dict(KnownMetric.objects.filter(name__in=names).values_list("name", "title"))
    context = {
        "wish": wish,
        "trouble": trouble,
        "cycles": cycles,
        "cycle": request.POST.get("cycle") or (str(usual.pk) if usual else ""),
        "teams": teams_to_draft_for(person),
        "team": request.POST.get("team", ""),
        "reasons": known_reasons(),
        "leads": [(name, titles.get(name, name.replace("_", " ").capitalize())) for name in names],
        "difficulties": [(name, f"{100 * share:.0f}") for name, share in ODDS.items()],
        "is_set_up": has_workspace(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if trouble else HTTPStatus.OK
    return render(request, "drafts/from.html", context, status=status)
