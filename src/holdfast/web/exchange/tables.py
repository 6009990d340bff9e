"""The tables that are exported as CSV, one row for each thing; of each, a fixed number of queries a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.values import dataclass
from holdfast.web.checkins.models import CheckIn
from holdfast.web.exchange.instances import external_id
from holdfast.web.exchange.reading import decisions_beside, objectives, parts
from holdfast.web.measurements.models import Value
from holdfast.web.meetings.models import Decision
from holdfast.web.objectives.models import Initiative, KeyResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from holdfast.web.exchange.cells import Cell
    from holdfast.web.exchange.reading import Seen
    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

    Row = Sequence[Cell | date]


_FEW = 50
"""Objectives whose measurements are in memory at once."""
_OF_VALUE = (
    "segment",
    "period_start",
    "period_end",
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "is_mature",
    "as_of",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the export.

    Attributes:
        title: As pages name it.
        header: Names of its columns.
        rows: Of what somebody may see.
    """

    title: str
    header: tuple[str, ...]
    rows: Callable[[Seen], Iterator[Row]]


def _objectives(seen: Seen) -> Iterator[Row]:
    for some in parts(seen):
        for row in objectives(some):
            yield (*_about(row), row.scope, row.assumption, row.commitment, *_rest(row, seen))


def _about(row: Objective) -> tuple[Cell, ...]:
    return (
        external_id("objective", row.pk),
        row.text,
        row.cycle.name,
        row.team.name if row.team else None,
        *_person(row.owner),
        row.state,
        row.is_private,
    )


def _rest(row: Objective, seen: Seen) -> tuple[Cell | date, ...]:
    above = sorted(one.pk for one in row.supports.all() if one.pk in seen.all)
    return (
        "; ".join(external_id("objective", pk) for pk in above) or None,
        row.created_at,
        row.published_at,
    )


def _key_results(seen: Seen) -> Iterator[Row]:
    for some in parts(seen):
        for row in objectives(some):
            about = _about(row)
            for result in row.key_results.all():
                yield (*about, *_of_key_result(result))


def _of_key_result(row: KeyResult) -> Row:
    return (
        external_id("key-result", row.pk),
        row.text,
        row.kind,
        *_person(row.owner),
        row.unit,
        row.baseline,
        row.target,
        row.relative_target,
        row.at_least,
        row.at_most,
        row.commitment,
        row.weight,
        row.is_guardrail,
        row.series.metric if row.series else None,
    )


def _check_ins(seen: Seen) -> Iterator[Row]:
    for some in parts(seen):
        rows = CheckIn.objects.filter(key_result__objective_id__in=some).select_related("key_result", "by")
        for row in rows.order_by("key_result_id", "on", "at", "pk"):
            yield (
                external_id("key-result", row.key_result_id),
                row.key_result.text,
                row.on,
                *_person(row.by),
                row.value,
                row.key_result.unit,
                row.is_measured,
                row.confidence,
                row.suggested_status,
                row.because,
                row.status,
                row.changed,
                row.next_step,
            )


def _measurements(seen: Seen) -> Iterator[Row]:
    """Of the series of key results; what several share stands under each of them. Three queries a part."""
    for some in parts(seen, _FEW):
        results = KeyResult.objects.filter(objective_id__in=some).exclude(series=None)
        rows = list(results.select_related("series").order_by("pk"))
        values = _values({row.series_id for row in rows if row.series_id is not None})
        for row in rows:
            about = (external_id("key-result", row.pk), row.text, row.series.metric if row.series else None)
            for segment, start, end, value, *rest in values.get(row.series_id or 0, ()):
                yield (*about, segment, start, end, value, row.unit, *rest)


def _values(series: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = Value.objects.filter(series_id__in=series, is_current=True)
    for pk, *value in rows.order_by("segment", "period_start").values_list("series_id", *_OF_VALUE):
        found.setdefault(pk, []).append(value)
    return found


def _initiatives(seen: Seen) -> Iterator[Row]:
    for some in parts(seen):
        rows = Initiative.objects.filter(objective_id__in=some)
        for row in rows.select_related("objective", "key_result", "owner").order_by("objective_id", "pk"):
            yield (
                external_id("objective", row.objective_id),
                row.objective.text,
                external_id("key-result", row.key_result_id) if row.key_result_id else None,
                row.key_result.text if row.key_result else None,
                row.text,
                *_person(row.owner),
                row.due_on,
                row.expected_lift,
                row.done_at,
            )


def _decisions(seen: Seen) -> Iterator[Row]:
    for some in parts(seen):
        rows = Decision.objects.filter(key_result__objective_id__in=some)
        rows = rows.select_related("meeting__cycle", "meeting__team", "key_result", "owner")
        yield from map(_decision, rows.order_by("at", "pk"))
    yield from map(_decision, decisions_beside(seen).iterator())


def _decision(row: Decision) -> Row:
    return (
        row.meeting.get_kind_display(),
        row.meeting.cycle.name,
        row.meeting.team.name if row.meeting.team else None,
        external_id("key-result", row.key_result_id) if row.key_result_id else None,
        row.key_result.text if row.key_result else None,
        row.text,
        *_person(row.owner),
        row.due_on,
        row.at,
        row.done_at,
    )


def _person(one: Person | None) -> tuple[Cell, Cell]:
    return (one.name, one.email) if one else (None, None)


_OBJECTIVE = ("Objective id", "Objective", "Cycle", "Team", "Owner", "Owner address", "State", "Private")
_RESULT = ("Key result id", "Key result")
TABLES: dict[str, Table] = {
    "objectives": Table(
        "Objectives",
        (*_OBJECTIVE, "Scope", "Assumption", "Commitment", "Supports", "Drafted at", "Published at"),
        _objectives,
    ),
    "key-results": Table(
        "Key results",
        (
            *_OBJECTIVE,
            *_RESULT,
            "Kind",
            "Key result owner",
            "Key result owner address",
            "Unit",
            "Baseline",
            "Target",
            "Relative target",
            "At least",
            "At most",
            "Key result commitment",
            "Weight",
            "Guardrail",
            "Metric",
        ),
        _key_results,
    ),
    "check-ins": Table(
        "Check-ins",
        (
            *_RESULT,
            "On",
            "By",
            "Address",
            "Value",
            "Unit",
            "Measured",
            "Confidence",
            "Suggested status",
            "Because",
            "Own status",
            "What changed",
            "Next step",
        ),
        _check_ins,
    ),
    "measurements": Table(
        "Measurements",
        (
            *_RESULT,
            "Metric",
            "Segment",
            "Start",
            "End",
            "Value",
            "Unit",
            "Numerator",
            "Denominator",
            "Low",
            "High",
            "Final",
            "Data through",
        ),
        _measurements,
    ),
    "initiatives": Table(
        "Initiatives",
        (
            *_OBJECTIVE[:2],
            *_RESULT,
            "Initiative",
            "Owner",
            "Owner address",
            "Due",
            "Expected lift",
            "Done at",
        ),
        _initiatives,
    ),
    "decisions": Table(
        "Decisions",
        (
            "Meeting",
            "Cycle",
            "Team",
            *_RESULT,
            "Decision",
            "Owner",
            "Owner address",
            "Due",
            "Decided at",
            "Done at",
        ),
        _decisions,
    ),
}
"""By the name that they have in addresses."""
