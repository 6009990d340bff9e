"""Counts by day: read from where they may have changed, and folded to any period, segment and filter."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

from holdfast.metrics.batch.folding import by_cell, uncollected
from holdfast.metrics.emit.rendering import render
from holdfast.metrics.finish.cells import GUEST, Count
from holdfast.metrics.partials.lateness import last_counted
from holdfast.metrics.partials.model import DayCount
from holdfast.metrics.periods import Slot
from holdfast.metrics.request import NONE
from holdfast.metrics.series import finished, measurements
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from holdfast.metrics.batch.cells import Cells
    from holdfast.metrics.finish.cells import Counts
    from holdfast.metrics.partials.model import Family
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.records import Measurement

    Segment = tuple[str, ...] | None
    _ByPlace = Mapping[tuple[Segment, int], Sequence[Count]]


def daily(plan: Plan, *, start: date, cells: Cells | None) -> Plan:
    """The plan by day from a date on, in cells, without filters."""
    request = replace(plan.request, grain="day", by=(), filters={}, start=start, end=None, data_start=None)
    days = (start + timedelta(days=number) for number in range((request.as_of - start).days))
    slots = tuple(Slot(Period(day, day + timedelta(days=1)), is_whole=True) for day in days)
    return replace(plan, slots=slots, request=request, cells=cells)


def read_days(engine: Engine, plan: Plan) -> tuple[DayCount, ...]:
    """The counts of every day of a plan by day, none 0, sorted; of a longer period by its first day.

    One query.

    Raises:
        SourceError: The database refused or failed.
    """
    # A sum that is 0 is as good as none: of cohorts that are too young to be valued yet, five of six are.
    answered = [row for row in engine.rows(render(plan, engine.dialect)) if row[-1]]
    rows = by_cell(answered, has_cells=plan.cells is not None)
    found = [
        DayCount(plan.slots[number].period.start, values_of(plan.cells, cell), count)
        for cell, periods in rows.items()
        for number, counts in periods.items()
        for count in counts
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
        if last_counted(plan, slot.period) > limit or one.pending or one.can_change or one.grows:
            return slot.period.start
    return plan.slots[-1].period.end if plan.slots else plan.request.as_of


def from_days(
    family: Family, kept: Iterable[DayCount], plans: Sequence[Plan]
) -> list[tuple[Measurement, ...]]:
    """The measurements of plans from days that are kept, without a database.

    Args:
        family: Whose segments include all that the plans cut by.
        kept: Counts of all days of the plans' periods, as of their date.
        plans: Of the same periods, with the family's version, without filters; the periods need not
            follow each other.
    """
    if not plans or not plans[0].slots:
        return [() for _ in plans]
    number_of = partial(_period_of, [slot.period for slot in plans[0].slots])
    return _folded(family, _by_place(kept, number_of), plans)


def from_cuts(
    family: Family,
    kept: Mapping[Segment, Mapping[date, Sequence[Count]]],
    days: Sequence[date],
    plans: Sequence[Plan],
) -> list[tuple[Measurement, ...]]:
    """As `from_days`, of counts by segment and by the day of a cut: their numbers are those of the days."""
    numbers = {day: number for number, day in enumerate(days)}
    by_place = {
        (segment, numbers[day]): counts for segment, cuts in kept.items() for day, counts in cuts.items()
    }
    return _folded(family, by_place, plans)


def _folded(family: Family, by_place: _ByPlace, plans: Sequence[Plan]) -> list[tuple[Measurement, ...]]:
    with uncollected():
        return [_series(family, by_place, plan) for plan in plans]


def _series(family: Family, by_place: _ByPlace, plan: Plan) -> tuple[Measurement, ...]:
    positions = [family.segments.index(column) for column in plan.request.by]
    found: defaultdict[tuple[str, ...], Counts] = defaultdict(lambda: defaultdict(list))
    if not plan.request.by:
        found[()] = defaultdict(list)
    for (segment, number), counts in by_place.items():
        # Guests have no segment: they are counted for the whole only.
        shown = [one for one in counts if one.part != GUEST] if positions and segment is None else counts
        if shown:
            found[_cut_values(positions, segment)][number] += shown
    return measurements(plan, dict(sorted(found.items())))


def _by_place(kept: Iterable[DayCount], numbering: Callable[[date], int | None]) -> _ByPlace:
    """Counts by segment and number, those that are alike in one: days go by here once, whatever is cut."""
    number_of = cache(numbering)
    alike: defaultdict[tuple[Segment, int], dict[tuple[str, int, int], int]] = defaultdict(dict)
    guests: defaultdict[tuple[Segment, int], list[Count]] = defaultdict(list)
    for day, segment, counted in kept:
        number = number_of(day)
        if number is None:
            continue
        part, x, y, n = counted
        if part == GUEST:  # theirs are summed over x
            guests[segment, number].append(counted)
            continue
        found = alike[segment, number]
        found[part, x, y] = found.get((part, x, y), 0) + n
    new = tuple.__new__
    together = {place: [new(Count, (*key, n)) for key, n in found.items()] for place, found in alike.items()}
    for place, some in guests.items():
        together.setdefault(place, []).extend(some)
    return together


def _period_of(periods: Sequence[Period], day: date) -> int | None:
    number = bisect_right(periods, day, key=lambda period: period.start) - 1
    return number if number >= 0 and day < periods[number].end else None


def _cut_values(positions: Sequence[int], segment: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(NONE if segment is None else segment[position] for position in positions)


def values_of(cells: Cells | None, cell: int | None) -> tuple[str, ...] | None:
    """The values of a cell; None of who is in none of the cells."""
    if cells is None:
        return ()
    return None if cell is None else cells.values[cell]
