"""Share of the contracts due that go on, by count or by money."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Counts, Finished
from holdfast.metrics.finish.currencies import refuse_currencies
from holdfast.metrics.finish.flows import minor
from holdfast.metrics.forms.renewal import LAPSED, PARTS, PENDING, RENEWED
from holdfast.stats.clustered_share import clustered_share_interval
from holdfast.stats.ratio_interval import Moments
from holdfast.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.renewal import Renewal
    from holdfast.metrics.plan import Plan


def finish(plan: Plan, form: Renewal, counts: Counts) -> Iterator[Finished]:
    """One value for each period: renewed of those decided; contracts still to be decided are pending.

    Raises:
        InputError: Money is asked for, and there are several currencies or prices not whole by the month.
    """
    if form.counts_money:
        refuse_currencies(plan, counts)
    for number, _ in enumerate(plan.slots):
        sums: defaultdict[tuple[str, int], int] = defaultdict(int)
        for count in counts.get(number, []):
            sums[count.part, count.x] += count.n
        yield _money(sums) if form.counts_money else _contracts(sums)


def _contracts(sums: defaultdict[tuple[str, int], int]) -> Finished:
    kept, whole = sums["contracts", RENEWED], sums["contracts", RENEWED] + sums["contracts", LAPSED]
    return Finished(
        value=kept / whole if whole else None,
        numerator=kept,
        denominator=whole,
        interval=wilson_interval(kept, whole) if whole else None,
        pending=sums["contracts", PENDING],
    )


def _money(sums: defaultdict[tuple[str, int], int]) -> Finished:
    """Of money per month: each contract counts as one that was drawn, whatever it costs."""
    contracts, money, squared = (
        (sums[part, RENEWED], sums[part, RENEWED] + sums[part, LAPSED]) for part in PARTS
    )
    moments = Moments(contracts[1], money[0], money[1], squared[0], squared[0], squared[1])
    return Finished(
        value=moments.x / moments.y if moments.y else None,
        numerator=minor(moments.x),
        denominator=minor(moments.y),
        interval=clustered_share_interval(moments) if moments.y else None,
        pending=sums["contracts", PENDING],
        pending_among=contracts[1] + sums["contracts", PENDING],
        details=(("contracts", contracts[1]), ("contracts_renewed", contracts[0])),
    )
