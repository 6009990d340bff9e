"""How many are open at the end of each period, and how old they are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.forms.level import Level
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Level, counts: Counts) -> Iterator[Finished]:
    """One count for each period, of those that had begun; undefined while none ever has."""
    limit = int(plan.number(form.age.parameter))
    opened = 0
    for number, ages in enumerate(_ages(plan, counts)):
        opened += total(counts.get(number, []))
        yield Finished(
            value=float(ages.total()) if opened else None,
            numerator=ages.total(),
            denominator=opened,
            interval=None,
            pending=0,
            details=tuple(_details(ages, limit)),
        )


def _ages(plan: Plan, counts: Counts) -> Sequence[Counter[int]]:
    """For each period the days that those open at its end have been open, up to its last day."""
    ends = [min(slot.period.end, plan.request.as_of) for slot in plan.slots]
    found = [Counter[int]() for _ in ends]
    for first, spells in counts.items():
        for spell in spells:
            if spell.part != "open":
                continue
            for number in range(first, spell.y):
                found[number][spell.x - (ends[-1] - ends[number]).days] += spell.n
    return found


def _details(ages: Counter[int], limit: int) -> Iterator[tuple[str, float]]:
    yield "older_than_limit", sum(n for days, n in ages.items() if days > limit)
    if ages:
        yield "median_age_days", _quantile(ages, 1, 2)
        yield "p90_age_days", _quantile(ages, 9, 10)
        yield "oldest_days", max(ages)


def _quantile(ages: Counter[int], of: int, whole: int) -> int:
    """The least age that at least this part of them has not passed; whole numbers, so that no bit decides."""
    seen = 0
    for days in sorted(ages):
        seen += ages[days]
        if seen * whole >= ages.total() * of:
            break
    return days
