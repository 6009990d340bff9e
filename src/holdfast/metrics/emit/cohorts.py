"""The query of a cohort table: members by cohort, and found by cohort and distance."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.emit import cohort_changes, event_bits, event_pairs, event_retention, windows_24h
from holdfast.metrics.emit.actors import Trail, merged_trails, place_of
from holdfast.metrics.emit.dialects import known
from holdfast.metrics.emit.event_pairs import Pairs
from holdfast.metrics.emit.rendering import text_of
from holdfast.metrics.forms.event_retention import BRACKET, RELATIVE, UNBOUNDED, WINDOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdfast.metrics.emit.bits import Bits
    from holdfast.metrics.emit.event_bits import Layer
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.event_retention import EventRetention
    from holdfast.metrics.forms.repeat import Repeat
    from holdfast.metrics.plan import Plan


def render(plan: Plan, reach: int, dialect: str) -> str:
    """The text that a cohort table runs.

    Parts ``cohort`` (period, n members) and ``found`` (period, x the distance, n found). With a denominator
    that is relative also ``counted`` (as ``found``: of whom). With windows of 24 hours as in
    `windows_24h.table`; of those who pay as in `cohort_changes`.

    Args:
        plan: Of a metric with cohorts, without segments.
        reach: The greatest distance, or the last bracket.
        dialect: One of ours.

    Raises:
        InputError: The dialect is not known, or the parameters do not go together.
    """
    query = _QUERIES[plan.metric.form.kind](plan, plan.metric.form, reach, known(dialect))
    return text_of(query, dialect)


def _events(plan: Plan, form: EventRetention, reach: int, dialect: str) -> Query:
    if plan.variant == WINDOWS:
        return windows_24h.table(plan, form, reach, dialect)
    if plan.variant == BRACKET or plan.word("denominator") == RELATIVE:
        return event_bits.query(plan, _by_layers(plan, form, reach), dialect)
    start, back = event_retention.trails_of(plan, form, reach=reach)
    trails = merged_trails([start, back])
    started, returned = (
        trails[place_of(trail, trails)].bits(place_of(trail, trails)) for trail in (start, back)
    )
    found = returned.leading_to_last(0) if plan.variant == UNBOUNDED else returned
    pairs = Pairs(
        event_retention.entered(plan, started),
        found,
        first=event_bits.FIRST,
        count=len(plan.slots),
        reach=reach,
        end=len(back.cuts),
    )
    return event_pairs.query(plan, trails, pairs, dialect)


def _by_layers(plan: Plan, form: EventRetention, reach: int) -> event_bits.Counting:
    """A layer for each distance: brackets overlap words, and a relative denominator is a set of its own."""
    last = event_retention.brackets(plan)[reach][1] if plan.variant == BRACKET else reach

    def read(trails: Sequence[Bits]) -> tuple[Layer, ...]:
        cohort = event_retention.entered(plan, trails[0])
        found = [cohort.and_(event_retention.found_again(plan, trails[1:], at)) for at in range(reach + 1)]
        layers = [("cohort", cohort)]
        if plan.word("denominator") == RELATIVE:
            layers += [(f"counted {at}", bits) for at, bits in enumerate((cohort, *found[:-1]))]
            found = [found[0], *(one.and_(other) for one, other in pairwise(found))]
        layers += [(f"found {at}", bits) for at, bits in enumerate(found)]
        return tuple(
            event_bits.Layer(part, bits, first=event_bits.FIRST, count=len(plan.slots))
            for part, bits in layers
        )

    kept = event_retention.trails_of(plan, form, reach=last)
    return event_bits.Counting(kept, read, event_retention.spreads_of(plan, kept[1], reach))


def _purchases(plan: Plan, form: Repeat, reach: int, dialect: str) -> Query:
    """Buyers by the period of their first purchase ever, found in each period with a purchase."""
    del form
    cuts = tuple(plan.instant(day) for day in boundaries(plan, before=1, after=reach + 1))
    trail = Trail((), cuts)
    bits = trail.bits(0)
    pairs = Pairs(
        bits.lowest(), bits, first=event_bits.FIRST, count=len(plan.slots), reach=reach, end=len(cuts)
    )
    return event_pairs.query(plan, [trail], pairs, dialect)


_QUERIES: Mapping[str, Callable[[Plan, Any, int, str], Query]] = {
    "event_retention": _events,
    "recurring": cohort_changes.of_money,
    "repeat": _purchases,
    "standing": cohort_changes.of_customers,
}
