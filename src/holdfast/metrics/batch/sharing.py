"""Which plans share one query, and the plan that stands for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.metrics.batch.cells import Cells, keys_of
from holdfast.metrics.emit.together import scan_of
from holdfast.metrics.periods import Slot
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from holdfast.metrics.batch.cells import Key
    from holdfast.metrics.plan import Plan

MOST_CELLS = 2_000
"""Beyond as many, each request runs its own query: the rows returned would outweigh the scans saved."""


def groups(plans: Sequence[Plan]) -> list[list[int]]:
    """Positions of plans that read the same rows in the same way, each group in order."""
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, plan in enumerate(plans):
        found[_shared(plan)].append(number)
    return list(found.values())


def scans(plans: Sequence[Plan]) -> list[list[int]]:
    """Positions of plans (each for a group) that one scan of events can count, in order; else each alone."""
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, plan in enumerate(plans):
        found[scan_of(plan) or number].append(number)
    return list(found.values())


def common_slots(plans: Sequence[Plan]) -> tuple[Slot, ...]:
    """Periods so short that each plan's periods are made up of them."""
    if not plans[0].metric.form.is_additive:
        return plans[0].slots
    days = {day for plan in plans for slot in plan.slots for day in (slot.period.start, slot.period.end)}
    return tuple(Slot(Period(start, end), is_whole=True) for start, end in pairwise(sorted(days)))


def common_plan(plans: Sequence[Plan], cells: Cells | None) -> Plan:
    """The plan whose counts contain those of all the plans."""
    request = replace(plans[0].request, by=(), filters={})
    return replace(plans[0], slots=common_slots(plans), request=request, cells=cells)


def cells_of(
    plans: Sequence[Plan], distinct: Callable[[Sequence[Key], int], list[tuple[str, ...]]]
) -> Cells | None:
    """The cells that the plans need, or None where there would be too many.

    Args:
        plans: At least one with segments or filters.
        distinct: The combinations of values of the keys that occur, at most as many as the number.
    """
    requests = [plan.request for plan in plans]
    for by_value in (True, False):
        keys = keys_of(requests, filters_by_value=by_value)
        values = distinct(keys, MOST_CELLS + 1)
        if len(values) <= MOST_CELLS:
            return Cells(keys, tuple(sorted(values))).merged(requests)
    return None


def slot_numbers(plan: Plan, slots: Sequence[Slot]) -> Mapping[int, int]:
    """For each of the common periods that lies in one of the plan's, the position of the latter."""
    owners: dict[int, int] = {}
    own = list(enumerate(plan.slots))
    for number, slot in enumerate(slots):
        while own and own[0][1].period.end <= slot.period.start:
            own.pop(0)
        if own and own[0][1].period.start <= slot.period.start:
            owners[number] = own[0][0]
    return owners


def counted(plan: Plan) -> Hashable:
    """What plans have in common that count the same things, of whomever and in whatever periods."""
    request = plan.request
    return (plan.metric.form, plan.variant, plan.numbers, plan.texts, request.time_zone, request.as_of)


def _shared(plan: Plan) -> Hashable:
    return (counted(plan), None if plan.metric.form.is_additive else calendar_of(plan))


def calendar_of(plan: Plan) -> Hashable:
    """The periods, and what else makes them."""
    request = plan.request
    return (plan.slots, request.grain, request.week_start, request.fiscal_start_month)
