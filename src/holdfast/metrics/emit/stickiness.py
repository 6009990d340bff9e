"""Counts for a stickiness: actors by the number of intervals in which they are active, or active by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.boundaries import boundaries, divided
from holdfast.metrics.emit import event_bits
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.actors import Trail
from holdfast.metrics.emit.event_bits import Layer, Tally
from holdfast.metrics.emit.spreads import Spread
from holdfast.metrics.forms.stickiness import DAU_MAU, HISTOGRAM, LATEST_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.metrics.emit.bits import Bits
    from holdfast.metrics.forms.stickiness import Stickiness
    from holdfast.metrics.plan import Plan

INTERVALS, DAILY, TRAILING = "intervals", "daily", "trailing"


def query(plan: Plan, form: Stickiness, dialect: str) -> sql.Query:
    """For a histogram and the latest days part ``intervals``: x of them, y 1 where new, n actors.

    For dau_mau parts ``daily`` and ``trailing``, the period a day from the first on; x and y are 0.
    """
    return event_bits.query(plan, counting(plan, form), dialect)


def counting(plan: Plan, form: Stickiness) -> event_bits.Counting:
    """One trail of the short intervals, and as many days before the first period as are looked back at."""
    days = short_intervals(plan)
    trail = Trail(tuple(plan.names(form.event)), tuple(plan.instant(day) for day in days))

    def read(trails: Sequence[Bits]) -> Sequence[Layer | Tally]:
        if plan.variant == DAU_MAU:
            return list(_by_day(plan, *trails, days=days))
        return list(_of_periods(plan, trails[0], days))

    spreads = (Spread(trail, look_back(plan)),) if plan.variant == DAU_MAU else ()
    return event_bits.Counting((trail,), read, spreads)


def short_intervals(plan: Plan) -> tuple[date, ...]:
    """The starts of the short intervals, cut at those of periods too, and the end of the last."""
    if plan.variant == HISTOGRAM:
        # The period before the first is cut off too, as others have it: so theirs can be read off these.
        starts = boundaries(plan, before=1)
        intervals = divided(plan, plan.word("interval"), before=1)  # type: ignore[arg-type]  # a grain
        return tuple(sorted({*intervals, *starts}))
    return divided(plan, "day", before=look_back(plan) - 1)


def look_back(plan: Plan) -> int:
    """Days looked at up to and with one."""
    return LATEST_DAYS.get(plan.variant) or int(plan.number("trailing_days"))


def _of_periods(plan: Plan, active: Bits, days: Sequence[date]) -> Iterator[Tally]:
    for number, slot in enumerate(plan.slots):
        first, end = days.index(slot.period.start), days.index(slot.period.end)
        if plan.variant != HISTOGRAM:
            end = sum(day < min(slot.period.end, plan.request.as_of) for day in days)
            first = end - look_back(plan)
        # Position 0 is what came before the first of the days.
        inside, earlier = active.within(first + 1, end + 1), active.within(0, first + 1)
        yield Tally(INTERVALS, number, x=_count(inside), y=_is_empty(earlier))


def _by_day(plan: Plan, active: Bits, ahead: Bits, *, days: Sequence[date]) -> Iterator[Layer]:
    back = look_back(plan)
    # Active in the days up to one is active in the days from the first of them on.
    trailing = ahead.before(back - 1)
    count = len(days) - back
    yield Layer(DAILY, active, first=back, count=count)
    yield Layer(TRAILING, trailing, first=back, count=count)


def _count(bits: Bits) -> exp.Expr:
    found: exp.Expr | None = None
    for word in bits.words:
        if word is not None:
            count = sql.cast(sql.bit_count(word), exp.DType.BIGINT)
            found = count if found is None else exp.Add(this=found, expression=count)
    return sql.whole(0) if found is None else found


def _is_empty(bits: Bits) -> exp.Expr:
    """1 where there is no position, else 0.

    The words are merged from the first on, so that an engine makes what several periods have in common once;
    asking word after word costs several times as much.
    """
    found: exp.Expr | None = None
    for word in bits.words:
        if word is not None:
            found = word if found is None else sql.either(found, word)
    if found is None:
        return sql.whole(1)
    return sql.case((exp.EQ(this=found, expression=sql.whole(0)), sql.whole(1)), default=sql.whole(0))
