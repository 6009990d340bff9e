"""Counts by day: read from where they may have changed, and folded to any period, segment and filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.metrics.batch.cells import Cells, Key
from holdfast.metrics.batch.folding import by_cell, counts_of
from holdfast.metrics.emit.rendering import render
from holdfast.metrics.partials.model import DayCount
from holdfast.metrics.periods import Slot
from holdfast.metrics.series import finished, measurements
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.metrics.batch.folding import Row
    from holdfast.metrics.finish.cells import Counts
    from holdfast.metrics.partials.model import Family
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.records import Measurement


def daily(plan: Plan, *, start: date, cells: Cells | None) -> Plan:
    """The plan by day from a date on, in cells, without filters."""
    request = replace(plan.request, grain="day", by=(), filters={}, start=start, end=None, data_start=None)
    days = (start + timedelta(days=number) for number in range((request.as_of - start).days))
    slots = tuple(Slot(Period(day, day + timedelta(days=1)), is_whole=True) for day in days)
    return replace(plan, slots=slots, request=request, cells=cells)


def read_days(engine: Engine, plan: Plan) -> tuple[DayCount, ...]:
    """The counts of every day of a plan by day, sorted; one query.

    Raises:
        SourceError: The database refused or failed.
    """
    rows = by_cell(engine.rows(render(plan, engine.dialect)), has_cells=plan.cells is not None)
    found = [
        DayCount(plan.slots[number].period.start, _values(plan.cells, cell), count)
        for cell, counts in rows.items()
        for number, count in counts
    ]
    return tuple(sorted(found, key=lambda row: (row.day, row.segment or (), row.counted)))


def frozen_until(plan: Plan, rows: Sequence[DayCount], *, late_days: int) -> date:
    """The first day of a plan by day that may still change.

    A day is frozen when the finish holds nothing of it pending and late rows can no longer come.

    Args:
        plan: By day, from the first day read.
        rows: Its counts.
        late_days: How many days after an instant its row may still arrive or be corrected.
    """
    counts: Counts = {}
    numbers = {slot.period.start: number for number, slot in enumerate(plan.slots)}
    for row in rows:
        counts.setdefault(numbers[row.day], []).append(row.counted)
    limit = plan.request.as_of - timedelta(days=late_days)
    for slot, one in zip(plan.slots, finished(plan, counts), strict=True):
        if slot.period.end > limit or one.pending or one.can_change or one.grows:
            return slot.period.start
    return plan.slots[-1].period.end if plan.slots else plan.request.as_of


def from_days(family: Family, kept: Sequence[DayCount], plan: Plan) -> tuple[Measurement, ...]:
    """The measurements of a plan from days that are kept, without a database.

    Args:
        family: Whose segments include all that the plan cuts and filters by.
        kept: Counts of all days of the plan's periods, as of its date, in order.
        plan: With the family's version, filters aside.
    """
    if not plan.slots:
        return ()
    combinations = tuple(sorted({row.segment for row in kept if row.segment is not None}))
    numbers: dict[tuple[str, ...] | None, int | None] = {None: None}
    numbers |= {values: number for number, values in enumerate(combinations)}
    first = min([plan.slots[0].period.start, *(row.day for row in kept[:1])])
    of_names = plan.request.expressions
    keys = tuple(Key(column, expression=of_names.get(column)) for column in family.segments)
    cells = Cells(keys, combinations)
    shared = daily(plan, start=first, cells=cells)
    days = {slot.period.start: number for number, slot in enumerate(shared.slots)}
    rows: dict[int | None, list[Row]] = {}
    for row in kept:
        if row.day in days:
            rows.setdefault(numbers[row.segment], []).append((days[row.day], row.counted))
    return measurements(plan, counts_of(plan, shared, rows))


def _values(cells: Cells | None, cell: int | None) -> tuple[str, ...] | None:
    if cells is None:
        return ()
    return None if cell is None else cells.values[cell]
