"""Share of those standing at the start of a period who no longer stand at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished
from holdfast.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Standing, counts: Counts) -> Iterator[Finished]:
    """One value for each period. Before its end all who still stand are pending.

    Who begins is counted at the first cut they are seen at, and who ceases at the first cut they are missed
    at: so whoever joined and left between two cuts, or left and came back, never appears.
    """
    del form
    standing = 0
    for number, slot in enumerate(plan.slots):
        standing += _sum(counts, number, "begin") - _sum(counts, number, "cease")
        left = _sum(counts, number + 1, "cease")
        is_over = slot.period.end <= plan.request.as_of
        yield Finished(
            value=left / standing if standing else None,
            numerator=left,
            denominator=standing,
            interval=wilson_interval(left, standing) if standing else None,
            pending=0 if is_over else standing - left,
            details=(("joined", _sum(counts, number + 1, "begin")),),
        )


def _sum(counts: Counts, cut: int, part: str) -> int:
    return sum(count.n for count in counts.get(cut, []) if count.part == part)
