"""From the rows of a shared query to the counts of each plan."""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from holdfast.metrics.batch.sharing import slot_numbers
from holdfast.metrics.finish.cells import GUEST, Count, Counts, by_segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Cell

Rows = dict[int | None, Counts]
"""Counts by the number of their cell; None where they are in none."""


def by_metric(rows: Sequence[tuple[Cell, ...]]) -> Mapping[int, list[tuple[Cell, ...]]]:
    """Rows whose part is ``number:part`` by that number, each with the part alone."""
    found: defaultdict[int, list[tuple[Cell, ...]]] = defaultdict(list)
    for part, *rest in rows:
        number, _, own = str(part).partition(":")
        found[int(number)].append((own, *rest))
    return found


def by_cell(rows: Sequence[tuple[Cell, ...]], *, has_cells: bool) -> Rows:
    """Rows of ``part, period, cell, x, y, n`` by their cell; without cells all of them are of cell None."""
    if not has_cells:
        return {None: by_segment(rows, 0)[()]}
    found: Rows = defaultdict(lambda: defaultdict(list))
    new = tuple.__new__  # of a million rows, by Count() each would take half as long again
    for part, period, cell, x, y, n in rows:
        number = None if cell is None else int(cell)
        count = new(Count, (str(part), int(x or 0), int(y or 0), int(n or 0)))
        found[number][int(period or 0)].append(count)
    return found


@contextmanager
def uncollected() -> Iterator[None]:
    """Lets nobody look for garbage: a million counts hold none, and a look costs as much again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def counts_of(plan: Plan, shared: Plan, rows: Rows) -> Mapping[tuple[str, ...], Counts]:
    """The counts that the plan's own query would have returned, by segment values, in their order."""
    segments: Mapping[int | None, tuple[str, ...]] = {None: ()}
    if shared.cells:
        segments = shared.cells.segments(plan.request)
    periods = slot_numbers(plan, shared.slots) if plan.metric.form.is_additive else None
    found: defaultdict[tuple[str, ...], Counts] = defaultdict(lambda: defaultdict(list))
    if not plan.request.by:
        found[()] = defaultdict(list)
    for cell, values in segments.items():
        for period, counts in rows.get(cell, {}).items():
            number = period if periods is None else periods.get(period)
            kept = counts if cell is not None else _of_guests_too(counts, plan)
            if number is not None and kept:
                # Whole lists at once: there may be a million counts, and each plan takes its own of them.
                found[values][number] += kept
    return dict(sorted(found.items()))


def _of_guests_too(counts: list[Count], plan: Plan) -> list[Count]:
    """Guests have no segment and are in no cell: they are counted for the whole only."""
    return [count for count in counts if count.part != GUEST] if plan.needs_customers else counts
