"""Which objectives and key results a person may know of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404

from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.people.access import roles_of

if TYPE_CHECKING:
    from holdfast.web.people.models import Person


def visible_objectives(person: Person) -> QuerySet[Objective]:
    """All that this person may see: `can(person, "see", …)` as a condition of the query."""
    rows = Objective.objects.all()
    return rows if person.is_administrator else rows.filter(_visible(person))


def visible_key_results(person: Person) -> QuerySet[KeyResult]:
    """Those of the objectives that this person may see."""
    rows = KeyResult.objects.all()
    return rows if person.is_administrator else rows.filter(_visible(person, "objective__"))


def objective_for(person: Person, pk: int) -> Objective:
    """One objective with its team, owner and cycle.

    Raises:
        Http404: It is not there, or this person may not know of it.
    """
    found = (
        visible_objectives(person).select_related("team", "owner", "cycle", "series").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def key_result_for(person: Person, pk: int) -> KeyResult:
    """One key result with its objective, owner and series.

    Raises:
        Http404: It is not there, or this person may not know of it.
    """
    rows = visible_key_results(person).select_related(
        "objective__team", "objective__owner", "objective__cycle", "owner", "checker", "series"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _visible(person: Person, to_objective: str = "") -> Q:
    """Without a join that gives a row twice: no rows are compared to leave out the second one."""

    def where(**conditions: object) -> Q:
        return Q(**{f"{to_objective}{name}": value for name, value in conditions.items()})

    is_own = Q(owner=person) | Q(checker=person) | Q(stand_in=person)
    own = KeyResult.objects.filter(is_own).values("objective_id")
    return (
        where(is_private=False)
        | where(team_id__in=list(roles_of(person)))
        | where(owner_id=person.pk)
        | where(pk__in=own)
    )
