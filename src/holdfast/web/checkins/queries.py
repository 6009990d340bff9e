"""Which check-ins a person owes, and what each form begins with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, prefetch_related_objects

from holdfast.values import dataclass
from holdfast.web.checkins.actions import Suggested
from holdfast.web.objectives.access import visible_key_results
from holdfast.web.objectives.queries import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import Expression, F

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.objectives.models import KeyResult
    from holdfast.web.objectives.queries import KeyResultLine
    from holdfast.web.people.models import Person


_OPEN = ("active", "closing")


@dataclass(frozen=True, slots=True)
class Owed:
    """A key result that a person checks in on.

    Attributes:
        line: As it stands.
        is_due: Nobody has checked in on it for as long as the cadence of its cycle.
    """

    line: KeyResultLine
    is_due: bool


def of_checker(person: Person | F | Expression) -> Q:
    """Key results that this person checks in on: as who is named for it, else as owner."""
    return Q(checker=person) | Q(checker=None, owner=person)


def to_check_in(person: Person | F | Expression) -> Q:
    """Those, and the ones on which this person stands in as a deputy."""
    return of_checker(person) | Q(stand_in=person)


def checked_by(person: Person, *, today: date) -> tuple[Owed, ...]:
    """All that a person checks in on in open cycles, what is due first. A fixed number of queries a cycle.

    Args:
        person: The one who checks in.
        today: Local date.
    """
    rows = list(
        visible_key_results(person)
        .filter(to_check_in(person), dropped_at=None, objective__state="published")
        .filter(objective__cycle__state__in=_OPEN)
        .select_related("objective__cycle", "objective__owner", "owner", "checker", "series")
    )
    prefetch_related_objects([row for row in rows if row.kind == "milestone"], "steps")
    lines = _lines(rows, today)
    prefetch_related_objects([line.last for line in lines if line.last is not None], "by")
    owed = [Owed(line, is_due(line, today)) for line in lines]
    return tuple(
        sorted(owed, key=lambda one: (not one.is_due, one.line.row.objective_id, one.line.row.position))
    )


def is_due(line: KeyResultLine, today: date) -> bool:
    """Nobody has said anything for as long as the cadence of the cycle."""
    cadence = timedelta(days=line.row.objective.cycle.cadence_days)
    return line.last is None or today - line.last.on >= cadence


def owes(person: Person, line: KeyResultLine, cycle: Cycle, *, today: date) -> bool:
    """This person checks in on a key result of an open cycle, and it is due."""
    row = line.row
    if line.last is not None and (today - line.last.on).days < cycle.cadence_days:
        return False
    if cycle.state not in _OPEN or row.objective.state != "published":
        return False
    return person.pk in {row.checker_id or row.owner_id, row.stand_in_id}


def suggested(line: KeyResultLine) -> Suggested:
    """What the data and the rule say of a key result now."""
    now = line.standing.now
    value = now.value if now is not None and line.row.series_id is not None else None
    return Suggested(value, line.standing.status, line.standing.because)


def line_of(row: KeyResult, *, today: date) -> KeyResultLine:
    """One key result as it stands."""
    return lines_of([row], row.objective.cycle, today=today)[0]


def _lines(rows: Iterable[KeyResult], today: date) -> list[KeyResultLine]:
    by_cycle: dict[Cycle, list[KeyResult]] = {}
    for row in rows:
        by_cycle.setdefault(row.objective.cycle, []).append(row)
    return [line for cycle, some in by_cycle.items() for line in lines_of(some, cycle, today=today)]
