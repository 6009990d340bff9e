"""Pages of teams."""

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
from holdfast.web.people import actions
from holdfast.web.people.access import OfTeam, can, classified, require, signed_in
from holdfast.web.people.forms import TeamForm
from holdfast.web.people.models import ROLES, Team
from holdfast.web.people.queries import choices_of_people, members_of, teams

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LARGEST, _LONGEST_WORDS = 9, 120


@classified("administrator")
def new_team(request: HttpRequest) -> HttpResponse:
    """The form of a new team; makes it."""
    given = request.POST if request.method == "POST" else None
    form = TeamForm(given, above=teams())
    if given is not None and form.is_valid():
        try:
            made = actions.make_team(_actor(request), form.cleaned_data["name"], form.cleaned_data["parent"])
        except InputError as error:
            form.add_error("name", str(error))
        else:
            return redirect("team", made.pk)
    status = HTTPStatus.OK if given is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "people/new_team.html", {"form": form}, status=status)


@classified("signed in")
def team_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A team: its members with their roles, the team above, the teams below."""
    return _shown(request, _team(pk), None, "")


@classified("signed in")
@require_POST
def change_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a team or move it."""
    person, row = signed_in(request), _team(pk)
    require(person, "manage team", OfTeam(pk))
    form = _form(request, row, person_administers=can(person, "administer"))
    if form.is_valid():
        parent = form.cleaned_data["parent"] if "parent" in form.fields else row.parent_id
        try:
            actions.change_team(_actor(request), pk, form.cleaned_data["name"], parent)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The team is changed.")
            return redirect("team", pk)
    return _shown(request, row, form, "")


@classified("signed in")
@require_POST
def set_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody to a team, or give them another role."""
    row = _team(pk)
    require(signed_in(request), "manage team", OfTeam(pk))
    person, role = request.POST.get("person", ""), request.POST.get("role", "")
    if role not in dict(ROLES) or not (person.isascii() and person.isdecimal() and len(person) <= _LARGEST):
        return _shown(request, row, None, "Choose somebody and a role.")
    actions.set_role(_actor(request), pk, int(person), role)
    return redirect("team", pk)


@classified("signed in")
@require_POST
def remove_member(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Take somebody out of a team."""
    _team(pk)
    require(signed_in(request), "manage team", OfTeam(pk))
    actions.remove_member(_actor(request), pk, person)
    return redirect("team", pk)


def _shown(request: HttpRequest, row: Team, form: TeamForm | None, error: str) -> HttpResponse:
    person = signed_in(request)
    may_manage = can(person, "manage team", OfTeam(row.pk))
    words = request.GET.get("words", "").replace("\x00", "").strip()[:_LONGEST_WORDS]
    inside = set(row.memberships.values_list("person_id", flat=True))
    context = {
        "row": row,
        "members": members_of(row, words),
        "number": len(inside),
        "words": words,
        "parts_below": list(row.parts.all()),
        "may_manage": may_manage,
        "roles": ROLES,
        "others": [one for one in choices_of_people() if one[0] not in inside] if may_manage else [],
        "form": form or _form(request, row, person_administers=can(person, "administer")),
        "error": error,
    }
    refused = error or (form is not None)
    return render(
        request,
        "people/team.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
    )


def _form(request: HttpRequest, row: Team, *, person_administers: bool) -> TeamForm:
    above = tuple(one for one in teams() if one.pk != row.pk) if person_administers else None
    given = request.POST if request.method == "POST" and "name" in request.POST else None
    return TeamForm(given, above=above, initial={"name": row.name, "parent": row.parent_id or ""})


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())


def _team(pk: int) -> Team:
    row = Team.objects.select_related("parent").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
