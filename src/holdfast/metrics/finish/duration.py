"""Median of the days from anchor to outcome."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import SETTLED
from holdfast.metrics.finish.waiting import Waits, finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count, Counts, Finished
    from holdfast.metrics.forms.duration import Duration
    from holdfast.metrics.plan import Plan

_LIMIT_PASSED = frozenset(("mature", SETTLED))


def finish(plan: Plan, form: Duration, counts: Counts) -> Iterator[Finished]:
    """One median for each period, in days; see `finished` for what else."""
    limit = int(plan.number(form.window.parameter))
    for number, _ in enumerate(plan.slots):
        yield finished(_waits(counts.get(number, []), limit), units=1)


def _waits(counts: Sequence[Count], limit: int) -> Waits:
    """One pass: a refresh has a row for each day and combination of segments."""
    ended: dict[int, int] = {}
    waiting: dict[int, int] = {}
    within_limit = old_enough = 0
    for part, is_over, days, n in counts:
        found = ended if is_over else waiting
        found[days] = found.get(days, 0) + n
        if part in _LIMIT_PASSED:
            old_enough += n
            within_limit += n if is_over and days <= limit else 0
    return Waits(Counter(ended), Counter(waiting), within_limit, old_enough)
