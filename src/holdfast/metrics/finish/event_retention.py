"""Share of a cohort that came back, with the maturity of its own cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.finish.cells import Counts, Finished, total
from holdfast.metrics.forms.event_retention import BRACKET, UNBOUNDED, WINDOWS
from holdfast.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.event_retention import EventRetention
    from holdfast.metrics.plan import Plan

_MATURE, _COHORT, _RETAINED = "mature", "cohort", "retained"


def finish(plan: Plan, form: EventRetention, counts: Counts) -> Iterator[Finished]:
    """One share for each cohort.

    A calendar cell whose interval has not begun has no value, and everybody is pending; while it runs, who
    has not come back yet is. In windows of 24 hours each actor matures alone. An unbounded cell is never
    final.
    """
    del form
    first, end = distances(plan)
    days = boundaries(plan, after=end)
    for number, _ in enumerate(plan.slots):
        found = counts.get(number, [])
        if plan.variant == WINDOWS:
            yield _of_mature(found)
        else:
            yield _of_cell(plan, found, begins=_day(days, number + first), ends=_day(days, number + end))


def distances(plan: Plan) -> tuple[int, int]:
    """The distances looked at, half-open."""
    at = int(plan.number("at"))
    if plan.variant != BRACKET or not at:
        return at, at + 1
    lengths = plan.lengths("brackets")
    return 1 + sum(lengths[: at - 1]), 1 + sum(lengths[:at])


def _day(days: Sequence[date], number: int) -> date | None:
    """None where it lies after the as-of date."""
    return days[number] if number < len(days) else None


def _of_mature(counts: Sequence[Count]) -> Finished:
    mature = [count for count in counts if count.part == _MATURE]
    return _share(
        total([count for count in mature if count.x]), total(mature), pending=total(counts) - total(mature)
    )


def _of_cell(plan: Plan, counts: Sequence[Count], *, begins: date | None, ends: date | None) -> Finished:
    cohort = total([count for count in counts if count.part == _COHORT])
    retained = total([count for count in counts if count.part == _RETAINED])
    as_of = plan.request.as_of
    if begins is None or begins >= as_of:
        return _share(0, 0, pending=cohort, can_change=True)
    is_over = ends is not None and ends <= as_of
    if plan.variant == UNBOUNDED:
        return _share(retained, cohort, pending=cohort - retained, among=cohort, can_change=True)
    pending = 0 if is_over else cohort - retained
    return _share(retained, cohort, pending=pending, among=cohort, can_change=not is_over)


def _share(
    retained: int, cohort: int, *, pending: int, among: int | None = None, can_change: bool = False
) -> Finished:
    return Finished(
        value=retained / cohort if cohort else None,
        numerator=retained,
        denominator=cohort,
        interval=wilson_interval(retained, cohort) if cohort else None,
        pending=pending,
        pending_among=among,
        can_change=can_change,
    )
