"""What money cannot be added: several currencies, and prices that are not whole by the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.forms.recurring import CHECK, UNITS

if TYPE_CHECKING:
    from holdfast.metrics.finish.cells import Counts
    from holdfast.metrics.plan import Plan


def refuse_currencies(plan: Plan, counts: Counts) -> None:
    """Nothing, where all money is of one currency and whole by the month.

    Raises:
        InputError: It is not; the message has the counts and the mend.
    """
    checks = [count for count in counts.get(0, []) if count.x == CHECK]
    by_currency = {count.part: count.n for count in checks}
    if len(by_currency) > 1:
        raise _several(plan, by_currency)
    uneven = sum(count.y for count in checks)
    if uneven:
        raise _not_whole(plan, uneven, sum(by_currency.values()))


def _several(plan: Plan, by_currency: dict[str, int]) -> InputError:
    shown = ", ".join(f"{n:,} in {name}" for name, n in sorted(by_currency.items()))
    return InputError(
        plan.metric.card.name,
        f"subscriptions are in {len(by_currency)} currencies: {shown}",
        "one currency: amounts of several are not added",
        f"Ask for one with currency={min(by_currency)}, or filter or cut by a segment that has one",
    )


def _not_whole(plan: Plan, uneven: int, spans: int) -> InputError:
    return InputError(
        plan.metric.card.name,
        f"{uneven:,} of {spans:,} subscriptions have an interval_months that is no divisor of {UNITS}",
        "intervals of 1 to 6, 8, 9, 10, 12, 15, 16, 18, 20, 24, 30, 36, 40, 45, 48, 60 or 72 months",
        "Map the price of one month and interval_months = 1 for these",
    )
