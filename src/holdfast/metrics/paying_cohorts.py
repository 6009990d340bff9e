"""Rows of a cohort table of those who pay, from what changes at each distance."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from holdfast.metrics.finish.currencies import refuse_currencies
from holdfast.metrics.finish.flows import minor
from holdfast.metrics.forms.recurring import Recurring
from holdfast.metrics.trailing import is_settled
from holdfast.records import CohortCell, CohortRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.metrics.finish.cells import Count, Counts
    from holdfast.metrics.plan import Plan


def paying_rows(plan: Plan, reach: int, *, counts: Counts, days: Sequence[date]) -> Iterator[CohortRow]:
    """One row for each period of the plan.

    Args:
        plan: Of recurring money, or of who stands.
        reach: The greatest distance.
        counts: As `emit.cohort_changes` has them: period 1 is the plan's first.
        days: Starts of the periods from the plan's first on, and the end of the last.

    Raises:
        InputError: There are several currencies, or prices that are not whole by the month.
    """
    if isinstance(plan.metric.form, Recurring):
        refuse_currencies(plan, counts)
    for number, _ in enumerate(plan.slots):
        yield _row(plan, number, reach=reach, counts=counts.get(number + 1, []), days=days)


def _row(plan: Plan, number: int, *, reach: int, counts: Sequence[Count], days: Sequence[date]) -> CohortRow:
    slot = plan.slots[number]
    size = sum(count.n for count in counts if count.part == "cohort")
    is_whole = slot.is_whole and slot.period.end <= plan.request.as_of
    levels = _levels(counts, reach)
    of_money = isinstance(plan.metric.form, Recurring)
    counted = levels[0] if of_money else size
    cells: list[CohortCell | None] = []
    for at, level in enumerate(levels):
        has_begun = number + at < len(days) - 1 and days[number + at] < plan.request.as_of
        is_final = is_whole and has_begun and is_settled(plan, days[number + at + 1])
        cells.append(CohortCell(level, counted, is_final=is_final) if has_begun else None)
    return CohortRow(slot.period, size, is_whole, tuple(_in_minor_units(cells) if of_money else cells))


def _levels(counts: Sequence[Count], reach: int) -> list[int]:
    """What there is at the end of each period, from the cohort's own on."""
    changes = [0] * (reach + 1)
    for count in counts:
        if count.part == "change":
            changes[count.x] += count.n
    return list(accumulate(changes))


def _in_minor_units(cells: Sequence[CohortCell | None]) -> Iterator[CohortCell | None]:
    for cell in cells:
        yield cell and CohortCell(minor(cell.retained), minor(cell.counted), is_final=cell.is_final)
