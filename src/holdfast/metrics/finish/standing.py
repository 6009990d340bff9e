"""Shares of those standing at the start of a window who no longer stand at its end, by each live formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import Count, Counts, Finished
from holdfast.metrics.forms.standing import AVERAGE, BAREMETRICS, DAILY, STRIPE
from holdfast.metrics.trailing import cut_days, is_settled, is_within, windows
from holdfast.stats.poisson_rate import poisson_rate_interval
from holdfast.stats.wilson import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one window, in customers.

    Attributes:
        at_start: Stand at its start.
        at_end: Stand at its end.
        at_both: Stand at both.
        gone: Left in the window and do not stand at its end.
        leavings: Times that those left.
        joinings: Times that anybody began to stand in the window.
        lost_daily: Customers missing at the start of a day who stood at the start of the day before.
        standing_daily: Sum over the days of those standing at their start.
        daily_rate: Sum over the days of the one divided by the other.
        days: How many days those are.
    """

    at_start: int
    at_end: int
    at_both: int
    gone: int = 0
    leavings: int = 0
    joinings: int = 0
    lost_daily: int = 0
    standing_daily: int = 0
    daily_rate: float = 0.0
    days: int = 0


def finish(plan: Plan, form: Standing, counts: Counts) -> Iterator[Finished]:
    """One value for each period. Before its end all who still stand are pending."""
    if is_within(plan):
        seen = _followed(plan, counts)
    elif plan.variant == DAILY:
        seen = _by_day(plan, counts)
    else:
        seen = _by_cut(plan, counts)
    rate = _RATES.get(plan.variant, _kept if form.counts == "kept" else _left)
    for slot, one in zip(plan.slots, seen, strict=True):
        is_over = slot.period.end <= plan.request.as_of
        yield rate(one, 0 if is_over else one.at_end, not is_settled(plan, slot.period.end))


def carried(counts: Counts, cut: int) -> list[Count]:
    """What holds at a cut, of windows that tile, in place of the counts of that cut and all before it."""
    standing = sum(_sum(counts, number, "begin") - _sum(counts, number, "cease") for number in counts)
    del cut  # all of them are counted by now
    return [Count("begin", 0, 0, standing)]


def _by_cut(plan: Plan, counts: Counts) -> Iterator[Seen]:
    """Windows that tile.

    Who begins is counted at the first cut they are seen at, and who ceases at the first cut they are missed
    at: so whoever joined and left between two cuts, or left and came back, never appears.
    """
    standing = 0
    for number, _ in enumerate(plan.slots):
        standing += _sum(counts, number, "begin") - _sum(counts, number, "cease")
        left, joined = _sum(counts, number + 1, "cease"), _sum(counts, number + 1, "begin")
        yield Seen(at_start=standing, at_end=standing - left + joined, at_both=standing - left)


def _by_day(plan: Plan, counts: Counts) -> Iterator[Seen]:
    days = cut_days(plan)
    position = {day: number for number, day in enumerate(days)}
    lost = [_sum(counts, number, "cease") for number, _ in enumerate(days)]
    standing, now = [], 0
    for number, _ in enumerate(days):
        now += _sum(counts, number, "begin") - lost[number]
        standing.append(now)
    for window in windows(plan):
        first, last = position[window.start], position[window.end]
        pairs = [(lost[number + 1], standing[number]) for number in range(first, last)]
        yield Seen(
            at_start=standing[first],
            at_end=standing[last],
            at_both=0,
            lost_daily=sum(one for one, _ in pairs),
            standing_daily=sum(all_of for _, all_of in pairs),
            daily_rate=sum(one / all_of for one, all_of in pairs if all_of),
            days=len(pairs),
        )


def _followed(plan: Plan, counts: Counts) -> Iterator[Seen]:
    """Windows as they come: the counts are changes from the one before."""
    stand, move = [0, 0, 0], [0, 0, 0]
    for number, _ in enumerate(plan.slots):
        for count in counts.get(number, []):
            totals = stand if count.part == "stand" else move
            for position, change in enumerate((count.x, count.y, count.n)):
                totals[position] += change
        yield Seen(*stand, *move)


def _sum(counts: Counts, cut: int, part: str) -> int:
    return sum(count.n for count in counts.get(cut, []) if count.part == part)


def _left(seen: Seen, pending: int, can_change: bool) -> Finished:  # noqa: FBT001 - as all of these
    left = seen.at_start - seen.at_both
    return _share(left, seen.at_start, seen, pending=pending and seen.at_both, can_change=can_change)


def _kept(seen: Seen, pending: int, can_change: bool) -> Finished:  # noqa: FBT001
    return _share(seen.at_both, seen.at_start, seen, pending=pending and seen.at_both, can_change=can_change)


def _share(part: int, whole: int, seen: Seen, *, pending: int, can_change: bool) -> Finished:
    return Finished(
        value=part / whole if whole else None,
        numerator=part,
        denominator=whole,
        interval=wilson_interval(part, whole) if whole else None,
        pending=pending,
        pending_among=whole,
        can_change=can_change,
        details=(("joined", seen.at_end - seen.at_both),),
    )


def _stripe(seen: Seen, pending: int, can_change: bool) -> Finished:  # noqa: FBT001
    whole = seen.at_start + seen.joinings
    return Finished(
        value=seen.leavings / whole if whole else None,
        numerator=seen.leavings,
        denominator=whole,
        interval=wilson_interval(seen.leavings, whole) if whole else None,
        pending=pending,
        pending_among=seen.at_end + seen.gone,
        can_change=can_change,
        details=_joiners(seen),
    )


def _baremetrics(seen: Seen, pending: int, can_change: bool) -> Finished:  # noqa: FBT001
    return _rate(seen, seen.at_start, seen.at_start, pending=pending, can_change=can_change)


def _average(seen: Seen, pending: int, can_change: bool) -> Finished:  # noqa: FBT001
    both = seen.at_start + seen.at_end
    return _rate(seen, both, both / 2, pending=pending, can_change=can_change)


def _rate(seen: Seen, shown: int, base: float, *, pending: int, can_change: bool) -> Finished:
    """Departures per customer: joiners are in the one and not in the other, so it is no share."""
    return Finished(
        value=seen.gone / base if base else None,
        numerator=seen.gone,
        denominator=shown,
        interval=poisson_rate_interval(seen.gone, base) if base else None,
        pending=pending,
        pending_among=seen.at_end + seen.gone,
        can_change=can_change,
        details=_joiners(seen),
    )


def _joiners(seen: Seen) -> tuple[tuple[str, float], ...]:
    own = seen.at_start - seen.at_both
    return (("joinings", seen.joinings), ("joined_and_left", seen.gone - own))


def _daily(seen: Seen, pending: int, can_change: bool) -> Finished:  # noqa: FBT001
    """A sum of daily shares: the hazard of leaving over the window, which may exceed 1."""
    # How many customers the losses are spread over: the mean of those standing, weighted by the losses.
    losses_over = seen.lost_daily / seen.daily_rate if seen.lost_daily else 0.0
    base = losses_over or (seen.standing_daily / seen.days if seen.days else 0.0)
    return Finished(
        value=seen.daily_rate if base else None,
        numerator=seen.lost_daily,
        denominator=seen.standing_daily,
        interval=poisson_rate_interval(seen.lost_daily, base) if base else None,
        pending=pending,
        pending_among=seen.at_end,
        can_change=can_change,
        details=(("standing_at_start", seen.at_start), ("standing_at_end", seen.at_end)),
    )


_RATES = {STRIPE: _stripe, BAREMETRICS: _baremetrics, AVERAGE: _average, DAILY: _daily}
