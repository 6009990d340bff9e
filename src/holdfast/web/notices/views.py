"""Pages of notices: one's own wishes, the rhythm of a team, and what was sent or failed."""

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
from holdfast.web.communication.actions import send_once_more
from holdfast.web.communication.queries import plans_outbox
from holdfast.web.configuration.forms import WEEKDAYS
from holdfast.web.configuration.queries import configuration
from holdfast.web.notices import actions, chat
from holdfast.web.notices.forms import RhythmForm, WishesForm, rhythm_shown, wishes_shown
from holdfast.web.notices.kinds import KINDS
from holdfast.web.notices.mailing import NotTakenError
from holdfast.web.notices.models import Preference, TeamRhythm
from holdfast.web.notices.queries import outbox, rhythm_lines
from holdfast.web.people.access import OfTeam, can, classified, require, signed_in
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@classified("signed in")
def notifications_page(request: HttpRequest) -> HttpResponse:
    """What one is told, where and when; and the teams whose rhythm one may decide."""
    person = signed_in(request)
    row = Preference.objects.filter(person=person).first() or Preference(person=person)
    given = request.POST if request.method == "POST" else None
    form = WishesForm(given, decided=configuration(), initial=wishes_shown(row))
    if given is not None and form.is_valid():
        actions.wish(Actor(person, "page", clock.now()), form.stated())
        messages.success(request, "Your notifications are changed.")
        return redirect("notifications")
    context = {
        "form": form,
        "kinds": KINDS,
        "teams": rhythm_lines(person),
        "weekdays": dict(WEEKDAYS),
        "failed": 0,
    }
    if can(person, "administer"):
        context["failed"] = (outbox() + plans_outbox()).failed
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "notices/notifications.html", context, status=status)


@classified("signed in")
def rhythm_page(request: HttpRequest, pk: int) -> HttpResponse:
    """When a team is reminded, and its chat, whose address is shown to nobody."""
    person, team = signed_in(request), _team(pk)
    require(person, "manage team", OfTeam(pk))
    row = TeamRhythm.objects.filter(team=team).first() or TeamRhythm(team=team)
    given = request.POST if request.method == "POST" else None
    form = RhythmForm(given, decided=configuration(), initial=rhythm_shown(row))
    if given is not None and form.is_valid():
        try:
            actions.decide_rhythm(Actor(person, "page", clock.now()), pk, form.stated())
        except InputError as error:
            form.add_error("chat", f"{error.found[:1].upper()}{error.found[1:]}. {error.remedy}.")
        else:
            messages.success(request, f"The reminders of {team.name} are changed.")
            return redirect("rhythm", pk)
    context = {"form": form, "team": team, "chat": chat.shown(row.chat)}
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "notices/rhythm.html", context, status=status)


@classified("signed in")
@require_POST
def try_chat(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something in the chat of a team, to see that it arrives."""
    _team(pk)
    try:
        actions.try_chat(Actor(signed_in(request), "page", clock.now()), pk)
    except NotTakenError as error:
        messages.error(request, f"The chat {error.found}. Copy its address once more, and save it.")
    else:
        messages.success(request, "The chat took it: look whether it is there.")
    return redirect("rhythm", pk)


@classified("administrator")
def outbox_page(request: HttpRequest) -> HttpResponse:
    """What failed, what waits and what was sent lately: to whom and when, never what it said."""
    return render(request, "notices/outbox.html", {"outbox": outbox() + plans_outbox()})


@classified("administrator")
@require_POST
def retry_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a notice again that failed."""
    return _tried_again(request, pk, actions.try_once_more)


@classified("administrator")
@require_POST
def retry_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again what a chat or an address did not take."""
    return _tried_again(request, pk, send_once_more)


def _tried_again(request: HttpRequest, pk: int, again: Callable[[Actor, int], None]) -> HttpResponse:
    try:
        again(Actor(signed_in(request), "page", clock.now()), pk)
    except InputError as error:
        messages.error(request, f"{error.found[:1].upper()}{error.found[1:]}.")
    else:
        messages.success(request, "It is tried again.")
    return redirect("outbox")


def _team(pk: int) -> Team:
    found = Team.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
