"""Counts for an event retention: actors by cohort, and those who came back at the distance asked for."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.boundaries import boundaries
from holdfast.metrics.emit import event_bits, windows_24h
from holdfast.metrics.emit.actors import Trail
from holdfast.metrics.emit.event_bits import Layer
from holdfast.metrics.emit.spreads import Spread
from holdfast.metrics.forms.event_retention import (
    BRACKET,
    FIRST_EVER,
    RECURRING,
    RELATIVE,
    UNBOUNDED,
    WINDOWS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.emit.bits import Bits
    from holdfast.metrics.emit.query import Query
    from holdfast.metrics.forms.event_retention import EventRetention
    from holdfast.metrics.plan import Plan

COHORT, RETAINED = "cohort", "retained"


def query(plan: Plan, form: EventRetention, dialect: str) -> Query:
    """Parts ``cohort`` and ``retained``, period the cohort's; x and y are 0; n is actors.

    With windows of 24 hours, as in `windows_24h.query`.

    Raises:
        InputError: There is no such bracket, or brackets shall have a minimum of occurrences.
    """
    if plan.variant == WINDOWS:
        return windows_24h.query(plan, form, dialect)
    return event_bits.query(plan, counting(plan, form), dialect)


def counting(plan: Plan, form: EventRetention) -> event_bits.Counting:
    """Trails of start and return events, and two layers: the cohorts an actor is of, and is found again in.

    Raises:
        InputError: As for `query`.
    """
    at = int(plan.number("at"))
    spans = brackets(plan)
    if plan.variant == BRACKET and at >= len(spans):
        raise InputError(
            "parameter at",
            f"bracket {at} was asked for",
            f"a bracket from 0 (the cohort's own period) to {len(spans) - 1}",
            "Give more brackets",
        )

    def read(trails: Sequence[Bits]) -> tuple[Layer, ...]:
        cohort = entered(plan, trails[0])
        if plan.word("denominator") == RELATIVE and at:
            cohort = cohort.and_(found_again(plan, trails[1:], at - 1))
        retained = cohort.and_(found_again(plan, trails[1:], at))
        return tuple(
            Layer(part, bits, first=event_bits.FIRST, count=len(plan.slots))
            for part, bits in ((COHORT, cohort), (RETAINED, retained))
        )

    trails = trails_of(plan, form, reach=spans[at][1] if plan.variant == BRACKET else at)
    return event_bits.Counting(trails, read, spreads_of(plan, trails[1], at))


def trails_of(plan: Plan, form: EventRetention, *, reach: int) -> tuple[Trail, Trail]:
    """Start events and return events, over the plan's periods and as many after them as are looked at."""
    days = boundaries(plan, before=1, after=reach + 1)
    cuts = tuple(plan.instant(day) for day in days)
    least = int(plan.number("minimum_occurrences"))
    start = Trail(
        tuple(plan.names(form.start)),
        cuts,
        until=_until(plan, cuts),
        only_first_ever=plan.word("entry") == FIRST_EVER,
    )
    return start, Trail(
        tuple(plan.names(form.back)), cuts, at_least=least, keeps_last=plan.variant == UNBOUNDED
    )


def entered(plan: Plan, start: Bits) -> Bits:
    """The cohorts that an actor is of: each period with a start event, or the first ever alone."""
    return start if plan.word("entry") == RECURRING else start.lowest()


def found_again(plan: Plan, back: Sequence[Bits], at: int) -> Bits:
    """The cohorts from which an actor would be found again at a distance.

    Args:
        plan: For the variant.
        back: The trail of return events, then its spreads over the lengths of the brackets.
        at: Periods, or the number of a bracket.
    """
    if plan.variant == UNBOUNDED:
        return back[0].leading_to_last(at)
    if plan.variant == BRACKET and at:
        return back[at].after(brackets(plan)[at][0])
    return back[0].after(at)


def spreads_of(plan: Plan, back: Trail, last: int) -> tuple[Spread, ...]:
    """A spread for each bracket up to the last that is looked at."""
    if plan.variant != BRACKET:
        return ()
    return tuple(Spread(back, length) for length in plan.lengths("brackets")[:last])


def brackets(plan: Plan) -> list[tuple[int, int]]:
    """The distances that each bracket covers, half-open; bracket 0 is the cohort's own period.

    Raises:
        InputError: A minimum of occurrences is asked for in the variant of brackets.
    """
    if plan.variant == BRACKET and plan.number("minimum_occurrences") > 1:
        raise InputError(
            "parameter minimum_occurrences",
            "more than 1 was given for brackets",
            "1, since occurrences are counted by period",
            "Leave it out, or take another variant",
        )
    ends = list(accumulate(plan.lengths("brackets"), initial=1))
    return [(0, 1), *pairwise(ends)]


def _until(plan: Plan, cuts: Sequence[datetime]) -> datetime | None:
    """Where the request ends within a period: who starts after it is of no cohort."""
    end = plan.instant(plan.slots[-1].period.end)
    return None if end in cuts or end > plan.as_of else end
