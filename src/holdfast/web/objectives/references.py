"""What an objective refers to: people, objectives above it, series. Nobody links to what they may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.web.cycles.models import Cycle
from holdfast.web.measurements.models import Series
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Objective
from holdfast.web.people.models import Person, Team

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.stated import StatedInitiative, StatedObjective


def check_references(
    actor: Actor, row: Objective, stated: StatedObjective, *, before: StatedObjective | None
) -> None:
    """Refuse what is not there, may not be seen, or would go round in a circle. Six queries at most.

    What was referred to before may stay: a person who left still owns what nobody has taken over.

    Raises:
        InputError: One of them.
    """
    new_people = _people(stated) - (_people(before) if before else set())
    if Person.objects.filter(pk__in=new_people, is_active=True).count() != len(new_people):
        raise InputError(
            "the people", "one of them is not there or has left", "people who can log in", "Choose again"
        )
    if stated.team is not None and not Team.objects.filter(pk=stated.team).exists():
        raise InputError("the team", "it is not there", "a team of the company", "Choose again")
    _check_series(stated, before)
    _check_supports(actor, row, stated, set(before.supports) if before else set())


def would_circle(row: Objective, supports: Iterable[int]) -> bool:
    """An objective would support itself, directly or through others. One query."""
    above: dict[int, set[int]] = {}
    for lower, upper in Objective.supports.through.objects.values_list(
        "from_objective_id", "to_objective_id"
    ):
        above.setdefault(lower, set()).add(upper)
    seen: set[int] = set()
    waiting = list(supports)
    while waiting:
        one = waiting.pop()
        if one == row.pk:
            return True
        if one not in seen:
            seen.add(one)
            waiting += above.get(one, ())
    return False


def _people(stated: StatedObjective) -> set[int]:
    def of(some: Iterable[StatedInitiative]) -> set[int | None]:
        return {one.owner for one in some}

    found = {stated.owner} | of(stated.initiatives)
    for one in stated.key_results:
        found |= {one.owner, one.checker} | of(one.initiatives)
    return {pk for pk in found if pk is not None}


def _series(stated: StatedObjective) -> set[int]:
    return {pk for pk in (stated.series, *(one.series for one in stated.key_results)) if pk is not None}


def _check_series(stated: StatedObjective, before: StatedObjective | None) -> None:
    """Figures from outside may belong to something private, so that a page binds only metrics."""
    new = _series(stated) - (_series(before) if before else set())
    if new and Series.objects.filter(pk__in=new).exclude(metric="").count() != len(new):
        raise InputError(
            "the metric", "it is not there any more", "a metric of the workspace", "Bind another"
        )


def _check_supports(actor: Actor, row: Objective, stated: StatedObjective, before: set[int]) -> None:
    new = set(stated.supports) - before
    seen = Objective.objects.all() if actor.person is None else visible_objectives(actor.person)
    if new and seen.filter(pk__in=new).count() != len(new):
        raise InputError("what it supports", "one of them is not there", "objectives", "Choose again")
    if new:
        # Two that begin to support each other at the same time are checked one after the other.
        Cycle.objects.select_for_update(no_key=True).order_by("pk").first()
    if new and would_circle(row, new):
        raise InputError(
            "what it supports",
            "one of them supports this objective, so that they would support each other in a circle",
            "objectives above this one",
            "Take it out",
        )
