"""Recurring revenue and what became of it, from sums over customers by movement."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Count, Counts, Finished
from holdfast.metrics.finish.currencies import refuse_currencies
from holdfast.metrics.finish.flows import Flow, Sums, minor
from holdfast.metrics.finish.ratio import interval_of
from holdfast.metrics.forms.recurring import (
    CHECK,
    CHURN,
    CONTRACTION,
    EXPANSION,
    NEW,
    RATES,
    REACTIVATION,
    SAME,
    SUMS,
    UNITS,
)
from holdfast.metrics.trailing import is_settled, is_trailing
from holdfast.stats.ratio_interval import ratio_interval
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.metrics.forms.recurring import Recurring
    from holdfast.metrics.plan import Plan
    from holdfast.stats.ratio_interval import Moments


def finish(plan: Plan, form: Recurring, counts: Counts) -> Iterator[Finished]:
    """One value for each period; undefined where nobody paid. Before its end all who still pay are pending.

    Raises:
        InputError: There are several currencies, or prices that are not whole by the month.
    """
    refuse_currencies(plan, counts)
    flows = _windows(plan, counts) if is_trailing(plan) else _steps(plan, counts)
    for slot, flow in zip(plan.slots, flows, strict=True):
        is_over = slot.period.end <= plan.request.as_of
        can_change = not is_settled(plan, slot.period.end)
        finished = _rate if form.figure in RATES else _level
        yield finished(plan, flow, form, is_over=is_over, can_change=can_change)


def carried(counts: Counts, cut: int) -> list[Count]:
    """What is paid at a cut, of windows that tile, as if all of it were new there; and all currencies.

    Of each sum, what came with the movements less what went: whoever stays the same is in none of them.
    """
    del cut  # all of them are counted by now
    found = dict.fromkeys(_AT_THE_END, 0)
    checks = []
    for part, x, y, n in (count for some in counts.values() for count in some):
        if x == CHECK:
            checks.append(Count(part, x, y, n))
        elif part == "customers":
            found[part] += n if x in _BEGIN else -n if x == CHURN else 0
        elif part in found:
            found[part] += n
        elif part in _TAKEN_OFF:
            found[_TAKEN_OFF[part]] -= n
    return [*(Count(part, NEW, 0, n) for part, n in found.items() if n), *checks]


_AT_THE_END = ("customers", "money_after", "after_squared")
_TAKEN_OFF = {"money_before": "money_after", "before_squared": "after_squared"}
_BEGIN = frozenset({NEW, REACTIVATION})


def _steps(plan: Plan, counts: Counts) -> Iterator[Flow]:
    """Windows that tile: the rows are those who moved, the others follow from the level before."""
    level = Flow(_by_movement(counts, 0)).end
    for number, _ in enumerate(plan.slots):
        flow = _moved(level, _by_movement(counts, number + 1))
        level = flow.end
        yield flow


def _moved(level: Sums, movements: Mapping[int, Sums]) -> Flow:
    moved = Flow(movements)
    gone_on = moved.of(EXPANSION, CONTRACTION, CHURN)
    same = Sums(
        level.customers - gone_on.customers,
        *(level.after - gone_on.before,) * 2,
        *(level.after_squared - gone_on.before_squared,) * 3,
    )
    return Flow({**movements, SAME: same})


def _windows(plan: Plan, counts: Counts) -> Iterator[Flow]:
    """Windows as they come: the rows are changes from the one before."""
    now: dict[int, Sums] = {}
    for number, _ in enumerate(plan.slots):
        changes = _by_movement(counts, number)
        now = {one: now.get(one, Sums()).plus(changes.get(one, Sums())) for one in {*now, *changes}}
        yield Flow(now)


def _by_movement(counts: Counts, number: int) -> Mapping[int, Sums]:
    found: defaultdict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(SUMS, 0))
    for count in counts.get(number, []):
        if count.x != CHECK:
            found[count.x][count.part] += count.n
    return {movement: Sums(*sums.values()) for movement, sums in found.items()}


def _level(plan: Plan, flow: Flow, form: Recurring, *, is_over: bool, can_change: bool) -> Finished:
    """Money at the end of the window: counted and not drawn, so only its mean per customer has a range."""
    del plan  # only a rate may end where its scale does
    end, is_mean = flow.end, form.figure == "arpa"
    band = ratio_interval(flow.per_customer()) if is_mean and end.customers else None
    value = end.after / UNITS
    return Finished(
        value=(value / end.customers if is_mean else value) if end.customers else None,
        numerator=minor(end.after),
        denominator=end.customers,
        interval=band and Interval(max(0.0, band.low / UNITS), band.high / UNITS),
        pending=0 if is_over else end.customers,
        pending_among=end.customers,
        can_change=can_change,
        details=flow.details(),
    )


def _rate(plan: Plan, flow: Flow, form: Recurring, *, is_over: bool, can_change: bool) -> Finished:
    moments = _moments(flow, form)
    is_share = form.figure in {"grr", "gross_churn"}
    return Finished(
        value=moments.x / moments.y if moments.y else None,
        numerator=minor(moments.x),
        denominator=minor(moments.y),
        interval=interval_of(plan, moments, per=1, is_share=is_share),
        pending=0 if is_over else flow.start.customers - flow.of(CHURN).customers,
        pending_among=flow.start.customers,
        can_change=can_change,
        details=flow.details(),
    )


def _moments(flow: Flow, form: Recurring) -> Moments:
    match form.figure:
        case "grr":
            return flow.kept()
        case "gross_churn":
            return flow.lost()
        case "nrr" | "nrr_with_reactivation":
            return flow.paid_now(with_reactivation=form.figure == "nrr_with_reactivation")
        case _:
            return flow.net_lost(with_reactivation=form.figure == "net_churn")
