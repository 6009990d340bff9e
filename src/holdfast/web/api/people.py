"""Cycles, teams and people: what other operations refer to by id."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from holdfast.web.api.logging_in import Bearer, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.people import CycleAnswer, Me
from holdfast.web.api.schemas.plain import Named
from holdfast.web.cycles.models import Cycle
from holdfast.web.people.models import Person
from holdfast.web.people.queries import teams as all_teams

router = Router(auth=Bearer("read"), tags=["people"])


@router.get("/me", response={200: Me, **PROBLEMS})
def me(request: HttpRequest) -> Me:
    """Whose token it is."""
    person = caller(request)
    scopes: list[str] = request.auth.scopes  # type: ignore[attr-defined]  # set by ninja
    return Me(id=person.pk, name=person.name, is_administrator=person.is_administrator, scopes=scopes)


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
