"""Where in their life customers leave: by part of life, and at renewals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.survival import Phase, RenewalPoint
from holdfast.stats.poisson_rate import poisson_rate_interval
from holdfast.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.survival import Lasted

EDGES = (0, 30, 90, 180, 365, 730)
MONTH_DAYS = 30
_YEAR_MONTH = 365.2425 / 12
_AROUND_DAYS = 20
"""Days before and after a renewal that count to it: dates slip by weekends, notice and days of grace."""
_LONG_MONTHS = 3
_LEAST_DUE = 20
_CLEARLY = 1.25


def phases(lasted: Sequence[Lasted]) -> tuple[Phase, ...]:
    """Parts of life that somebody lived, each with how many leave in a month of it."""
    found = []
    for start, end in zip(EDGES, (*EDGES[1:], None), strict=True):
        left = sum(
            c.customers for c in lasted if c.left and c.days >= start and (end is None or c.days < end)
        )
        lived = sum(c.customers * _days_within(c.days, start, end) for c in lasted)
        if lived:
            months = lived / MONTH_DAYS
            span = poisson_rate_interval(left, months)
            found.append(Phase(start, end, left, months, left / months, span.low, span.high))
    return tuple(found)


def _days_within(days: int, start: int, end: int | None) -> int:
    """Days of a life that lie in a part of it."""
    return max(0, (days if end is None else min(days, end)) - start)


def renewals(lasted: Sequence[Lasted]) -> tuple[RenewalPoint, ...]:
    """For contracts of three months and longer, how many leave at each renewal that enough came to."""
    found = []
    for length in sorted({c.interval_months for c in lasted if c.interval_months >= _LONG_MONTHS}):
        own = [c for c in lasted if c.interval_months == length]
        number = 1
        while (point := _renewal(own, length, number)) is not None:
            found.append(point)
            number += 1
    return tuple(found)


def _renewal(own: Sequence[Lasted], length: int, number: int) -> RenewalPoint | None:
    """One renewal: of those there shortly before it who were followed until shortly after, those who left."""
    day = round(length * number * _YEAR_MONTH)
    first, last = day - _AROUND_DAYS, day + _AROUND_DAYS
    due = sum(c.customers for c in own if c.days > last or (c.left and c.days >= first))
    left = sum(c.customers for c in own if c.left and first <= c.days <= last)
    if due < _LEAST_DUE:
        return None
    span = wilson_interval(left, due)
    return RenewalPoint(length, number, due, left, left / due, span.low, span.high)


def sentences(parts: Sequence[Phase], at_renewals: Sequence[RenewalPoint]) -> tuple[str, ...]:
    """Where customers leave most, in words; no order is told of parts whose ranges overlap."""
    told = []
    known = [one for one in parts if one.left]
    if known:
        most, least = max(known, key=lambda one: one.monthly), min(known, key=lambda one: one.monthly)
        if most.low > least.high and most.monthly > _CLEARLY * least.monthly:
            told.append(
                f"Customers leave most {part_text(most)}: {100 * most.monthly:.1f} of 100 a month, against"
                f" {100 * least.monthly:.1f} {part_text(least)}."
            )
        else:
            told.append("No part of life stands out: in all of them about as many leave in a month.")
    told += [_renewal_text(one) for one in at_renewals]
    return tuple(told)


def part_text(part: Phase) -> str:
    """A part of life in words: "in their first 30 days", "from day 90 to 180", "after two years"."""
    if not part.start_days:
        return f"in their first {part.end_days} days"
    if part.end_days is None:
        return f"after {part.start_days // 365} years"
    return f"from day {part.start_days} to {part.end_days}"


def _renewal_text(one: RenewalPoint) -> str:
    ordinal = {1: "first", 2: "second", 3: "third"}.get(one.number, f"{one.number}th")
    return (
        f"Of {one.due:,} contracts of {one.interval_months} months that came to their {ordinal} renewal,"
        f" {100 * one.share:.1f} % ended at it (between {100 * one.low:.1f} and {100 * one.high:.1f})."
    )
