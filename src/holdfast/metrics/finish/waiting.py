"""The median of a wait, in whole units of time, with those still waiting counted as that and not left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Finished
from holdfast.stats.kaplan_meier import kaplan_meier
from holdfast.stats.wilson import wilson_interval
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.stats.kaplan_meier import SurvivalCurve


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits of one period.

    Attributes:
        ended: Units waited, to how many.
        waiting: Units waited up to now by those still waiting, to how many.
        within_limit: Of the old enough, those whose wait ended within the limit.
        old_enough: Those whose limit has passed since their anchor.
        impossible: Those whose wait ended before it began; they are in no other count.
    """

    ended: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)
    within_limit: int = 0
    old_enough: int = 0
    impossible: int = 0


def finished(waits: Waits, *, units: int) -> Finished:
    """The median; the numerator is who ended the wait, the denominator everyone.

    Pending are those still waiting who can yet move the median: who has waited longer than it no longer can.

    Args:
        waits: In whole units.
        units: How many of them make one of the value, as 60 minutes make an hour.
    """
    curve = kaplan_meier(waits.ended, waits.waiting)
    median = curve.quantile(0.5)
    return Finished(
        value=None if median is None else median / units,
        numerator=waits.ended.total(),
        denominator=waits.ended.total() + waits.waiting.total(),
        interval=_interval(curve, units),
        pending=sum(n for time, n in waits.waiting.items() if median is None or time < median),
        pending_among=waits.ended.total() + waits.waiting.total(),
        grows=bool(waits.waiting),
        details=tuple(_details(waits, curve, units)),
    )


def _interval(curve: SurvivalCurve, units: int) -> Interval | None:
    low, high = curve.quantile_interval(0.5)
    return None if low is None or high is None else Interval(low / units, high / units)


def _details(waits: Waits, curve: SurvivalCurve, units: int) -> Iterator[tuple[str, float]]:
    for name, share in (("p75", 0.75), ("p90", 0.9)):
        found = curve.quantile(share)
        if found is not None:
            yield name, found / units
    yield "open", waits.waiting.total()
    yield "within_limit", waits.within_limit
    yield "old_enough", waits.old_enough
    if waits.old_enough:
        band = wilson_interval(waits.within_limit, waits.old_enough)
        yield "share_within_limit", waits.within_limit / waits.old_enough
        yield "share_within_limit_low", band.low
        yield "share_within_limit_high", band.high
    yield "impossible", waits.impossible
