"""A number of actors, as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.activity import Activity
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Activity, counts: Counts) -> Iterator[Finished]:
    """One number for each period; value, numerator and denominator are the same, and none where it is 0.

    It is a count of all actors and not of a sample, so it has no range.
    """
    del form
    for number, _ in enumerate(plan.slots):
        active = total(counts.get(number, []))
        yield Finished(value=active or None, numerator=active, denominator=active, interval=None, pending=0)
