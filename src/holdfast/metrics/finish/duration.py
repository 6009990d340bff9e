"""Median of the days from anchor to outcome."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import SETTLED, Counts, Finished, total
from holdfast.metrics.finish.waiting import Waits, finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.duration import Duration
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Duration, counts: Counts) -> Iterator[Finished]:
    """One median for each period, in days; see `finished` for what else."""
    limit = int(plan.number(form.window.parameter))
    for number, _ in enumerate(plan.slots):
        yield finished(_waits(counts.get(number, []), limit), units=1)


def _waits(counts: Sequence[Count], limit: int) -> Waits:
    old = [count for count in counts if count.part in {"mature", SETTLED}]
    return Waits(
        ended=_days(counts, is_over=1),
        waiting=_days(counts, is_over=0),
        within_limit=total([count for count in old if count.x and count.y <= limit]),
        old_enough=total(old),
    )


def _days(counts: Sequence[Count], *, is_over: int) -> Counter[int]:
    found = Counter[int]()
    for count in counts:
        if count.x == is_over:
            found[count.y] += count.n
    return found
