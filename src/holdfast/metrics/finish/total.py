"""A count or a sum of each period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.total import Total
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Total, counts: Counts) -> Iterator[Finished]:
    """One value for each period: the numerator is the sum, the denominator the rows. Nothing adds up to 0."""
    del form
    for number, _ in enumerate(plan.slots):
        parts = counts.get(number, [])
        summed = total([count for count in parts if count.part == "total"])
        rows = total([count for count in parts if count.part == "entries"])
        yield Finished(value=float(summed), numerator=summed, denominator=rows, interval=None, pending=0)
