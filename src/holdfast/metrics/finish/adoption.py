"""Share of the active who used the feature often enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total
from holdfast.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.adoption import Adoption
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Adoption, counts: Counts) -> Iterator[Finished]:
    """One share for each period; before its end those below the minimum are pending."""
    del form
    for number, slot in enumerate(plan.slots):
        found = counts.get(number, [])
        active = total([count for count in found if count.part == "active"])
        used = total([count for count in found if count.part == "used"])
        yield Finished(
            value=used / active if active else None,
            numerator=used,
            denominator=active,
            interval=wilson_interval(used, active) if active else None,
            pending=0 if slot.period.end <= plan.request.as_of else active - used,
            pending_among=active,
        )
