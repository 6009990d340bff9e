"""Share within a window: of the mature, with the naive rate and Kaplan-Meier's beside it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import GUEST, Counts, Finished, total
from holdfast.stats.kaplan_meier import kaplan_meier
from holdfast.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.checklist import Checklist
    from holdfast.metrics.forms.conversion import Conversion
    from holdfast.metrics.forms.repeat import Repeat
    from holdfast.metrics.forms.share import Share
    from holdfast.metrics.plan import Plan

_MATURE = "mature"


def finish(plan: Plan, form: Conversion | Repeat | Share | Checklist, counts: Counts) -> Iterator[Finished]:
    """One value for each period: reached among the mature, pending those whose window is still open."""
    window = int(plan.number(form.window.parameter))
    for number, _ in enumerate(plan.slots):
        yield _one(counts.get(number, []), window)


def _one(counts: Sequence[Count], window: int) -> Finished:
    everyone = [count for count in counts if count.part != GUEST]
    mature = [count for count in everyone if count.part == _MATURE]
    denominator, reached = total(mature), total([count for count in mature if count.x])
    return Finished(
        value=reached / denominator if denominator else None,
        numerator=reached,
        denominator=denominator,
        interval=wilson_interval(reached, denominator) if denominator else None,
        pending=total(everyone) - denominator,
        details=(*_rates(everyone, window), *_guests(counts)),
    )


def _rates(everyone: Sequence[Count], window: int) -> Iterator[tuple[str, float]]:
    """What is often shown instead: the share of everybody, and the one that allows for who is still young."""
    if not everyone:
        return
    ended, last_seen = Counter[int](), Counter[int]()
    for count in everyone:
        (ended if count.x else last_seen)[count.y] += count.n
    yield "entities", total(everyone)
    yield "reached", ended.total()
    yield "naive_rate", ended.total() / total(everyone)
    step = kaplan_meier(ended, last_seen).at(window)
    yield "kaplan_meier_rate", 1 - step.survival if step else 0.0
    band = step.interval() if step else None
    if band:
        yield "kaplan_meier_low", 1 - band.high
        yield "kaplan_meier_high", 1 - band.low


def _guests(counts: Sequence[Count]) -> Iterator[tuple[str, float]]:
    guests = [count for count in counts if count.part == GUEST]
    if guests:
        yield "guest_orders", sum(count.x for count in guests)
        yield "guest_rows", total(guests)
