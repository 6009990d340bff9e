"""Median of a wait in hours, from whole minutes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import SETTLED, Counts, Finished, total
from holdfast.metrics.finish.waiting import Waits, finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.forms.wait import Wait
    from holdfast.metrics.plan import Plan

_WAITING, _ENDED, _IMPOSSIBLE = 0, 1, -1
_MINUTE = 60_000_000
_HOUR = 60


def finish(plan: Plan, form: Wait, counts: Counts) -> Iterator[Finished]:
    """One median for each period, in hours; see `finished` for what else."""
    limit = round(plan.number(form.window.parameter) * _HOUR)
    for number, _ in enumerate(plan.slots):
        yield finished(_waits(counts.get(number, []), limit), units=_HOUR)


def _waits(counts: Sequence[Count], limit: int) -> Waits:
    old = [count for count in counts if count.part in {"old", SETTLED} and count.x != _IMPOSSIBLE]
    return Waits(
        ended=_minutes(counts, _ENDED),
        waiting=_minutes(counts, _WAITING),
        within_limit=total([count for count in old if count.x == _ENDED and count.y <= limit * _MINUTE]),
        old_enough=total(old),
        impossible=total([count for count in counts if count.x == _IMPOSSIBLE]),
    )


def _minutes(counts: Sequence[Count], state: int) -> Counter[int]:
    found = Counter[int]()
    for count in counts:
        if count.x == state:
            found[count.y // _MINUTE] += count.n
    return found
