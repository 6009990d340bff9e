"""Median of a wait in hours, from whole minutes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import SETTLED
from holdfast.metrics.finish.waiting import Waits, finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count, Counts, Finished
    from holdfast.metrics.forms.wait import Wait
    from holdfast.metrics.plan import Plan

_LIMIT_PASSED = frozenset(("1", "old", SETTLED))
_ENDED, _IMPOSSIBLE = 1, -1
_MINUTE = 60_000_000
_HOUR = 60


def finish(plan: Plan, form: Wait, counts: Counts) -> Iterator[Finished]:
    """One median for each period, in hours; see `finished` for what else."""
    limit = round(plan.number(form.window.parameter) * _HOUR) * _MINUTE
    for number, _ in enumerate(plan.slots):
        yield finished(_waits(counts.get(number, []), limit), units=_HOUR)


def _waits(counts: Sequence[Count], limit: int) -> Waits:
    """One pass: there may be a row for each minute that anybody waited."""
    ended: dict[int, int] = {}
    waiting: dict[int, int] = {}
    within_limit = old_enough = impossible = 0
    for part, state, microseconds, n in counts:
        if state == _IMPOSSIBLE:
            impossible += n
            continue
        found = ended if state == _ENDED else waiting
        minutes = microseconds // _MINUTE
        found[minutes] = found.get(minutes, 0) + n
        if part in _LIMIT_PASSED:
            old_enough += n
            within_limit += n if state == _ENDED and microseconds <= limit else 0
    return Waits(Counter(ended), Counter(waiting), within_limit, old_enough, impossible)
