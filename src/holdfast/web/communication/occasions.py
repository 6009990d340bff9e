"""When a line of a plan is due: arithmetic on what is stored, so that looking twice makes nothing twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.meetings.models import Settlement
from holdfast.web.notices.rhythm import at_hour, weekday_before
from holdfast.web.objectives.models import Amendment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from holdfast.web.communication.models import PlanLine

HOUR = 9
"""Local hour from which a weekly line is due."""
_FRESH = timedelta(days=2)
"""What is older has been missed, and is not made up for."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time that a line is due.

    Attributes:
        name: The same for the same occasion.
        since: What came before is old.
    """

    name: str
    since: datetime


def occasions(line: PlanLine, *, today: date, at: datetime, zone: str) -> list[Occasion]:
    """When this line is due now; nothing that happened before it was planned.

    Args:
        line: With its objective and cycle.
        today: Local date.
        at: The instant.
        zone: IANA name.
    """
    found = {"weekly": _weekly, "publish": _published, "amendment": _amended, "close": _closed}[line.when]
    return list(found(line, today, at, zone))


def _weekly(line: PlanLine, today: date, at: datetime, zone: str) -> Iterator[Occasion]:
    day = weekday_before(line.weekday, today)
    due = at_hour(day, HOUR, zone)
    cycle = line.objective.cycle
    runs = line.objective.state == "published" and cycle.state in {"active", "closing"}
    if runs and day in cycle.period and line.made_at <= due <= at < due + _FRESH:
        yield Occasion(f"weekly:{day}", due - _WEEK)


def _published(line: PlanLine, _today: date, at: datetime, _zone: str) -> Iterator[Occasion]:
    when = line.objective.published_at
    if when is not None and _is_new(line, when, at):
        yield Occasion("publish", when)


def _amended(line: PlanLine, _today: date, at: datetime, _zone: str) -> Iterator[Occasion]:
    """One for all amendments of one instant: they were made by one person at once."""
    rows = Amendment.objects.filter(key_result__objective=line.objective_id, at__gt=at - _FRESH)
    for when in sorted(set(rows.values_list("at", flat=True))):
        if _is_new(line, when, at):
            yield Occasion(f"amendment:{when.isoformat()}", when)


def _closed(line: PlanLine, _today: date, at: datetime, _zone: str) -> Iterator[Occasion]:
    when = (
        Settlement.objects.filter(objective=line.objective_id)
        .order_by("at")
        .values_list("at", flat=True)
        .last()
    )
    if when is not None and _is_new(line, when, at):
        yield Occasion("close", when - timedelta(days=1))


def _is_new(line: PlanLine, when: datetime, at: datetime) -> bool:
    return line.made_at <= when <= at < when + _FRESH
