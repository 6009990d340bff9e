"""Cohort tables: every cohort at every distance, by one query."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics import trailing
from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.forms.event_retention import BRACKET, RELATIVE, UNBOUNDED, WINDOWS
from holdfast.metrics.forms.recurring import Recurring
from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.measuring import resolve
from holdfast.metrics.paying_cohorts import paying_rows
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable
from holdfast.records import CohortCell, CohortRow, CohortTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.metrics.finish.cells import Count, Counts
    from holdfast.metrics.forms.model import Form
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Request

METRICS = ("event_retention", "grr", "nrr", "repeat_purchase_rate", "retention_rate")
"""Metrics with cohorts; those of one's own of the same form have them too."""

_AT = "at"
_MOST_COLUMNS = 120


def cohort_table(engine: Engine, request: Request) -> CohortTable:
    """Every cohort of the request's periods at every distance; a metric of its form must have cohorts.

    For event retention there is a column for each distance up to the ``at`` that is given, else to the last
    interval that has begun (at most 120). For repeat purchase the cohort is the period of the first purchase
    ever, and a column has who bought in that later period, whatever the window of the metric. For those who
    pay it is the period at whose end the first paid span is seen: a column has who pays at the end of that
    later period, of all members, or what they pay, of what they paid at the end of their first period; growth
    left out, where the metric leaves it out.

    Raises:
        InputError: The metric has no cohorts, segments are asked for, or as for `measure`.
        SourceError: The database refused or failed.
    """
    plan, reach = _planned(engine, request)
    if not plan.slots:
        return _table(plan, reach, (), ())
    from holdfast.metrics.emit.cohorts import render  # noqa: PLC0415 - SQLGlot is loaded by measuring only
    from holdfast.metrics.finish.cells import by_segment  # noqa: PLC0415 - as above

    counts = by_segment(engine.rows(render(plan, reach, engine.dialect)), 0)[()]
    spans = _spans(plan, reach)
    days = boundaries(plan, after=spans[-1][1])
    if isinstance(plan.metric.form, Recurring | Standing):
        return _table(plan, reach, spans, tuple(paying_rows(plan, reach, counts=counts, days=days)))
    return _table(plan, reach, spans, [_row(plan, n, counts, spans, days) for n, _ in enumerate(plan.slots)])


def cohort_sql(engine: Engine, request: Request) -> str:
    """The text that `cohort_table` runs for a request, to the letter; empty where there is no cohort.

    Raises:
        InputError: As for `cohort_table`.
        SourceError: The database refused or failed.
    """
    plan, reach = _planned(engine, request)
    from holdfast.metrics.emit.cohorts import render  # noqa: PLC0415 - as above

    return render(plan, reach, engine.dialect) if plan.slots else ""


def has_cohorts(form: Form) -> bool:
    """Whether a metric of this form has a cohort table."""
    if isinstance(form, Standing):
        return form.counts == "kept"
    if isinstance(form, Recurring):
        return form.figure in {"grr", "nrr"}
    return form.kind in {"event_retention", "repeat"}


def _planned(engine: Engine, request: Request) -> tuple[Plan, int]:
    """The plan, and the last column."""
    _refuse(request)
    refuse_unmeasurable(engine, request)
    asked = request.parameters.get(_AT)
    # The distance is that of the columns; as a parameter it may be out of range for brackets.
    bare = replace(request, parameters={k: v for k, v in request.parameters.items() if k != _AT})
    plan = plan_of(request.declared, resolve(engine, bare))
    if asked is not None:
        asked = plan_of(request.declared, request).number(_AT)
    return plan, _reach(plan, None if asked is None else int(asked)) if plan.slots else 0


def _refuse(request: Request) -> None:
    if not has_cohorts(request.declared.form):
        raise InputError(
            f"cohort table of {request.metric}",
            "the metric has no cohorts",
            "one of " + ", ".join(METRICS),
            "Measure its series instead",
        )
    if any(request.parameters.get(name) for name in (trailing.DAYS, trailing.MONTHS)):
        raise InputError(
            f"cohort table of {request.metric}",
            "a trailing window was given",
            "cohorts by the period of their first payment",
            "Leave the window out",
        )
    if request.by:
        raise InputError(
            f"cohort table of {request.metric}",
            f"it was asked for by {', '.join(request.by)}",
            "one table at a time",
            "Filter by a value of the segment instead",
        )


def _reach(plan: Plan, asked: int | None) -> int:
    """The greatest distance, or the last bracket."""
    if plan.variant == BRACKET:
        last = len(plan.lengths("brackets"))
        return last if asked is None else min(asked, last)
    begun = boundaries(plan, after=1_000)
    longest = sum(start < plan.request.as_of for start in begun[:-1]) - 1
    return max(min(longest, _MOST_COLUMNS), 0) if asked is None else asked


def _table(
    plan: Plan, reach: int, spans: Sequence[tuple[int, int]], rows: Sequence[CohortRow]
) -> CohortTable:
    spans = spans or _spans(plan, reach)
    return CohortTable(
        metric=plan.request.metric,
        variant=plan.variant,
        version=plan.version,
        unit=plan.request.grain,
        columns=tuple(str(first) if end == first + 1 else f"{first}-{end - 1}" for first, end in spans),
        rows=tuple(rows),
        average=tuple(_average(rows, column) for column, _ in enumerate(spans)),
        as_of=plan.request.as_of,
        of_money=plan.metric.card.of_money,
    )


def _spans(plan: Plan, reach: int) -> list[tuple[int, int]]:
    """The distances of each column, half-open."""
    if plan.variant != BRACKET:
        return [(at, at + 1) for at in range(reach + 1)]
    ends = list(accumulate(plan.lengths("brackets")[:reach], initial=1))
    return [(0, 1), *pairwise(ends)]


def _row(
    plan: Plan, number: int, counts: Counts, spans: Sequence[tuple[int, int]], days: Sequence[date]
) -> CohortRow:
    slot, as_of = plan.slots[number], plan.request.as_of
    found = counts.get(number, [])
    size = sum(count.n for count in found if count.part == "cohort")
    is_whole = slot.is_whole and slot.period.end <= as_of
    cells: list[CohortCell | None] = []
    for column, (first, end) in enumerate(spans):
        has_begun = number + first < len(days) and days[number + first] < as_of
        is_over = number + end < len(days) and days[number + end] <= as_of
        retained, counted = _cell(plan, column, counts=found, size=size)
        if plan.variant == WINDOWS:
            has_begun, is_over = counted > 0, counted == size
        is_final = is_whole and is_over and plan.variant != UNBOUNDED
        cells.append(CohortCell(retained, counted, is_final=is_final) if has_begun else None)
    return CohortRow(slot.period, size, is_whole, tuple(cells))


def _cell(plan: Plan, column: int, *, counts: Sequence[Count], size: int) -> tuple[int, int]:
    """Retained, and of how many."""
    is_relative = dict(plan.numbers).get("denominator") == RELATIVE
    if plan.variant == WINDOWS:
        passed = sum(count.n for count in counts if count.part == "cohort" and count.x > column)
        return sum(count.n for count in counts if (count.part, count.x) == ("found", column)), passed
    if plan.variant == BRACKET or is_relative:
        layers = {count.part: count.n for count in counts}
        counted = layers.get(f"counted {column}", 0) if is_relative else size
        return layers.get(f"found {column}", 0), counted
    return sum(count.n for count in counts if (count.part, count.x) == ("found", column)), size


def _average(rows: Sequence[CohortRow], column: int) -> CohortCell | None:
    cells = [row.cells[column] for row in rows if row.size]
    final = [cell for cell in cells if cell and cell.is_final and cell.counted]
    if not final:
        return None
    return CohortCell(
        sum(cell.retained for cell in final), sum(cell.counted for cell in final), is_final=True
    )
