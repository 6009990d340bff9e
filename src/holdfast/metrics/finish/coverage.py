"""Occurrences per customer who stands, or the share of them who have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Count, Counts, Finished, total
from holdfast.metrics.finish.ratio import interval_of, moments_in
from holdfast.stats.wilson import wilson_interval
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.forms.coverage import Coverage
    from holdfast.metrics.plan import Plan
    from holdfast.stats.ratio_interval import Moments


def finish(plan: Plan, form: Coverage, counts: Counts) -> Iterator[Finished]:
    """One value for each period; undefined where nobody stands."""
    standing = 0
    for number, _ in enumerate(plan.slots):
        parts = counts.get(number, [])
        standing += _of(parts, "begin") - _of(parts, "cease")
        touched = moments_in(parts)
        # Whoever nothing happened to adds one below the line and nothing above it.
        moments = touched._replace(customers=standing, y=standing, yy=standing)
        if form.reached_within is not None:
            yield _reached(plan, form, moments, old=_of(parts, "old"), young=_of(parts, "young"))
            continue
        yield Finished(
            value=form.per * moments.x / standing if standing else None,
            numerator=moments.x,
            denominator=standing,
            interval=_interval(plan, form, moments),
            pending=0,
            details=(("customers_with_any", touched.customers),),
        )


def _reached(plan: Plan, form: Coverage, moments: Moments, *, old: int, young: int) -> Finished:
    """Occurrences per customer, times the share of them that is reached in time.

    The share is that of those whose time has passed, so that young ones count neither as reached nor as not;
    once all are old this is those reached per customer.
    """
    more = (old + young) / old if old else None
    known = moments.y and (more or not young)
    found = interval_of(plan, moments, per=form.per, is_share=False) if known else None
    return Finished(
        value=form.per * moments.x / moments.y * (more or 0.0) if known else None,
        numerator=moments.x,
        denominator=moments.y,
        interval=found and Interval(found.low * (more or 1.0), found.high * (more or 1.0)),
        pending=young,
        pending_among=old + young,
        details=(
            ("occurrences", old + young),
            *((("per_customer", (old + young) / moments.y),) if moments.y else ()),
            *((("share_reached", moments.x / old),) if old else ()),
        ),
    )


def carried(counts: Counts, cut: int) -> list[Count]:
    """What holds at a cut, and what happened around it, in place of the counts of all before it too."""
    parts = [count for found in counts.values() for count in found]
    happened = [count for count in counts.get(cut, []) if count.part not in {"begin", "cease"}]
    return [Count("begin", 0, 0, _of(parts, "begin") - _of(parts, "cease")), *happened]


def _interval(plan: Plan, form: Coverage, moments: Moments) -> Interval | None:
    if form.counts == "occurrences":
        return interval_of(plan, moments, per=form.per, is_share=False)
    return wilson_interval(moments.x, moments.y) if moments.y else None


def _of(counts: Sequence[Count], part: str) -> int:
    return total([count for count in counts if count.part == part])
