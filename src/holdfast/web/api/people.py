"""Cycles, teams and people: what other operations refer to by id."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from holdfast.web.api.checking import checked
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.people import CycleAnswer, Me, ProfileChanged
from holdfast.web.api.schemas.plain import Named, named
from holdfast.web.company import company
from holdfast.web.cycles.models import Cycle
from holdfast.web.people import actions
from holdfast.web.people.forms import ProfileForm
from holdfast.web.people.models import Person
from holdfast.web.people.queries import choices_of_people
from holdfast.web.people.queries import teams as all_teams

router = Router(auth=Bearer("read"), tags=["people"])


@router.get("/me", response={200: Me, **PROBLEMS})
def me(request: HttpRequest) -> Me:
    """Whose token it is."""
    return _me(request, caller(request))


@router.patch("/me", auth=Bearer("write"), response={200: Me, **PROBLEMS})
def change_profile(request: HttpRequest, sent: ProfileChanged) -> Me:
    """Change one's own name, time zone or deputy; how one logs in is changed in the browser alone."""
    person = caller(request)
    kept = {"name": person.name, "time_zone": person.time_zone, "deputy": person.deputy_id}
    others = [one for one in choices_of_people() if one[0] != person.pk]
    stated = {**kept, **sent.model_dump(exclude_unset=True)}
    given = checked(ProfileForm(stated, people=others, company_zone=company().time_zone))
    profile = actions.Profile(given["name"], given["time_zone"], given["deputy"])
    return _me(request, actions.change_profile(actor(request), profile))


@router.get("/cycles", response={200: list[CycleAnswer], **PROBLEMS})
def cycles(request: HttpRequest) -> list[CycleAnswer]:  # noqa: ARG001 - ninja's signature
    """All cycles, the latest first."""
    return [CycleAnswer.from_orm(one) for one in Cycle.objects.all()]


@router.get("/teams", response={200: list[Named], **PROBLEMS})
def teams(request: HttpRequest) -> list[Named]:  # noqa: ARG001 - ninja's signature
    """All teams by name."""
    return [Named(id=one.pk, name=one.name) for one in all_teams()]


@router.get("/people", response={200: list[Named], **PROBLEMS})
def people(request: HttpRequest) -> list[Named]:  # noqa: ARG001 - ninja's signature
    """Everybody who can log in, by name; no addresses."""
    rows = Person.objects.filter(is_active=True).values_list("pk", "name")
    return [Named(id=pk, name=name) for pk, name in rows]


def _me(request: HttpRequest, person: Person) -> Me:
    scopes: list[str] = request.auth.scopes  # type: ignore[attr-defined]  # set by ninja
    return Me(
        id=person.pk,
        name=person.name,
        time_zone=person.time_zone,
        deputy=named(person.deputy),
        is_administrator=person.is_administrator,
        scopes=scopes,
    )
