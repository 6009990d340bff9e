"""How many actors are in the state that the variant names, with the others beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished
from holdfast.metrics.forms.lifecycle import DORMANT, NEW, RESURRECTING, RETURNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.lifecycle import Lifecycle
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Lifecycle, counts: Counts) -> Iterator[Finished]:
    """One number for each period; value, numerator and denominator are the same, and no value where it is 0.

    Who is dormant is not known before the period is over: until then those not seen yet are pending.
    """
    del form
    for number, slot in enumerate(plan.slots):
        states = dict.fromkeys((NEW, RETURNING, RESURRECTING, DORMANT), 0)
        for count in counts.get(number, []):
            states[count.part] += count.n
        is_over = slot.period.end <= plan.request.as_of
        everyone = sum(states.values())
        unseen = 0 if is_over else states[DORMANT]
        if not is_over:
            del states[DORMANT]
        known = states.get(plan.variant, 0)
        yield Finished(
            value=known or None,
            numerator=known,
            denominator=known,
            interval=None,
            pending=unseen,
            pending_among=everyone,
            details=tuple(_details(states)),
        )


def _details(states: dict[str, int]) -> Iterator[tuple[str, float]]:
    yield from states.items()
    yield "active", states[NEW] + states[RETURNING] + states[RESURRECTING]
