"""How much of a period actors are active: a histogram, a mean of daily ratios, or a mean of latest days."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total
from holdfast.metrics.forms.stickiness import DAU_MAU, HISTOGRAM, LATEST_DAYS
from holdfast.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.stickiness import Stickiness
    from holdfast.metrics.periods import Slot
    from holdfast.metrics.plan import Plan

_DAILY, _TRAILING = "daily", "trailing"


def finish(plan: Plan, form: Stickiness, counts: Counts) -> Iterator[Finished]:
    """One value for each period, a share in 0..1; final when the period is over."""
    del form
    for number, slot in enumerate(plan.slots):
        if plan.variant == DAU_MAU:
            yield _of_days(plan, slot, counts)
        elif plan.variant == HISTOGRAM:
            is_over = slot.period.end <= plan.request.as_of
            yield _often(counts.get(number, []), int(plan.number("at_least")), is_over=is_over)
        else:
            yield _of_latest(counts.get(number, []), LATEST_DAYS[plan.variant])


def _often(counts: Sequence[Count], least: int, *, is_over: bool) -> Finished:
    """Of the active those active in so many intervals; before the period's end the others are pending."""
    active = total(counts)
    often = total([count for count in counts if count.x >= least])
    new = [count for count in counts if count.y]
    known = [count for count in counts if not count.y]
    details = [*_histogram(counts), ("new", float(total(new)))]
    if known:
        often_known = total([count for count in known if count.x >= least])
        details.append(("share_without_new", often_known / total(known)))
    return Finished(
        value=often / active if active else None,
        numerator=often,
        denominator=active,
        interval=wilson_interval(often, active) if active else None,
        pending=0 if is_over else active - often,
        pending_among=active,
        details=tuple(details),
    )


def _of_latest(counts: Sequence[Count], days: int) -> Finished:
    """Active days of all actors, of the days that they could have been active on."""
    active = sum(count.x * count.n for count in counts)
    actors = total(counts)
    return Finished(
        value=active / (days * actors) if actors else None,
        numerator=active,
        denominator=days * actors,
        interval=None,
        pending=0,
        details=(
            *_histogram(counts),
            ("actors", float(actors)),
            ("new", float(total([c for c in counts if c.y]))),
        ),
    )


def _histogram(counts: Sequence[Count]) -> Iterator[tuple[str, float]]:
    """Actors by the number of intervals, and the mean number."""
    by_intervals = Counter[int]()
    for count in counts:
        by_intervals[count.x] += count.n
    for intervals, actors in sorted(by_intervals.items()):
        yield f"on_{intervals}", float(actors)
    if by_intervals:
        yield "mean", sum(x * n for x, n in by_intervals.items()) / by_intervals.total()


def _of_days(plan: Plan, slot: Slot, counts: Counts) -> Finished:
    """The mean of the days' ratios, which is not the ratio of their means; days of nobody have no ratio."""
    first = (slot.period.start - plan.slots[0].period.start).days
    end = (min(slot.period.end, plan.request.as_of) - plan.slots[0].period.start).days
    days = [counts.get(day, []) for day in range(first, end)]
    daily = [total([count for count in day if count.part == _DAILY]) for day in days]
    trailing = [total([count for count in day if count.part == _TRAILING]) for day in days]
    ratios = [one / other for one, other in zip(daily, trailing, strict=True) if other]
    details = [("days", float(len(ratios)))]
    if ratios:
        details.append(("ratio_of_means", sum(daily) / sum(trailing)))
    return Finished(
        value=sum(ratios) / len(ratios) if ratios else None,
        numerator=sum(daily),
        denominator=sum(trailing),
        interval=None,
        pending=0,
        details=tuple(details),
    )
