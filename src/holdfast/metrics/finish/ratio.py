"""One sum over another, with the range that customers allow for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total
from holdfast.stats.clustered_share import clustered_share_interval
from holdfast.stats.ratio_interval import Moments, ratio_interval
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.ratio import Ratio
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Ratio, counts: Counts) -> Iterator[Finished]:
    """One value for each period; undefined where the denominator's sum is 0."""
    for number, _ in enumerate(plan.slots):
        moments = moments_in(counts.get(number, []))
        yield Finished(
            value=form.per * moments.x / moments.y if moments.y else None,
            numerator=moments.x,
            denominator=moments.y,
            interval=interval_of(plan, moments, per=form.per, is_share=form.is_share),
            pending=0,
            details=(("customers", moments.customers),),
        )


def moments_in(counts: Sequence[Count]) -> Moments:
    """The sums over customers, from the parts of these names."""
    return Moments(*(total([count for count in counts if count.part == name]) for name in Moments._fields))


def interval_of(plan: Plan, moments: Moments, *, per: int, is_share: bool) -> Interval | None:
    """The range of a ratio of sums over customers, cut off where the metric's scale ends."""
    if not moments.y:
        return None
    if is_share:
        return clustered_share_interval(moments)
    found = ratio_interval(moments)
    if found is None:
        return None
    low, high = plan.metric.card.low, plan.metric.card.high
    return Interval(
        per * found.low if low is None else max(low, per * found.low),
        per * found.high if high is None else min(high, per * found.high),
    )
