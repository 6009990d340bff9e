"""Which check-ins are owed on a day of reminders, by whom, and whose grace is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from holdfast.values import dataclass
from holdfast.web.look.readers import zone_for
from holdfast.web.notices.rhythm import at_hour, is_owed, reminder_day
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from holdfast.web.notices.queries import Rhythms
    from holdfast.web.people.models import Person

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owing:
    """A key result that somebody should check in on.

    Attributes:
        row: With its objective, cycle, team, and who checks in.
        told: Who is reminded: who checks in, or their deputy.
        said_on: Local date of the latest check-in, or None.
        day: The day of reminders that it is about, as a local date of who is reminded.
        at: The instant from which they are.
    """

    row: KeyResult
    told: Person
    said_on: date | None
    day: date
    at: datetime

    @property
    def team(self) -> int:
        """Key of its team; 0 for the company as a whole."""
        return self.row.objective.team_id or 0


def owed(rhythms: Rhythms, at: datetime, *, of: Q | None = None) -> list[Owing]:
    """What is owed on the latest day of reminders, by those who check in. One query.

    Args:
        rhythms: Of all teams.
        at: The instant.
        of: Which key results; all unless stated.
    """
    rows = ((row, checker_of(row)) for row in _rows(of))
    found = (_owing(row, who, rhythms, at, after_days=0) for row, who in rows)
    return [one for one in found if one is not None]


def owed_after_grace(rhythms: Rhythms, at: datetime, *, of: Q | None = None) -> list[Owing]:
    """What is still owed when the days of grace are over, by deputies: in their own time zone. One query."""
    rows = ((row, deputy_of(row), rhythms.of(row.objective.team_id).grace_days) for row in _rows(of))
    found = (_owing(row, who, rhythms, at, after_days=days) for row, who, days in rows)
    return [one for one in found if one is not None]


def checker_of(row: KeyResult) -> Person | None:
    """Who checks in on a key result: as who is named for it, else as owner."""
    return row.checker or row.owner


def deputy_of(row: KeyResult) -> Person | None:
    """The deputy of who checks in on it."""
    who = checker_of(row)
    return who.deputy if who is not None else None


def _owing(
    row: KeyResult, told: Person | None, rhythms: Rhythms, at: datetime, *, after_days: int
) -> Owing | None:
    """None where nothing is owed yet, or nobody is here who could."""
    if told is None or not told.is_active:
        return None
    rhythm, cycle, zone = rhythms.of(row.objective.team_id), row.objective.cycle, zone_for(told)
    local, after = at.astimezone(ZoneInfo(zone)), timedelta(days=after_days)
    # Before the hour of a day of reminders, the one before it still holds.
    last = local.date() if at_hour(local.date(), rhythm.hour, zone) <= at else local.date() - _DAY
    day = reminder_day(rhythm, cycle.starts_on, last - after)
    said_on: date | None = row.said_on  # type: ignore[attr-defined]  # annotated by `_rows`
    if day is None or not is_owed(
        said_on, cadence_days=cycle.cadence_days, by=day + timedelta(days=rhythm.grace_days)
    ):
        return None
    return Owing(row, told, said_on, day, at_hour(day + after, rhythm.hour, zone))


def _rows(of: Q | None) -> Iterator[KeyResult]:
    """Key results of open cycles, each with ``said_on``, the date of its latest check-in."""
    rows = (
        KeyResult.objects.filter(of or Q(), dropped_at=None, objective__state="published")
        .filter(objective__cycle__state__in=("active", "closing"))
        .select_related("objective__cycle", "objective__team", "owner__deputy", "checker__deputy")
        .annotate(said_on=Max("check_ins__on"))
        .order_by("objective_id", "position")
    )
    yield from rows
