"""Pages of people: the list, somebody's page, leaving."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.people import actions, leaving
from holdfast.web.people.access import can, classified, signed_in
from holdfast.web.people.models import Person
from holdfast.web.people.queries import (
    PeopleAsked,
    choices_of_people,
    managed_teams,
    open_invitations,
    people,
    team_tree,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LARGEST = 9


@classified("signed in")
def people_page(request: HttpRequest) -> HttpResponse:
    """Everybody, the teams, and the invitations that are open."""
    person = signed_in(request)
    asked = _asked(request)
    managed = managed_teams(person)
    context = {
        "page": people(asked),
        "asked": asked,
        "teams": team_tree(),
        "may_invite": bool(managed) or can(person, "administer"),
        "is_administrator": can(person, "administer"),
        "invitations": open_invitations(person, clock.now()) if managed or person.is_administrator else [],
    }
    return render(request, "people/people.html", context)


@classified("signed in")
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody: teams, roles, and what they own that the reader may see."""
    person = signed_in(request)
    row = _person(pk)
    visible = (
        set(visible_objectives(person).values_list("pk", flat=True)) if not person.is_administrator else None
    )
    owned = [
        one
        for one in leaving.owned_by(row)
        if visible is None or one.objective is None or one.objective in visible
    ]
    context = {
        "row": row,
        "memberships": row.memberships.select_related("team").order_by("team__name"),
        "owned": owned,
        "is_administrator": can(person, "administer"),
        "has_second_factor": can(person, "administer") and is_mfa_enabled(row),
    }
    return render(request, "people/person.html", context)


@classified("administrator")
@require_POST
def set_administrator(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody an administrator, or no longer one."""
    row = _person(pk)
    is_administrator = request.POST.get("is_administrator") == "1"
    actions.set_administrator(_actor(request), pk, is_administrator=is_administrator)
    said = "is an administrator now" if is_administrator else "is no longer an administrator"
    messages.success(request, f"{row.name} {said}.")
    return redirect("person", pk)


@classified("administrator")
def leave_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks who takes over each thing that somebody owns, and lets them go."""
    row = _person(pk)
    if not row.is_active:
        return redirect("person", pk)
    owned = leaving.owned_by(row)
    heirs = {name: int(key) for name, key in request.POST.items() if isinstance(key, str) and _is_key(key)}
    context = {
        "row": row,
        "owned": owned,
        "heirs": heirs,
        "people": [one for one in choices_of_people() if one[0] != pk],
        "error": "",
    }
    if request.method != "POST":
        return render(request, "people/leave.html", context)
    everything = heirs.get("everything")
    if everything is not None:
        heirs = {**dict.fromkeys((one.name for one in owned), everything), **heirs}
    try:
        leaving.leave(_actor(request), pk, heirs)
    except InputError as error:
        refused = {**context, "heirs": heirs, "error": str(error)}
        return render(request, "people/leave.html", refused, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, f"{row.name} can no longer log in. What they owned has new owners.")
    return redirect("person", pk)


@classified("administrator")
@require_POST
def forget_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factors of somebody who lost theirs."""
    row = _person(pk)
    actions.forget_second_factors(_actor(request), pk)
    messages.success(request, f"{row.name} logs in without a second factor now, and can set up a new one.")
    return redirect("person", pk)


@classified("administrator")
@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody who left log in again."""
    row = _person(pk)
    actions.let_back_in(_actor(request), pk)
    messages.success(request, f"{row.name} can log in again.")
    return redirect("person", pk)


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())


def _person(pk: int) -> Person:
    row = Person.objects.select_related("deputy").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LARGEST


def _asked(request: HttpRequest) -> PeopleAsked:
    team, page = request.GET.get("team", ""), request.GET.get("page", "")
    return PeopleAsked(
        words=request.GET.get("words", "").replace("\x00", "").strip()[:120],
        team=int(team) if _is_key(team) else None,
        gone=request.GET.get("gone") == "1",
        page=max(1, int(page)) if _is_key(page) else 1,
    )
