"""Median of a wait, with those still waiting counted as that and not left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total
from holdfast.stats.kaplan_meier import kaplan_meier
from holdfast.stats.wilson import wilson_interval
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.wait import Wait
    from holdfast.metrics.plan import Plan
    from holdfast.stats.kaplan_meier import SurvivalCurve

_WAITING, _ENDED, _IMPOSSIBLE = 0, 1, -1
_MINUTE = 60_000_000
_HOUR = 60


def finish(plan: Plan, form: Wait, counts: Counts) -> Iterator[Finished]:
    """One median for each period, in hours; the numerator is who ended the wait, the denominator everyone.

    Pending are those still waiting who can yet move the median: who has waited longer than it no longer can.
    """
    limit = round(plan.number(form.window.parameter) * _HOUR)
    for number, _ in enumerate(plan.slots):
        yield _one(counts.get(number, []), limit)


def _one(counts: Sequence[Count], limit: int) -> Finished:
    ended, waiting = _minutes(counts, _ENDED), _minutes(counts, _WAITING)
    curve = kaplan_meier(ended, waiting)
    median = curve.quantile(0.5)
    return Finished(
        value=None if median is None else median / _HOUR,
        numerator=ended.total(),
        denominator=ended.total() + waiting.total(),
        interval=_interval(curve),
        pending=sum(n for minutes, n in waiting.items() if median is None or minutes < median),
        grows=bool(waiting),
        details=tuple(_details(counts, curve, limit)),
    )


def _minutes(counts: Sequence[Count], state: int) -> Counter[int]:
    found = Counter[int]()
    for count in counts:
        if count.x == state:
            found[count.y // _MINUTE] += count.n
    return found


def _interval(curve: SurvivalCurve) -> Interval | None:
    low, high = curve.quantile_interval(0.5)
    return None if low is None or high is None else Interval(low / _HOUR, high / _HOUR)


def _details(counts: Sequence[Count], curve: SurvivalCurve, limit: int) -> Iterator[tuple[str, float]]:
    ninth = curve.quantile(0.9)
    if ninth is not None:
        yield "p90", ninth / _HOUR
    yield "open", sum(count.n for count in counts if count.x == _WAITING)
    old = [count for count in counts if count.part == "old" and count.x != _IMPOSSIBLE]
    within = total([count for count in old if count.x == _ENDED and count.y <= limit * _MINUTE])
    yield "within_limit", within
    yield "old_enough", total(old)
    if old:
        band = wilson_interval(within, total(old))
        yield "share_within_limit", within / total(old)
        yield "share_within_limit_low", band.low
        yield "share_within_limit_high", band.high
    yield "impossible", sum(count.n for count in counts if count.x == _IMPOSSIBLE)
