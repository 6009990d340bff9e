"""Which objectives and key results a person may know of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from django.db.models import BigAutoField, Q, QuerySet
from django.http import Http404

from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.people.access import roles_of
from holdfast.web.prepared import Among, Given, PreparedRows, Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person

_LARGEST_KEY = BigAutoField.MAX_BIGINT
"""An address may name a larger number: there is nothing there, and a database would refuse to look."""


def visible_objectives(person: Person) -> QuerySet[Objective]:
    """All that this person may see: `can(person, "see", …)` as a condition of the query."""
    rows = Objective.objects.all()
    return rows if person.is_administrator else rows.filter(_visible_to(person))


def visible_key_results(person: Person) -> QuerySet[KeyResult]:
    """Those of the objectives that this person may see."""
    rows = KeyResult.objects.all()
    return rows if person.is_administrator else rows.filter(_visible_to(person, "objective__"))


def objectives_of(person: Person, cycle: Cycle) -> list[Objective]:
    """Those of a cycle that this person may see, with their teams: drafts too, and no archived ones.

    One query.
    """
    return _OF_CYCLE(person, cycle=cycle.pk)


def objective_for(person: Person, pk: int) -> Objective:
    """One objective with its team, owner, cycle and series. One query.

    Raises:
        Http404: It is not there, or this person may not know of it.
    """
    return _only(_OBJECTIVE(person, pk=pk) if abs(pk) <= _LARGEST_KEY else [])


def key_result_for(person: Person, pk: int) -> KeyResult:
    """One key result with its objective, owner and series. One query.

    Raises:
        Http404: It is not there, or this person may not know of it.
    """
    return _only(_KEY_RESULT(person, pk=pk) if abs(pk) <= _LARGEST_KEY else [])


def _only(found: list[Stored]) -> Stored:
    if not found:
        raise Http404
    return found[0]


def _visible_to(person: Person, to_objective: str = "") -> Q:
    of_teams = Q(**{f"{to_objective}team_id__in": list(roles_of(person))})
    return _visible(person.pk, of_teams, to_objective)


def _visible_to_given(to_objective: str = "") -> Q:
    """The same of a prepared query, whose reader is known when it is asked."""
    of_teams = Q(Among(f"{to_objective}team_id", "teams"))
    return _visible(Given("person", BigAutoField()), of_teams, to_objective)


def _visible(person: int | Given, of_teams: Q, to_objective: str) -> Q:
    """Without a join that gives a row twice: no rows are compared to leave out the second one."""

    def where(**conditions: object) -> Q:
        return Q(**{f"{to_objective}{name}": value for name, value in conditions.items()})

    is_own = Q(owner=person) | Q(checker=person) | Q(stand_in=person)
    own = KeyResult.objects.filter(is_own).values("objective_id")
    return where(is_private=False) | of_teams | where(owner_id=person) | where(pk__in=own)


class _ForReader(Generic[Stored]):
    """A prepared query of which everybody gets the rows that they may see.

    Args:
        build: The query of all rows.
        to_objective: From a row to the objective that it belongs to.
        joined: As in `PreparedRows`.
    """

    def __init__(
        self, build: Callable[[], QuerySet[Stored]], to_objective: str = "", *, joined: Sequence[str]
    ) -> None:
        self._all = PreparedRows(build, joined=joined)
        self._seen = PreparedRows(lambda: build().filter(_visible_to_given(to_objective)), joined=joined)

    def __call__(self, person: Person, **given: object) -> list[Stored]:
        if person.is_administrator:
            return self._all(**given)
        return self._seen(person=person.pk, teams=roles_of(person), **given)


_PK = Given("pk", BigAutoField())
_OF_CYCLE = _ForReader(
    lambda: Objective.objects.filter(cycle_id=Given("cycle", BigAutoField())).exclude(state="archived"),
    joined=("team",),
)
_OBJECTIVE = _ForReader(
    lambda: Objective.objects.filter(pk=_PK).order_by(), joined=("team", "owner", "cycle", "series")
)
_KEY_RESULT = _ForReader(
    lambda: KeyResult.objects.filter(pk=_PK).order_by(),
    "objective__",
    joined=(
        "objective",
        "objective__team",
        "objective__owner",
        "objective__cycle",
        "owner",
        "checker",
        "series",
    ),
)
