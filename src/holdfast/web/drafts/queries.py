"""Reads of drafts, of what an objective's form shows beside it, and of its dismissed findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.drafts.models import Draft
from holdfast.web.measurements.models import Value
from holdfast.web.measurements.values import as_measurement
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.actions import Meant
from holdfast.web.people.access import can
from holdfast.web.people.models import Person, Team

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.records import Measurement
    from holdfast.web.measurements.models import Series
    from holdfast.web.objectives.models import Dismissal, Objective

SHOWN_PERIODS = 12


@dataclass(frozen=True, slots=True)
class History:
    """What a metric was in the last periods.

    Attributes:
        series: Of which.
        values: For everybody, the oldest first; at most twelve.
        path: Of a sparkline 96 wide and 28 high; empty with fewer than two values.
        latest: The latest value that is final, or None.
    """

    series: Series
    values: tuple[Value, ...]
    path: str
    latest: Value | None

    @property
    def final(self) -> Measurement | None:
        """The latest final value as it was measured."""
        return as_measurement(self.latest, self.series) if self.latest else None

    @property
    def is_waiting(self) -> bool:
        """It was never measured, and nothing says why."""
        return self.series.measured_at is None and not self.series.error


def kept_draft(person: Person, objective: Objective | None) -> Draft | None:
    """What somebody has not saved; None where there is nothing."""
    return Draft.objects.filter(person=person, objective=objective).exclude(content={}).first()


def drafts_of(person: Person) -> tuple[Objective, ...]:
    """Drafts of open cycles that this person may change, the latest first."""
    rows = visible_objectives(person).filter(state="draft").exclude(cycle__state="closed")
    rows = rows.select_related("team", "owner", "cycle").prefetch_related("key_results")
    return tuple(row for row in rows.order_by("-created_at")[:200] if can(person, "draft", row))


def teams_to_draft_for(person: Person) -> tuple[tuple[int, str], ...]:
    """Teams for which this person may draft, by name; 0 stands for the company as a whole."""
    found = [
        (pk, name) for pk, name in Team.objects.values_list("pk", "name") if can(person, "draft", Meant(pk))
    ]
    return (*found, (0, "The company as a whole")) if person.is_administrator else tuple(found)


def people_by_name() -> dict[str, int]:
    """Names and addresses of all who can log in, in small letters; a name that two have means neither."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    for pk, name, email in Person.objects.filter(is_active=True).values_list("pk", "name", "email"):
        twice |= {name.lower()} & set(found)
        found |= {name.lower(): pk, email.lower(): pk}
    return {name: pk for name, pk in found.items() if name not in twice}


def histories(some: Iterable[Series]) -> dict[int, History]:
    """The last values of some series, by series. One query."""
    series = {one.pk: one for one in some}
    found: dict[int, list[Value]] = {pk: [] for pk in series}
    rows = Value.objects.filter(series_id__in=series, segment="", is_current=True).order_by("-period_start")
    for row in rows:
        if len(found[row.series_id]) < SHOWN_PERIODS:
            found[row.series_id].insert(0, row)
    return {pk: _history(series[pk], tuple(values)) for pk, values in found.items()}


def dismissals_of(row: Objective) -> tuple[Dismissal, ...]:
    """What was set aside, the latest first. One query."""
    return tuple(row.dismissals.select_related("by").order_by("-at", "-pk"))


def _history(series: Series, values: tuple[Value, ...]) -> History:
    final = [one for one in values if one.is_mature and one.value is not None]
    return History(series, values, _path([one.value for one in values]), final[-1] if final else None)


def _path(values: list[float | None]) -> str:
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(known) <= 1:
        return ""
    low, high = min(value for _, value in known), max(value for _, value in known)
    span = (high - low) or 1.0
    points = (
        f"{96 * at / (len(values) - 1):.1f},{26 - 24 * (value - low) / span:.1f}" for at, value in known
    )
    return "M" + " L".join(points)
