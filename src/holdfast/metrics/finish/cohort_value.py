"""Mean money of the customers of a cohort at one age, with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.finish.cells import Count, Counts, Finished
from holdfast.metrics.finish.ratio import moments_in
from holdfast.stats.ratio_interval import Moments, ratio_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.forms.cohort_value import CohortValue
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: CohortValue, counts: Counts) -> Iterator[Finished]:
    """One mean for each period, in minor units; pending are customers who are not of the age yet.

    Raises:
        InputError: There are several currencies.
    """
    del form
    _refuse_several(plan, [count for some in counts.values() for count in some if count.x])
    for number, _ in enumerate(plan.slots):
        everyone = moments_in([count for count in counts.get(number, []) if not count.x])
        old = everyone.y
        yield Finished(
            value=everyone.x / old if old else None,
            numerator=everyone.x,
            denominator=old,
            interval=ratio_interval(Moments(old, *everyone[1:])) if old else None,
            pending=everyone.customers - old,
            details=(("entities", everyone.customers),),
        )


def carried(counts: Counts, cut: int) -> list[Count]:
    """The counts of the period of a cut: each customer counts in one, and none is carried on to another."""
    return list(counts.get(cut, []))


def _refuse_several(plan: Plan, checks: Sequence[Count]) -> None:
    by_currency: dict[str, int] = {}
    for check in checks:
        by_currency[check.part] = by_currency.get(check.part, 0) + check.n
    if len(by_currency) > 1:
        shown = ", ".join(f"{n:,} with {name or 'none'}" for name, n in sorted(by_currency.items()))
        raise InputError(
            plan.metric.card.name,
            f"orders are in {len(by_currency)} currencies, customers: {shown}",
            "one currency: amounts of several are not added",
            f"Ask for one with currency={max(by_currency)}, or filter or cut by a segment that has one",
        )
