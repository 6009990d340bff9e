"""Survival of everybody, by segment and by cohort, at ages that some have reached."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.records.survival import AgePoint, Group
from holdfast.stats.kaplan_meier import kaplan_meier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.records.survival import Lasted
    from holdfast.stats.kaplan_meier import SurvivalCurve

AGES = (30, 90, 180, 365, 730)
"""Days of life at which shares are told."""
MONTH_DAYS, LONGEST = 30, 1_095
"""The course of a group is told each month of 30 days, for at most three years."""
_QUARTER, _MONTHS = 3, 12


def histograms(
    lasted: Iterable[Lasted], *, until: int | None = None
) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Days to how many left then, and days to how many were last seen then.

    Args:
        lasted: Counts.
        until: Age at which everybody is looked away from, so that groups are compared at equal age.
    """
    ended: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    for one in lasted:
        if until is not None and one.days >= until:
            seen[until] += one.customers
        else:
            (ended if one.left else seen)[one.days] += one.customers
    return ended, seen


def group(name: str, lasted: Sequence[Lasted]) -> Group:
    """A group's survival; a share is told up to the age that its oldest customer has."""
    ended, seen = histograms(lasted)
    curve = kaplan_meier(ended, seen)
    oldest = max((one.days for one in lasted), default=0)
    course = range(0, min(oldest, LONGEST) + 1, MONTH_DAYS)
    return Group(
        name=name,
        customers=sum(one.customers for one in lasted),
        left=sum(one.customers for one in lasted if one.left),
        median_days=curve.quantile(0.5),
        points=tuple(_point(curve, age, is_reached=age <= oldest) for age in AGES),
        course=tuple(_point(curve, age, is_reached=True) for age in course),
    )


def _point(curve: SurvivalCurve, age: int, *, is_reached: bool) -> AgePoint:
    if not is_reached:
        return AgePoint(age, None, None, None)
    step = curve.at(age)
    span = step.interval() if step else None
    return AgePoint(age, curve.survival(age), span.low if span else None, span.high if span else None)


def by_segment(lasted: Iterable[Lasted]) -> dict[str, list[Lasted]]:
    """Counts of each value of the first segment, the largest first."""
    found: dict[str, list[Lasted]] = {}
    for one in lasted:
        found.setdefault(one.segment[0] if one.segment else "", []).append(one)
    return dict(sorted(found.items(), key=lambda item: (-sum(c.customers for c in item[1]), item[0])))


def by_quarter(lasted: Iterable[Lasted]) -> dict[str, list[Lasted]]:
    """Counts of each quarter of the first payment, in order."""
    found: dict[int, list[Lasted]] = {}
    for one in lasted:
        found.setdefault(one.month // _QUARTER, []).append(one)
    return {quarter_name(number): found[number] for number in sorted(found)}


def quarter_name(number: int) -> str:
    """A quarter, of quarters since the year 0, as ``2026 Q1``."""
    year, quarter = divmod(number, _MONTHS // _QUARTER)
    return f"{year} Q{quarter + 1}"
