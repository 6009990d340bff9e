"""Brings what is kept of a metric up to an as-of date: reads what may have changed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from holdfast.metrics.batch.engine import Remembering
from holdfast.metrics.batch.measuring import cells_by_value, series_of_groups
from holdfast.metrics.measuring import resolve
from holdfast.metrics.partials.at_hand import MembersAtHand
from holdfast.metrics.partials.days import daily, from_days, frozen_until, read_days
from holdfast.metrics.partials.lateness import last_counted
from holdfast.metrics.partials.model import Family, KeptDays
from holdfast.metrics.partials.open_periods import OpenPeriods
from holdfast.metrics.partials.outcome import Refreshed, Verified
from holdfast.metrics.partials.recent import NOTHING, Recent, RecentEvents
from holdfast.metrics.partials.rows import tables_kept
from holdfast.metrics.partials.settling import is_settling, read_waits, with_settled
from holdfast.metrics.partials.sources import END_OF_TIME
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from holdfast.metrics.batch.cells import Cells
    from holdfast.metrics.partials.model import (
        DayCount,
        Instead,
        KeptFiles,
        PartialStore,
        Revision,
        Saved,
    )
    from holdfast.metrics.partials.sources import Sources
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Grain, Request
    from holdfast.records import Measurement

    Series = list[tuple[Grain, Sequence[Measurement]]]

GRAINS: tuple[Grain, ...] = ("month", "quarter")
"""Grains whose values are recorded with every refresh."""


class Refresher:
    """Refreshes metrics of one workspace as of one date.

    Args:
        engine: The database.
        store: Keeps days and revisions.
        segments: Columns of customers to cut by.
        sources: What is known of the tables.
        recorded_at: The instant of the refresh, aware UTC.
        is_full: Read everything anew, whatever is kept.
        files: Keeps what each actor did and rows that may change; None where the engine cannot, so that all
            are read.
    """

    def __init__(  # noqa: PLR0913 - what a refresh rests on
        self,
        engine: Engine,
        store: PartialStore,
        *,
        segments: Sequence[str],
        sources: Sources,
        recorded_at: datetime,
        is_full: bool = False,
        files: KeptFiles | None = None,
    ) -> None:
        self._files = files
        self._once = Remembering(engine)
        self._engine, self._store, self._sources = engine, store, sources
        self._recorded_at, self._is_full = recorded_at, is_full
        self._asked = tuple(sorted(segments))
        self._members = MembersAtHand(files, engine.dialect)

    def refresh(self, request: Request) -> Refreshed:
        """What is kept of the request's metric, brought up to its as-of date, in one transaction.

        Args:
            request: Its metric, parameters, calendar and as-of date count; its cuts and periods do not.

        Raises:
            InputError: The metric cannot be measured.
            SourceError: The database refused or failed; what was kept before stays as it was.
        """
        self._begin()
        refuse_unmeasurable(self._once, request)
        request = replace(request, by=(), filters={}, start=None, end=None, data_start=None)
        plan = plan_of(request.declared, request)
        cells = self._cells(request)
        segments = self._asked if cells else ()
        family = Family(request.metric, plan.version, segments, self._sources.digest)
        kept = self._usable(family, request.as_of)
        known = resolve(self._once, request) if kept is None else replace(request, data_start=kept.data_start)
        if known.data_start is None:
            return Refreshed(family, read_from=None, is_full=True, revisions=())
        plan = replace(plan_of(request.declared, known), cells=cells)
        if not plan.metric.form.is_additive or self._tells_by_rows(plan):
            return self._values(family, plan, kept)
        return (self._waits if is_settling(plan) else self._days)(family, plan, kept)

    def verify(self, request: Request, choose: Callable[[int], int]) -> Verified | None:
        """One frozen day counted again; None where the metric keeps no frozen days.

        Args:
            request: As for `refresh`.
            choose: Picks one of so many days, from 0.

        Raises:
            InputError: The metric cannot be measured.
            SourceError: The database refused or failed.
        """
        self._begin()
        request = replace(request, by=(), filters={}, start=None, end=None, data_start=None)
        cells = self._cells(request)
        plan = plan_of(request.declared, request)
        segments = self._asked if cells else ()
        family = Family(request.metric, plan.version, segments, self._sources.digest)
        kept = self._store.days(family)
        days = (kept.frozen_until - kept.data_start).days if kept and plan.metric.form.is_additive else 0
        if kept is None or days <= 0:
            return None
        day = kept.data_start + timedelta(days=choose(days))
        seen_then = replace(plan, request=replace(request, as_of=kept.as_of))
        by_day = daily(seen_then, start=day, cells=cells)
        if is_settling(plan):
            by_day = with_settled(by_day, None, self._late(plan))
        recounted = read_days(self._engine, replace(by_day, slots=by_day.slots[:1]))
        # Earlier versions kept counts of 0 too.
        found = [row for row in self._store.counts(family, day, day + timedelta(days=1)) if row.counted.n]
        return Verified(day, is_equal=sorted(recounted, key=_order) == sorted(found, key=_order))

    def _begin(self) -> None:
        """Each metric is of its own moment, save where the embedded engine reads the same files for all."""
        if self._files is None:
            self._once = Remembering(self._engine)

    def _cells(self, request: Request) -> Cells | None:
        """None where nothing is cut, or where there are so many that counts are kept for everybody only."""
        if not self._asked:
            return None
        return cells_by_value(self._once, replace(request, by=self._asked))

    def _usable(self, family: Family, as_of: date) -> KeptDays | None:
        kept = None if self._is_full else self._store.days(family)
        if kept is None or kept.as_of > as_of:
            return None
        is_same = kept.customers == self._customers(family, kept.as_of)
        return kept if is_same else None

    def _tells_by_rows(self, plan: Plan) -> bool:
        """Rows that differ tell what is new of it: then fewer are read than days that may still change."""
        return self._files is not None and bool(tables_kept(plan, self._once.columns))

    def _customers(self, family: Family, before: date) -> str:
        return self._sources.customers(family.segments, before) if family.segments else ""

    def _days(self, family: Family, plan: Plan, kept: KeptDays | None) -> Refreshed:
        start = kept.frozen_until if kept else _data_start(plan)
        by_day = daily(plan, start=start, cells=plan.cells)
        rows = read_days(self._engine, self._members.of(by_day)) if by_day.slots else ()
        open_cuts = {
            grain: [_reaching(_cut(plan, grain, by), start) for by in _cuts(family)] for grain in GRAINS
        }
        first = min(
            (cuts[0].slots[0].period.start for cuts in open_cuts.values() if cuts[0].slots), default=start
        )
        counts = (*(self._store.counts(family, first, start) if kept else ()), *rows)
        series: Series = [
            (grain, found) for grain, cuts in open_cuts.items() for found in from_days(family, counts, cuts)
        ]
        series += self._gone(family, plan, series) if kept is None else ()
        new = self._kept(family, plan, frozen_until(by_day, rows, late_days=self._late(plan)))
        return self._saved(family, new, rows, read_from=start, is_full=kept is None, series=series)

    def _waits(self, family: Family, plan: Plan, kept: KeptDays | None) -> Refreshed:
        """Waits that are settled stay as they are kept; all others are read again, of whatever day."""
        start = _data_start(plan)
        recent, firsts = self._recent(family, plan, None, kept)
        seen, late_days = self._members.of(plan), self._late(plan)
        seen = replace(seen, instead=(*seen.instead, *recent.instead))
        found = read_waits(self._engine, self._store, family, seen, kept=kept, late_days=late_days)
        if found is None:
            return self._waits(family, plan, None)
        read_from = kept.frozen_until if kept else start
        series: Series = []
        for grain in GRAINS:
            every = [_cut(plan, grain, by) for by in _cuts(family)]
            slots = tuple(slot for slot in every[0].slots if found.is_open(slot.period))
            cuts = [replace(cut, slots=slots) for cut in every]
            series += [(grain, one) for one in from_days(family, found.counts(slots), cuts)]
        series += self._gone(family, plan, series) if kept is None else ()
        added = self._store.save(
            family,
            self._kept(family, plan, found.settled.anchored_before),
            found.rows,
            read_from=date.min,
            keeps_settled=kept is not None,
            more=recent.saved,
            series=series,
            recorded_at=self._recorded_at,
        )
        self._keep_only(recent.files, firsts)
        return Refreshed(family, read_from, kept is None, tuple(added))

    def _values(self, family: Family, plan: Plan, kept: KeptDays | None) -> Refreshed:
        """Counts of days do not add up: the values of periods that may have changed are measured anew."""
        starts = {
            grain: self._first_open(family, plan, grain, kept.as_of) if kept else _data_start(plan)
            for grain in GRAINS
        }
        open_plans = {
            grain: replace(plan, request=replace(plan.request, data_start=max(start, _data_start(plan))))
            for grain, start in starts.items()
        }
        cuts = {
            grain: [cut for by in _cuts(family) if (cut := _cut(one, grain, by)).slots]
            for grain, one in open_plans.items()
        }
        periods = self._open_periods(family, plan, cuts)
        found = periods.read(kept) if periods else None
        first = min((some[0].slots[0].period.start for some in cuts.values() if some), default=None)
        recent, firsts = (NOTHING, "") if found else self._recent(family, plan, first, kept)
        series: Series = []
        if periods and found:
            series += [(grain, one) for grain in GRAINS for one in periods.series(found, grain)]
        else:
            series += self._measured(plan, cuts, recent.instead)
        series += self._gone(family, plan, series, since=None if kept is None else starts)
        done = self._saved(
            family,
            self._kept(family, plan, _data_start(plan)),
            (),
            read_from=(found and kept and found.read_from) or min(starts.values()),
            is_full=kept is None,
            series=series,
            more=found.saved if found else recent.saved,
        )
        if periods and found:
            periods.keep_only(found)
        self._keep_only(recent.files, firsts)
        is_recent = bool(recent.instead)
        reads_all = "events" in plan.metric.card.tables and (found.is_full if found else not is_recent)
        return replace(done, reads_all_events=kept is not None and reads_all)

    def _measured(self, plan: Plan, cuts: Mapping[Grain, Sequence[Plan]], instead: Instead) -> Series:
        """The series of all cuts, those of both grains by one scan where they can share it."""
        grains = [grain for grain in GRAINS if cuts[grain]]
        instead = (*self._members.of(plan).instead, *instead)
        groups = [[replace(cut, instead=instead) for cut in cuts[grain]] for grain in grains]
        found = series_of_groups(self._once, groups, known=plan.cells)
        return [(grain, one) for grain, some in zip(grains, found, strict=True) for one in some]

    def _recent(
        self, family: Family, plan: Plan, since: date | None, kept: KeptDays | None
    ) -> tuple[Recent, str]:
        """What is read in place of all events, and how the names of its files begin."""
        if self._files is None or "events" not in plan.metric.card.tables:
            return NOTHING, ""
        events = RecentEvents(
            self._store,
            self._files.firsts,
            family,
            plan,
            self._sources.late_days["events"],
            partial(self._sources.customers, family.segments),
            f"{self._recorded_at:%Y%m%d%H%M%S%f}",
        )
        return events.find(since, is_known=kept is not None), events.file_start

    def _keep_only(self, files: frozenset[str], start: str) -> None:
        if self._files and start:
            self._files.keep_only(files, start)

    def _open_periods(
        self, family: Family, plan: Plan, cuts: Mapping[Grain, Sequence[Plan]]
    ) -> OpenPeriods | None:
        """None where nothing is kept in files, or a grain has no period yet."""
        if self._files is None or not all(cuts.values()):
            return None
        return OpenPeriods(
            self._engine,
            self._store,
            self._files,
            family,
            cuts,
            self._members.of(plan) if "events" in plan.metric.card.tables else plan,
            data_start=_data_start(plan),
            late_days=self._late(plan),
            customers=self._customers(family, END_OF_TIME),
            recorded_at=self._recorded_at,
        )

    def _first_open(self, family: Family, plan: Plan, grain: Grain, as_of: date) -> date:
        """Start of the first period whose value may have changed since."""
        limit = as_of - timedelta(days=self._late(plan))
        by_grain = _cut(plan, grain, ())
        latest = {
            (one.measurement.period, one.measurement.segment): one.measurement
            for one in self._recorded(family, plan, grain)
        }
        # The period in which the data begin is never final, so what it waits for tells whether it is open.
        is_open = [
            period.start
            for (period, _), value in latest.items()
            if last_counted(by_grain, period) > limit
            or (value.pending if period.start <= _data_start(plan) else not value.is_mature)
        ]
        known = [period.end for period, _ in latest]
        return min(is_open, default=max(known, default=_data_start(plan)))

    def _kept(self, family: Family, plan: Plan, frozen: date) -> KeptDays:
        as_of = plan.request.as_of
        return KeptDays(as_of, _data_start(plan), frozen, self._customers(family, as_of))

    def _saved(  # noqa: PLR0913 - what was read, and what follows from it
        self,
        family: Family,
        new: KeptDays,
        rows: Sequence[DayCount],
        *,
        read_from: date,
        is_full: bool,
        series: Series,
        more: Sequence[Saved] = (),
    ) -> Refreshed:
        added = self._store.save(
            family,
            new,
            rows,
            read_from=date.min if is_full else read_from,
            more=more,
            series=series,
            recorded_at=self._recorded_at,
        )
        return Refreshed(family, read_from, is_full, tuple(added))

    def _gone(
        self, family: Family, plan: Plan, series: Series, *, since: Mapping[Grain, date] | None = None
    ) -> Series:
        """Values recorded earlier, of periods since some, that a count no longer has: nobody is left."""
        gone: Series = []
        for grain in GRAINS:
            counted = {(one.period, one.segment) for of, values in series for one in values if of == grain}
            recorded = {
                (one.measurement.period, one.measurement.segment): one.measurement
                for one in self._recorded(family, plan, grain)
                if since is None or one.measurement.period.start >= since[grain]
            }
            left = [one for place, one in recorded.items() if place not in counted and not _is_empty(one)]
            gone.append((grain, [_emptied(one) for one in left]))
        return gone

    def _recorded(self, family: Family, plan: Plan, grain: Grain) -> Iterator[Revision]:
        """A segment by expression has a version of its own, since the expression determines the number."""
        for version in sorted({_cut(plan, grain, by).version for by in _cuts(family)}):
            yield from self._store.revisions(family.metric, grain=grain, version=version)

    def _late(self, plan: Plan) -> int:
        return max(self._sources.late_days[table] for table in plan.metric.card.tables)


def _cuts(family: Family) -> Iterator[tuple[str, ...]]:
    yield ()
    yield from ((column,) for column in family.segments)


def _cut(plan: Plan, grain: Grain, by: tuple[str, ...]) -> Plan:
    return plan_of(plan.request.declared, replace(plan.request, grain=grain, by=by))


def _is_empty(value: Measurement) -> bool:
    """Nobody was there before either: of periods without rows a count names no segment."""
    return not (value.numerator or value.denominator or value.pending)


def _emptied(value: Measurement) -> Measurement:
    return replace(value, value=None, numerator=0, denominator=0, interval=None, pending=0, details=())


def _reaching(plan: Plan, day: date) -> Plan:
    """The plan with the periods that end after a day alone."""
    return replace(plan, slots=tuple(slot for slot in plan.slots if slot.period.end > day))


def _order(row: DayCount) -> tuple[object, ...]:
    return (row.segment or (), row.counted)


def _data_start(plan: Plan) -> date:
    return plan.request.data_start or plan.request.as_of
