"""Counts for an activity: distinct actors by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.emit import event_bits
from holdfast.metrics.emit.actors import Trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.emit.bits import Bits
    from holdfast.metrics.emit.event_bits import Layer
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.activity import Activity
    from holdfast.metrics.plan import Plan

ACTIVE = "active"


def query(plan: Plan, form: Activity, dialect: str) -> Query:
    """Part ``active``; x and y are 0; n is actors with an event in the period."""
    return event_bits.query(plan, counting(plan, form), dialect)


def counting(plan: Plan, form: Activity) -> event_bits.Counting:
    """One trail, and the periods as its one layer."""
    cuts = tuple(plan.instant(day) for day in boundaries(plan, before=1))

    def read(trails: Sequence[Bits]) -> tuple[Layer, ...]:
        return (event_bits.Layer(ACTIVE, trails[0], first=event_bits.FIRST, count=len(plan.slots)),)

    return event_bits.Counting((Trail(tuple(plan.names(form.event)), cuts),), read)
