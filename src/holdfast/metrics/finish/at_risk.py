"""Recurring money at risk at the end of each period, beside all there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished
from holdfast.metrics.finish.currencies import refuse_currencies
from holdfast.metrics.finish.flows import minor
from holdfast.metrics.forms.at_risk import RISK, TOTAL
from holdfast.metrics.forms.recurring import CHECK, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.at_risk import AtRisk
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: AtRisk, counts: Counts) -> Iterator[Finished]:
    """One value for each period; undefined where nobody pays. Counted and not drawn, so without a range.

    Raises:
        InputError: There are several currencies, or prices that are not whole by the month.
    """
    del form
    refuse_currencies(plan, counts)
    money, contracts = {TOTAL: 0, RISK: 0}, {TOTAL: 0, RISK: 0}
    for number, slot in enumerate(plan.slots):
        for count in counts.get(number, []):
            if count.x != CHECK:
                money[count.part] += count.n
                contracts[count.part] += count.y
        is_over = slot.period.end <= plan.request.as_of
        yield Finished(
            value=money[RISK] / UNITS if contracts[TOTAL] else None,
            numerator=minor(money[RISK]),
            denominator=minor(money[TOTAL]),
            interval=None,
            pending=0 if is_over else contracts[TOTAL],
            pending_among=contracts[TOTAL],
            details=tuple(_details(money, contracts)),
        )


def _details(money: dict[str, int], contracts: dict[str, int]) -> Iterator[tuple[str, float]]:
    yield "contracts", contracts[TOTAL]
    yield "contracts_at_risk", contracts[RISK]
    if money[TOTAL]:
        yield "share", money[RISK] / money[TOTAL]
