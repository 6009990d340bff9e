"""The local dates between which events are put: a plan's periods, and as many before and after as needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.metrics.periods import next_start, period_start

if TYPE_CHECKING:
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.request import Grain


def boundaries(plan: Plan, *, before: int = 0, after: int = 0) -> tuple[date, ...]:
    """Starts of periods in order, and the end of the last.

    Args:
        plan: With at least one period.
        before: How many periods before its first; the rest of a period that the start cuts is one of them.
        after: How many after its last; those that begin at the as-of date or later are left out.

    Returns:
        Local dates. The plan's first period starts at the one numbered ``before``.
    """
    request, starts = plan.request, [slot.period.start for slot in plan.slots]
    for _ in range(before):
        starts.insert(0, period_start(starts[0] - timedelta(days=1), request))
    if not after:
        return (*starts, plan.slots[-1].period.end)
    starts.append(next_start(period_start(starts[-1], request), request))
    for _ in range(after):
        if starts[-1] >= request.as_of:
            break
        starts.append(next_start(starts[-1], request))
    return tuple(starts)


def divided(plan: Plan, grain: Grain, *, before: int = 0) -> tuple[date, ...]:
    """Boundaries of a shorter grain over all periods of the plan, with some before the first."""
    request = replace(plan.request, grain=grain)
    first, last = plan.slots[0].period.start, plan.slots[-1].period.end
    starts = [first]
    for _ in range(before):
        starts.insert(0, period_start(starts[0] - timedelta(days=1), request))
    while starts[-1] < last:
        starts.append(min(next_start(period_start(starts[-1], request), request), last))
    return tuple(starts)
