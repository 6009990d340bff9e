"""From the rows of a shared query to the counts of each plan."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.metrics.batch.sharing import slot_numbers
from holdfast.metrics.finish.cells import GUEST, Count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.metrics.finish.cells import Counts
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Cell

Row = tuple[int, Count]
"""Position of the period, and a count."""


def by_metric(rows: Sequence[tuple[Cell, ...]]) -> Mapping[int, list[tuple[Cell, ...]]]:
    """Rows whose part is ``number:part`` by that number, each with the part alone."""
    found: defaultdict[int, list[tuple[Cell, ...]]] = defaultdict(list)
    for part, *rest in rows:
        number, _, own = str(part).partition(":")
        found[int(number)].append((own, *rest))
    return found


def by_cell(rows: Sequence[tuple[Cell, ...]], *, has_cells: bool) -> Mapping[int | None, list[Row]]:
    """Rows of ``part, period, cell, x, y, n`` by their cell; without cells all of them are of cell None."""
    found: defaultdict[int | None, list[Row]] = defaultdict(list)
    for part, period, *cell, x, y, n in rows:
        number = None if not has_cells or cell[0] is None else int(cell[0])
        found[number].append((int(period or 0), Count(str(part), int(x or 0), int(y or 0), int(n or 0))))
    return found


def counts_of(
    plan: Plan, shared: Plan, rows: Mapping[int | None, list[Row]]
) -> Mapping[tuple[str, ...], Counts]:
    """The counts that the plan's own query would have returned, by segment values, in their order."""
    segments: Mapping[int | None, tuple[str, ...]] = {None: ()}
    if shared.cells:
        segments = shared.cells.segments(plan.request)
    periods = slot_numbers(plan, shared.slots) if plan.metric.form.is_additive else None
    found: defaultdict[tuple[str, ...], Counts] = defaultdict(lambda: defaultdict(list))
    if not plan.request.by:
        found[()] = defaultdict(list)
    for cell, values in segments.items():
        kept = _of_guests_too(rows.get(cell, ()), plan)
        for period, count in kept:
            number = period if periods is None else periods.get(period)
            if number is not None:
                found[values][number].append(count)
    return dict(sorted(found.items()))


def _of_guests_too(rows: Iterable[Row], plan: Plan) -> Iterable[Row]:
    """Guests have no segment: they are counted for the whole only."""
    return (row for row in rows if row[1].part != GUEST) if plan.needs_customers else rows
