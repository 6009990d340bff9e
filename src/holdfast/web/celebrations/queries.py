"""Celebrations as a person may see them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import BigAutoField, DateField, Q
from django.http import Http404

from holdfast.units import Period
from holdfast.values import dataclass
from holdfast.web.celebrations.finding import beyond, is_expected
from holdfast.web.celebrations.models import Celebration
from holdfast.web.celebrations.wording import sentence, taken_back
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.prepared import Given, Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from holdfast.web.celebrations.models import Thanks
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.objectives.queries import KeyResultLine
    from holdfast.web.people.models import Person

_SHOWN = 200
_STRIP = 3
_FRESH = timedelta(days=35)
"""A month's value is celebrated until the next one: values of a month are final some days after its end."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A celebration as a page shows it.

    Attributes:
        row: As found.
        people: Whom it is thanks to.
        says: What moved, in words.
        taken_back: Why it is celebrated no more; empty where it stands.
        thanks: What was said, the oldest first.
        may_thank: The reader has not said thanks yet, and is not celebrated themselves.
    """

    row: Celebration
    people: tuple[Person, ...]
    says: str
    taken_back: str
    thanks: tuple[Thanks, ...]
    may_thank: bool


def visible_celebrations(person: Person) -> QuerySet[Celebration]:
    """Those that this person may know of: of private objectives only where they may see them."""
    rows = Celebration.objects.select_related("key_result__objective", "cycle")
    if person.is_administrator:
        return rows
    return rows.filter(Q(key_result=None) | Q(key_result__objective__in=visible_objectives(person)))


def celebration_for(person: Person, pk: int) -> Celebration:
    """One celebration.

    Raises:
        Http404: It is not there, or this person may not know of it.
    """
    found = visible_celebrations(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def celebrations(person: Person, cycle: Cycle, *, today: date) -> tuple[Shown, ...]:
    """Those of a cycle, the latest first, each held against the values of now. Nine queries at most."""
    rows = list(
        visible_celebrations(person).filter(cycle=cycle).prefetch_related("people", "thanks__by")[:_SHOWN]
    )
    objectives = {row.key_result.objective_id for row in rows if row.key_result is not None}
    by_objective = key_result_lines(sorted(objectives), cycle, today=today) if objectives else {}
    lines = {line.row.pk: line for some in by_objective.values() for line in some}
    return tuple(_shown(row, lines.get(row.key_result_id or 0), person) for row in rows)


_FRESH_ONES = Prepared(
    lambda: Celebration.objects.filter(
        cycle_id=Given("cycle", BigAutoField()), taken_back_at=None, on__gt=Given("since", DateField())
    ).values_list("pk", "key_result_id")
)


def latest(person: Person, cycle: Cycle, lines: Iterable[KeyResultLine], *, today: date) -> tuple[Shown, ...]:
    """A few that are new and stand, for a strip. Four queries, and one where nothing is new.

    Args:
        person: The reader.
        cycle: Of which.
        lines: Key results that this person may see and that were read already; a celebration of another one
            is not shown.
        today: Local date.
    """
    known: Mapping[int, KeyResultLine] = {line.row.pk: line for line in lines}
    fresh = _FRESH_ONES(cycle=cycle.pk, since=today - _FRESH)
    shown = [pk for pk, result in fresh if result is None or result in known]
    if not shown:
        return ()
    rows = Celebration.objects.filter(pk__in=shown[: 4 * _STRIP])
    found = []
    for row in rows.prefetch_related("people", "thanks"):
        line = known.get(row.key_result_id or 0)
        row.cycle, row.key_result = cycle, line.row if line else None
        found.append(_shown(row, line, person))
    return tuple(one for one in found if not one.taken_back)[:_STRIP]


def holds(row: Celebration, line: KeyResultLine | None) -> bool:
    """The value that it rests on is still there, final, and beyond its bound with its whole range.

    It is better, too, than what was to be expected anyway when it was found.
    """
    if row.kind == "streak":
        return True
    if line is None:
        return False
    facts = row.facts
    period = Period(date.fromisoformat(facts["start"]), date.fromisoformat(facts["end"]))
    now = next((one for one in line.measured if one.period == period), None)
    if now is None or is_expected(now, facts.get("anyway"), is_up=facts["is_up"]):
        return False
    return beyond(now, facts["bound"], is_up=facts["is_up"])


def _shown(row: Celebration, line: KeyResultLine | None, person: Person) -> Shown:
    people, thanks = tuple(row.people.all()), tuple(row.thanks.all())
    stands = row.taken_back_at is None and holds(row, line)
    is_free = all(one.pk != person.pk for one in people) and all(one.by_id != person.pk for one in thanks)
    why = "" if stands else taken_back(row, line)
    return Shown(row, people, sentence(row), why, thanks, may_thank=stands and is_free)
