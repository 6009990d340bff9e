"""Metrics of events between refreshes: each actor's months are kept as bits, and new events alone are read.

What is kept rests: it is made of events before an instant that no late row can reach, and so are the counts
that go with it. A refresh reads the events since, takes the actors who have any, and counts them twice: as
they were kept, and with their new events. The difference is what it adds to the counts. So its cost follows
the number of new events and not that of all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from holdfast.metrics.emit import kept_actors
from holdfast.metrics.emit.keeping import (
    render_bits,
    render_everyone,
    render_merged,
    render_signed_since,
    render_touched,
)
from holdfast.metrics.partials.days import read_days
from holdfast.metrics.partials.model import DayCount, KeptDays, Saved
from holdfast.metrics.periods import next_start, period_start
from holdfast.metrics.plan import KeptActors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.metrics.emit.actors import Trail
    from holdfast.metrics.partials.model import ActorStore, Family, PartialStore
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Grain

    Counted = Counter[DayCount]
    """Counts with n left out, by n."""

REWRITE_AFTER = 7
"""Days after which what is kept takes in the events that rest by then: writing it anew reads all actors."""

_NEW, _SETTLING, _TOUCHED, _ALL = "kept.new", "kept.settling", "kept.touched", "kept.everyone"


@dataclass(frozen=True, slots=True)
class EventsRead:
    """What a refresh found of a metric of events.

    Attributes:
        counts: By grain, of the periods that it was asked for; the day is the period's first.
        saved: What is kept from now on.
        files: Of the actors that are kept from now on.
        read_from: Local date from which on events were read.
        is_full: All were read.
    """

    counts: Mapping[Grain, Sequence[DayCount]]
    saved: Sequence[Saved]
    files: frozenset[str]
    read_from: date
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class EventsRefresh:
    """Refreshes one metric of events.

    Attributes:
        engine: The database.
        store: Keeps counts.
        actors: Keeps actors.
        family: Of the metric.
        plans: By grain, over the periods that may have changed, in cells.
        data_start: Local date of the earliest event: months are numbered from it on.
        late_days: How many days after an instant its row may still arrive.
        customers: Digest of the segments of all customers.
        file: Name of a file that may be written; no other has it.
    """

    engine: Engine
    store: PartialStore
    actors: ActorStore
    family: Family
    plans: Mapping[Grain, Plan]
    data_start: date
    late_days: int
    customers: str
    file: str

    def run(self, known: KeptDays | None) -> EventsRead | None:
        """The counts of all periods of the plans; None where bits of months do not tell what is counted.

        Args:
            known: What is kept of the metric; None reads all events.

        Raises:
            SourceError: The database or the disk failed.
        """
        trails = self._trails()
        if not trails:
            return None
        return (self._since(trails, known) if known else None) or self._anew(trails)

    def _anew(self, trails: Sequence[Trail]) -> EventsRead:
        """All events: those that rest are kept, and the others counted on top of them."""
        rests = self._as_of - timedelta(days=self.late_days)
        bits = render_bits(self._until(rests), trails, self.engine.dialect, since=None)
        self.actors.write(self.file, bits)
        found = self._on_top(trails, self._counted_anew(trails), _State(self.file, rests), rests)
        if found is None:
            raise AssertionError("counts of actors who were just read do not add up")
        return replace(found, read_from=self.data_start, is_full=True)

    def _since(self, trails: Sequence[Trail], known: KeptDays) -> EventsRead | None:
        """New events alone; None where what is kept does not go with them."""
        kept = {grain: self.store.days(self._of(grain)) for grain in self.plans}
        states = {_State(one.file, one.as_of) if one else None for one in kept.values()}
        state = states.pop()
        if states or state is None or not self.actors.open(state.file, _columns(trails)):
            return None
        counted = self._counted_before(kept, known) or self._counted_anew(trails)
        rests = self._as_of - timedelta(days=self.late_days)
        return self._on_top(trails, counted, state, rests)

    def _on_top(
        self, trails: Sequence[Trail], counted: Mapping[Grain, Counted], state: _State, rests: date
    ) -> EventsRead | None:
        """Counts with the events since what is kept; None where they fall below 0: an older row changed.

        What is kept takes in what rests where that is worth the writing.
        """
        columns, moves = _columns(trails), (rests - state.rests).days >= REWRITE_AFTER
        since = self._plan.instant(state.rests)
        for relation, end in ((_NEW, self._as_of), (_SETTLING, rests if moves else state.rests)):
            bits = render_bits(self._until(end), trails, self.engine.dialect, since=since)
            self.actors.make(relation, bits)
        names = {"kept": self.actors.relation, "settling": _SETTLING, "new": _NEW}
        self.actors.make(_TOUCHED, render_touched(self._plan, columns, self.engine.dialect, **names))
        counts: dict[Grain, Sequence[DayCount]] = {}
        saved: list[Saved] = []
        after = _State(self.file, rests) if moves else state
        for grain, plan in self.plans.items():
            before = self._count(plan, trails, kept_actors.BEFORE, _TOUCHED)
            now = self._count(plan, trails, kept_actors.NOW, _TOUCHED)
            settled = self._count(plan, trails, kept_actors.SETTLED, _TOUCHED) if moves else before
            of_all, of_settled = (_moved(counted[grain], before, one) for one in (now, settled))
            if min((*of_all.values(), *of_settled.values()), default=0) < 0:
                return None
            counts[grain] = _rows(of_all)
            saved.append(self._saved(grain, plan, _rows(of_settled), after))
        if moves:
            merged = render_merged(columns, self.actors.relation, _SETTLING, self.engine.dialect)
            self.actors.write(self.file, merged)
        return EventsRead(counts, tuple(saved), frozenset({after.file}), state.rests)

    def _counted_before(
        self, kept: Mapping[Grain, KeptDays | None], known: KeptDays
    ) -> Mapping[Grain, Counted] | None:
        """The counts that go with the actors; None where a period began since, or a segment became known."""
        # Whoever is known from now on, but had events before, was counted in no segment.
        if self._plan.cells and any(one and one.customers != self.customers for one in kept.values()):
            since = self._plan.instant(known.as_of)
            late = render_signed_since(since, self.actors.relation, self.engine.dialect)
            [[found]] = self.engine.rows(late)
            if found:
                return None
        counted: dict[Grain, Counted] = {}
        for grain, plan in self.plans.items():
            own, slots = kept[grain], plan.slots
            first, end = slots[0].period.start, slots[-1].period.end
            if own is None or own.data_start > first or own.frozen_until < end:
                return None
            rows = self.store.counts(self._of(grain), first, end)
            counted[grain] = Counter({_place(row): row.counted.n for row in rows})
        return counted

    def _counted_anew(self, trails: Sequence[Trail]) -> Mapping[Grain, Counted]:
        """The counts of all actors that are kept: when a period begins, and not with every refresh."""
        names = _columns(trails), self.actors.relation, self.engine.dialect
        self.actors.make(_ALL, render_everyone(self._plan, *names))
        return {
            grain: self._count(plan, trails, kept_actors.BEFORE, _ALL) for grain, plan in self.plans.items()
        }

    def _count(self, plan: Plan, trails: Sequence[Trail], prefix: str, relation: str) -> Counted:
        kept = KeptActors(relation, prefix, kept_actors.columns_kept(trails))
        found: Counted = Counter()
        for row in read_days(self.engine, replace(plan, actors=kept)):
            found[_place(row)] += row.counted.n
        return found

    def _saved(self, grain: Grain, plan: Plan, rows: Sequence[DayCount], state: _State) -> Saved:
        first, end = plan.slots[0].period.start, plan.slots[-1].period.end
        kept = KeptDays(state.rests, first, end, customers=self.customers, file=state.file)
        return Saved(self._of(grain), kept, rows)

    def _trails(self) -> Sequence[Trail]:
        quarter = replace(self._plan.request, grain="quarter")
        day = period_start(self.data_start, quarter)
        days = [period_start(day - timedelta(days=1), quarter)]
        # Some plans look at where the interval after the last one ends.
        while days[-1] <= self._as_of + timedelta(days=190):
            days.append(next_start(days[-1], replace(quarter, grain="month")))
        cuts = tuple(self._plan.instant(day) for day in days)
        return kept_actors.trails_kept(list(self.plans.values()), cuts)

    def _until(self, end: date) -> Plan:
        return replace(self._plan, cells=None, request=replace(self._plan.request, as_of=end))

    def _of(self, grain: Grain) -> Family:
        return replace(self.family, source=f"{self.family.source}, actors by {grain}")

    @property
    def _plan(self) -> Plan:
        return next(iter(self.plans.values()))

    @property
    def _as_of(self) -> date:
        return self._plan.request.as_of


class _State(NamedTuple):
    """The file of the actors that are kept, and the local date up to which it has their events."""

    file: str
    rests: date


def _columns(trails: Sequence[Trail]) -> list[str]:
    return [name for trail in kept_actors.columns_kept(trails) for name in trail.names]


def _place(row: DayCount) -> DayCount:
    return row._replace(counted=row.counted._replace(n=0))


def _moved(counted: Counted, before: Counted, after: Counted) -> Counted:
    found = Counter(counted)
    found.update(after)
    found.subtract(before)
    return found


def _rows(counted: Counted) -> list[DayCount]:
    found = [
        place._replace(counted=place.counted._replace(n=number))
        for place, number in counted.items()
        if number
    ]
    return sorted(found, key=lambda row: (row.day, row.segment or (), row.counted))
