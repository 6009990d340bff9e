"""Metrics of spans between refreshes: only customers of whom a row differs are counted, before and now.

What a customer adds to the counts follows from the customer's own rows. So a refresh keeps the counts of the
periods that are open and, of each table, the rows that may still change, as they were seen. The next one
compares these with what is there now, takes the customers of whom a row differs, and counts them twice: as
they were, and as they are. The difference is what it adds to the counts. All older rows are hashed: where
any of them changed, everything is counted again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from holdfast.metrics.batch.folding import by_cell, uncollected
from holdfast.metrics.emit.rendering import render
from holdfast.metrics.finish.cells import Count
from holdfast.metrics.forms.coverage import Coverage
from holdfast.metrics.forms.model import CUSTOMER
from holdfast.metrics.forms.standing import DAILY
from holdfast.metrics.partials.days import values_of
from holdfast.metrics.partials.lateness import last_counted, window_days
from holdfast.metrics.partials.model import KeptDays, KeptTable, Saved, Stretch
from holdfast.metrics.trailing import is_trailing, is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdfast.metrics.finish.cells import Counts
    from holdfast.metrics.forms.model import Columns, Population
    from holdfast.metrics.partials.model import Cuts, Family, PartialStore, RowStore, Segment
    from holdfast.metrics.periods import Slot
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Grain

    Place = tuple[str, int, int]

_KINDS = frozenset({"standing", "recurring", "coverage", "cohort_value"})
_ONE_CUT_MORE = frozenset({"standing", "recurring"})
"""Kinds that look at the end of the last period as at the start of one more, so that one may begin."""
_BEGIN_EMPTY = frozenset({"cohort_value"})
"""Kinds that count each customer in one period, so that nobody is in one that begins."""
_SIGNED = frozenset({"x", "xy"})
"""Sums of money from which refunds are taken off; all other counts below 0 are of rows that were not seen."""


@dataclass(frozen=True, slots=True)
class RowsRead:
    """What a refresh found of a metric of spans.

    Attributes:
        counts: By grain, of the cuts of its plan.
        saved: What is kept from now on.
        files: Of the rows that are kept from now on.
        read_from: Local date from which on rows were compared; None where all were counted.
    """

    counts: Mapping[Grain, Cuts]
    saved: Sequence[Saved]
    files: frozenset[str]
    read_from: date | None

    @property
    def is_full(self) -> bool:
        """All were counted."""
        return self.read_from is None


@dataclass(frozen=True, slots=True)
class RowsRefresh:
    """Refreshes one metric of spans.

    Attributes:
        engine: The database.
        store: Keeps counts.
        rows: Keeps rows.
        family: Of the metric.
        plans: By grain, over the periods that may have changed, in cells.
        tables: See `tables_kept`.
        late_days: How many days after an instant its row may still arrive or be corrected.
        customers: Digest of the segments of all customers.
        file: How the names of files that may be written begin; no other has it.
    """

    engine: Engine
    store: PartialStore
    rows: RowStore
    family: Family
    plans: Mapping[Grain, Plan]
    tables: Sequence[KeptTable]
    late_days: int
    customers: str
    file: str

    def run(self, known: KeptDays | None) -> RowsRead:
        """The counts of all cuts of the plans.

        Args:
            known: What is kept of the metric; None counts everything.

        Raises:
            SourceError: The database or the disk failed.
        """
        with uncollected():
            return (self._since(known) if known else None) or self._anew()

    def _anew(self) -> RowsRead:
        counts = {grain: read_cuts(self.engine, plan) for grain, plan in self.plans.items()}
        for table in self.tables:
            self.rows.look(table, self._stretch(self._rests), again=True)
        return self._read(counts, None)

    def _since(self, known: KeptDays) -> RowsRead | None:
        """The customers of whom a row differs; None where what is kept does not go with the data."""
        kept = {grain: self.store.days(self._counts_of(grain)) for grain in self.plans}
        saved = [one for one in kept.values() if one and one.as_of == known.as_of]
        if len(saved) < len(kept) or not self._goes_on(kept) or not self._have_rested(known):
            return None
        signed = self._signed_since(saved[0], known)
        if signed is None:
            return None
        rested = known.as_of - timedelta(days=self.late_days)
        now, before = self.rows.restore(
            self.tables,
            self._stretch(rested),
            passed=self._passed(known.as_of),
            signed=self._plan.instant(known.as_of),
            is_signed=signed,
        )
        counts: dict[Grain, Cuts] = {}
        for (grain, plan), one in zip(self.plans.items(), saved, strict=True):
            counted = self.rows.counts(one.file)
            found = (
                None
                if counted is None
                else self._moved(
                    counted,
                    (replace(plan, instead=now), replace(self._seen(plan, known.as_of), instead=before)),
                )
            )
            if found is None:
                return None
            counts[grain] = found
        return self._read(counts, rested)

    def _goes_on(self, kept: Mapping[Grain, KeptDays | None]) -> bool:
        """The counts that are kept reach back far enough, and no period began that they do not know."""
        return all(
            one is not None
            and one.data_start <= plan.slots[0].period.start
            and (self._kind in _ONE_CUT_MORE | _BEGIN_EMPTY or one.frozen_until == plan.slots[-1].period.end)
            for one, plan in ((kept[grain], plan) for grain, plan in self.plans.items())
        )

    def _have_rested(self, known: KeptDays) -> bool:
        """The rows that were old by the last refresh are as they were."""
        rests = known.as_of - timedelta(days=self.late_days)
        for table in self.tables:
            own = self.store.days(self._rows_of(table))
            if own is None or own.frozen_until != rests or not self.rows.open(table, own.file):
                return False
            self.rows.look(table, self._stretch(rests))
            if self.rows.digest(table, self._plan.instant(rests)) != own.customers:
                return False
        return True

    def _signed_since(self, kept: KeptDays, known: KeptDays) -> bool | None:
        """Whether customers became known, all of whom signed since; None where that cannot be told."""
        if not self._plan.cells or kept.customers == self.customers:
            return False
        # Then nobody was known who signed later.
        return True if kept.customers == known.customers else None

    def _passed(self, as_of: date) -> list[Stretch]:
        """Between which instants rows count differently by now, since a window ends with the as-of date."""
        window = window_days(self._plan)
        if not window:
            return []
        # `window_days` has a day more already.
        first = as_of - timedelta(days=window)
        last = self._plan.request.as_of - timedelta(days=window - 2)
        return [Stretch(self._plan.instant(first), self._plan.instant(last))]

    def _seen(self, plan: Plan, as_of: date) -> Plan:
        """The plan as it was then.

        A window that ends with the as-of date began earlier then. Other cuts are all the same to rows that
        had come by then, and a period may have begun since.
        """
        return plan if self._kind in _ONE_CUT_MORE else _as_of(plan, as_of)

    def _moved(self, kept: Cuts, states: tuple[Plan, Plan]) -> Cuts | None:
        """The counts that are kept with what differs between now and before; None where they fall below 0."""
        found = _begun_at(states[0], kept)
        differing: defaultdict[tuple[Segment, date], Counter[Place]] = defaultdict(Counter)
        for plan, sign in zip(states, (1, -1), strict=True):
            for segment, cuts in read_cuts(self.engine, plan).items():
                for day, counts in cuts.items():
                    for part, x, y, n in counts:
                        differing[segment, day][part, x, y] += sign * n
        for (segment, day), changes in differing.items():
            own = found.setdefault(segment, {})
            for part, x, y, n in own.get(day, ()):
                changes[part, x, y] += n
            if min((n for place, n in changes.items() if place[0] not in _SIGNED), default=0) < 0:
                return None
            own[day] = [Count(*place, n) for place, n in changes.items() if n]
        return found

    def _read(self, counts: Mapping[Grain, Cuts], read_from: date | None) -> RowsRead:
        as_of = self._plan.request.as_of
        saved = [self._counts_saved(grain, plan, counts[grain]) for grain, plan in self.plans.items()]
        stretch = self._stretch(self._rests)
        for table in self.tables:
            file = f"{self.file}-{table.name}.parquet"
            self.rows.keep(table, file, stretch)
            digest = self.rows.digest(table, stretch.start)
            saved.append(Saved(self._rows_of(table), KeptDays(as_of, as_of, self._rests, digest, file), ()))
        return RowsRead(counts, saved, frozenset(one.kept.file for one in saved), read_from)

    def _counts_saved(self, grain: Grain, plan: Plan, counts: Cuts) -> Saved:
        slots, file = self._first_open(plan), f"{self.file}-{grain}.json"
        self.rows.keep_counts(file, _begun_at(replace(plan, slots=slots), counts))
        first, end = slots[0].period.start, slots[-1].period.end
        return Saved(
            self._counts_of(grain), KeptDays(plan.request.as_of, first, end, self.customers, file), ()
        )

    def _stretch(self, rests: date) -> Stretch:
        return Stretch(self._plan.instant(rests), self._plan.as_of)

    def _first_open(self, plan: Plan) -> tuple[Slot, ...]:
        """The periods that the next refresh may look at."""
        found = [slot for slot in plan.slots if last_counted(plan, slot.period) > self._rests]
        return tuple(found) or plan.slots[-1:]

    def _counts_of(self, grain: Grain) -> Family:
        return replace(self.family, source=f"{self.family.source}, cuts by {grain}")

    def _rows_of(self, table: KeptTable) -> Family:
        return replace(self.family, source=f"{self.family.source}, rows of {table.name}")

    @property
    def _plan(self) -> Plan:
        return next(iter(self.plans.values()))

    @property
    def _kind(self) -> str:
        return self._plan.metric.form.kind

    @property
    def _rests(self) -> date:
        return self._plan.request.as_of - timedelta(days=self.late_days)


def tables_kept(plan: Plan, columns: Callable[[str], Mapping[str, str]]) -> tuple[KeptTable, ...]:
    """The tables of which rows are kept; none where counts do not follow from each customer's rows alone.

    Args:
        plan: Of any metric.
        columns: Names and types of the columns of a table.
    """
    form = plan.metric.form
    if form.kind not in _KINDS or is_within(plan) or is_trailing(plan) or plan.variant == DAILY:
        return ()
    read = [(form.population, CUSTOMER)]
    if isinstance(form, Coverage):
        if form.reached:
            return ()  # what was not reached in time counts once the time is over, though no row differs
        read.append((form.occurrences, form.customer))
    tables = {population.table for population, _ in read}
    found = [
        _kept_table(population, customer, form.columns_read(), columns(population.table))
        for population, customer in read
    ]
    compared = any(_compares_instants(*pair) for pair in zip(read, found, strict=True))
    return () if compared or len(tables) < len(found) else tuple(found)


def _kept_table(population: Population, customer: str, read: Columns, types: Mapping[str, str]) -> KeptTable:
    own = (column for table, column in read if table == population.table)
    names = tuple(sorted({customer, population.at, *own}))
    instants = tuple(name for name in names if types.get(name) == "ts")
    return KeptTable(population.table, customer, population.at, names, instants)


def _compares_instants(read: tuple[Population, str], table: KeptTable) -> bool:
    """A condition looks at an instant, whether or not it has come."""
    named = {column for condition in read[0].where for column in condition.columns}
    return not named.isdisjoint(table.instants) or table.at not in table.instants


def read_cuts(engine: Engine, plan: Plan) -> Cuts:
    """The counts of the cuts of a plan, by segment and by day: of starts of periods, and the end of the last.

    Raises:
        SourceError: The database refused or failed.
    """
    rows = by_cell(engine.rows(render(plan, engine.dialect)), has_cells=plan.cells is not None)
    days = cut_days(plan)
    # Whoever has not ceased by the last cut is at one more.
    return {
        values_of(plan.cells, cell): {
            days[number]: own for number, own in found.items() if number < len(days)
        }
        for cell, found in rows.items()
    }


def cut_days(plan: Plan) -> list[date]:
    """The days of the cuts of a plan, by their numbers."""
    starts = [slot.period.start for slot in plan.slots]
    return [*starts, plan.slots[-1].period.end] if plan.metric.form.kind in _ONE_CUT_MORE else starts


def _begun_at(plan: Plan, cuts: Cuts) -> Cuts:
    """The counts as a plan has them that begins later: what came before its first cut stands there then."""
    first, carried = plan.slots[0].period.start, _carried(plan)
    found: Cuts = {}
    for segment, counts in cuts.items():
        own = found[segment] = {day: some for day, some in counts.items() if day > first}
        if len(own) < len(counts):
            earlier = {day.toordinal(): some for day, some in counts.items() if day <= first}
            own[first] = carried(earlier, first.toordinal())
    return found


def _carried(plan: Plan) -> Callable[[Counts, int], list[Count]]:
    module = import_module(f"holdfast.metrics.finish.{plan.metric.form.kind}")
    found: Callable[[Counts, int], list[Count]] = module.carried
    return found


def _as_of(plan: Plan, day: date) -> Plan:
    return replace(plan, request=replace(plan.request, as_of=day))
