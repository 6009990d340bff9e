"""Counts for a lifecycle: actors by period and state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.emit import event_bits
from holdfast.metrics.emit.actors import Trail
from holdfast.metrics.emit.event_bits import Layer
from holdfast.metrics.forms.lifecycle import DORMANT, NEW, RESURRECTING, RETURNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.emit.bits import Bits
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.lifecycle import Lifecycle
    from holdfast.metrics.plan import Plan


def query(plan: Plan, form: Lifecycle, dialect: str) -> Query:
    """Parts ``new``, ``returning``, ``resurrecting`` and ``dormant``; x and y are 0; n is actors.

    Dormant in a period is who was active in the one before and is not in this one, as far as it is known.
    """
    return event_bits.query(plan, counting(plan, form), dialect)


def counting(plan: Plan, form: Lifecycle) -> event_bits.Counting:
    """One trail from the period before the first on; all that came earlier is one position."""
    cuts = tuple(plan.instant(day) for day in boundaries(plan, before=1))

    def read(trails: Sequence[Bits]) -> tuple[Layer, ...]:
        active = trails[0]
        previous, first = active.before(1), active.lowest()
        states = {
            NEW: first,
            RETURNING: active.and_(previous),
            RESURRECTING: active.without(previous).without(first),
            DORMANT: previous.without(active),
        }
        return tuple(
            Layer(part, bits, first=event_bits.FIRST, count=len(plan.slots)) for part, bits in states.items()
        )

    return event_bits.Counting((Trail(tuple(plan.names(form.event)), cuts),), read)
