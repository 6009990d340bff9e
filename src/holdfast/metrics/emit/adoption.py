"""Counts for an adoption: actors active by period, and those of them who used the feature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.emit import event_bits
from holdfast.metrics.emit.actors import Trail
from holdfast.metrics.emit.event_bits import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.emit.bits import Bits
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.adoption import Adoption
    from holdfast.metrics.plan import Plan

ACTIVE, USED = "active", "used"


def query(plan: Plan, form: Adoption, dialect: str) -> Query:
    """Parts ``active`` and ``used``; x and y are 0; n is actors. Who used the feature is active by that."""
    return event_bits.query(plan, counting(plan, form), dialect)


def counting(plan: Plan, form: Adoption) -> event_bits.Counting:
    """A trail of any activity, and one of periods with enough uses."""
    cuts = tuple(plan.instant(day) for day in boundaries(plan, before=1))
    names, least = tuple(plan.names(form.event)), int(plan.number("minimum_occurrences"))
    # Uses below the minimum are activity all the same.
    trails = (
        Trail(tuple(plan.names(form.active)), cuts),
        Trail(names, cuts),
        Trail(names, cuts, at_least=least),
    )

    def read(trails: Sequence[Bits]) -> tuple[Layer, ...]:
        active, once, often = trails
        return tuple(
            Layer(part, bits, first=event_bits.FIRST, count=len(plan.slots))
            for part, bits in ((ACTIVE, active.or_(once)), (USED, often))
        )

    return event_bits.Counting(trails, read)
