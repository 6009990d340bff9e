"""Waits between refreshes: those that are over are kept and not read again, however many others still wait.

A wait that never ends would keep its day open for ever. So the counts of a day are kept in two parts:
*settled*, of waits that began and ended before dates that no late row can reach; and the rest, which each
refresh reads again, of whatever day they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING

from holdfast.metrics.finish.cells import SETTLED
from holdfast.metrics.partials.days import daily, read_days
from holdfast.metrics.partials.lateness import window_days
from holdfast.metrics.plan import Settled, Settling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from holdfast.metrics.partials.model import DayCount, Family, KeptDays, PartialStore
    from holdfast.metrics.periods import Slot
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.units import Period

_WAITING = 0
_BY_DAY = "duration"
_KINDS = frozenset({"wait", _BY_DAY})


def is_settling(plan: Plan) -> bool:
    """The metric counts waits by how long they took, or have taken."""
    return plan.metric.form.kind in _KINDS


def settled_by(plan: Plan, as_of: date, late_days: int) -> Settled:
    """Which waits are settled as of a date.

    Whoever began before the first of the two days has also passed the limit of the metric, so that what
    counts within it is settled too.

    Args:
        plan: Of a metric that `is_settling`.
        as_of: Local date.
        late_days: How many days after an instant its row may still arrive or be corrected.
    """
    longest = max(late_days, window_days(plan))
    return Settled(as_of - timedelta(days=longest), as_of - timedelta(days=late_days))


def with_settled(by_day: Plan, known_as_of: date | None, late_days: int) -> Plan:
    """The plan with what is settled as of its date, and what was as of another."""
    now = settled_by(by_day, by_day.request.as_of, late_days)
    known = settled_by(by_day, known_as_of, late_days) if known_as_of else None
    return replace(by_day, settling=Settling(now, known))


@dataclass(frozen=True, slots=True)
class WaitsRead:
    """What a refresh found of a metric of waits.

    Attributes:
        settled: What is settled from now on.
        rows: Counts of all waits that were not settled before, in order of days.
        kept: Counts of those that were, from a day up to and without another, alike ones of them in one.
        is_open: Whether the figures of a period may differ from those recorded.
    """

    settled: Settled
    rows: Sequence[DayCount]
    kept: Callable[[date, date], Sequence[DayCount]]
    is_open: Callable[[Period], bool]

    def counts(self, slots: Sequence[Slot]) -> list[DayCount]:
        """All counts of the days of some periods."""
        days = {day for slot in slots for day in _days(slot.period)}
        settled = [row for slot in slots for piece in _months(slot.period) for row in self.kept(*piece)]
        return [*settled, *(row for row in self.rows if row.day in days)]


def read_waits(  # noqa: PLR0913 - what a refresh rests on
    engine: Engine,
    store: PartialStore,
    family: Family,
    plan: Plan,
    *,
    kept: KeptDays | None,
    late_days: int,
) -> WaitsRead | None:
    """Reads the waits that are not settled; None where what is kept does not go with the data any more.

    Raises:
        SourceError: The database refused or failed.
    """
    start = plan.request.data_start or plan.request.as_of
    by_day = with_settled(daily(plan, start=start, cells=plan.cells), kept.as_of if kept else None, late_days)
    settling = by_day.settling
    if settling is None or not by_day.slots:
        return None
    rows = read_days(engine, by_day)
    if kept is None or settling.known is None:
        return WaitsRead(settling.now, rows, lambda _, __: (), lambda _: True)
    before = store.unsettled(family)
    if settling.known.anchored_before != kept.frozen_until or not is_conserved(before, rows, settling.known):
        return None
    is_open = partial(_is_open, kept.frozen_until, days_changed(before, rows), store.waits(family))
    # By day, three of four counts of a month are alike; by the minute, hardly any are.
    settled = partial(store.settled, family, merged=plan.metric.form.kind == _BY_DAY)
    return WaitsRead(settling.now, rows, cache(settled), is_open)


def is_conserved(before: Iterable[DayCount], now: Iterable[DayCount], known: Settled) -> bool:
    """Whoever was not settled then is found again, waiting or not: no row went, came or changed too late."""
    return _numbers(before, known) == _numbers(now, known)


def _numbers(rows: Iterable[DayCount], known: Settled) -> Counter[date]:
    found: Counter[date] = Counter()
    for row in rows:
        if row.day < known.anchored_before:
            found[row.day] += row.counted.n
    return found


def days_changed(before: Iterable[DayCount], now: Iterable[DayCount]) -> set[date]:
    """Days on which more differs than how long those waited who still wait."""
    differing = _figures(before)
    differing.subtract(_figures(now))
    return {day for (day, _), number in differing.items() if number}


def _figures(rows: Iterable[DayCount]) -> Counter[tuple[date, object]]:
    found: Counter[tuple[date, object]] = Counter()
    for day, segment, count in rows:
        part = "old" if count.part in {SETTLED, "mature"} else count.part
        found[day, (segment, part, count.x, None if count.x == _WAITING else count.y)] += count.n
    return found


def _is_open(
    frozen: date,
    changed: AbstractSet[date],
    spans: Mapping[date, tuple[int | None, int | None]],
    period: Period,
) -> bool:
    """The figures of a period may differ from those recorded.

    Waiting longer changes nothing of a period where everybody who waits has done so for longer than any wait
    there that ended: at each end they are at risk, then as now.

    Args:
        frozen: Days before it are looked at; later ones may always change.
        changed: Days of `days_changed`.
        spans: By day, how long those have waited at least who waited then, and the longest wait that ended.
        period: Its days.
    """
    if period.end > frozen:
        return True
    own = [spans[day] for day in _days(period) if day in spans]
    waiting = min((shortest for shortest, _ in own if shortest is not None), default=None)
    ended = max((longest for _, longest in own if longest is not None), default=None)
    is_stable = waiting is None or ended is None or waiting > ended
    return not is_stable or any(day in changed for day in _days(period))


def _months(period: Period) -> Iterator[tuple[date, date]]:
    """A period cut where months begin: what a month has read, a quarter need not read again."""
    start = period.start
    while start < period.end:
        next_month = (start.replace(day=1) + timedelta(days=31)).replace(day=1)
        yield start, min(next_month, period.end)
        start = next_month


def _days(period: Period) -> Iterator[date]:
    return (period.start + timedelta(days=number) for number in range((period.end - period.start).days))
