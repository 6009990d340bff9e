"""The counts of periods that may have changed, where less than all rows tells them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.metrics.partials.days import from_cuts, from_days
from holdfast.metrics.partials.events import EventsRead, EventsRefresh
from holdfast.metrics.partials.rows import RowsRead, RowsRefresh, cut_days, tables_kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from holdfast.metrics.partials.model import Family, KeptDays, KeptFiles, PartialStore
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine
    from holdfast.metrics.request import Grain
    from holdfast.records import Measurement

    Read = EventsRead | RowsRead


@dataclass(frozen=True, slots=True)
class OpenPeriods:
    """Periods of one metric whose values may have changed.

    Attributes:
        engine: The database.
        store: Keeps counts.
        files: Keeps actors and rows.
        family: Of the metric.
        cuts: By grain a plan for each cut, that by nothing first; all over the open periods.
        plan: Of the metric, with the cells of all cuts.
        data_start: Local date of the earliest entity.
        late_days: How many days after an instant its row may still arrive.
        customers: Digest of the segments of all customers.
        recorded_at: The instant of the refresh, which no other has.
    """

    engine: Engine
    store: PartialStore
    files: KeptFiles
    family: Family
    cuts: Mapping[Grain, Sequence[Plan]]
    plan: Plan
    data_start: date
    late_days: int
    customers: str
    recorded_at: datetime

    def read(self, kept: KeptDays | None) -> Read | None:
        """What is kept with new events or rows that differ on top; None where that does not tell.

        Args:
            kept: What is kept of the metric; None counts everything.

        Raises:
            SourceError: The database or the disk failed.
        """
        return self._events(kept) if "events" in self.plan.metric.card.tables else self._rows(kept)

    def series(self, found: Read, grain: Grain) -> list[tuple[Measurement, ...]]:
        """The measurements of each cut."""
        plans = self.cuts[grain]
        if isinstance(found, EventsRead):
            return from_days(self.family, found.counts[grain], plans)
        return from_cuts(self.family, found.counts[grain], cut_days(plans[0]), plans)

    def keep_only(self, found: Read) -> None:
        """Remove the files of earlier refreshes, and of those that ended half-way."""
        of = "actors" if isinstance(found, EventsRead) else "rows"
        self.files.keep_only(found.files, self._file_start(of))

    def _events(self, kept: KeptDays | None) -> EventsRead | None:
        return EventsRefresh(
            self.engine,
            self.store,
            self.files.actors,
            self.family,
            self._plans(),
            data_start=self.data_start,
            late_days=self.late_days,
            customers=self.customers,
            file=f"{self._new_file('actors')}.parquet",
        ).run(kept)

    def _rows(self, kept: KeptDays | None) -> RowsRead | None:
        tables = tables_kept(self.plan, self.engine.columns)
        if not tables:
            return None
        return RowsRefresh(
            self.engine,
            self.store,
            self.files.rows,
            self.family,
            self._plans(),
            tables=tables,
            late_days=self.late_days,
            customers=self.customers,
            file=self._new_file("rows"),
        ).run(kept)

    def _plans(self) -> dict[Grain, Plan]:
        plan = self.plan
        return {
            grain: replace(some[0], cells=plan.cells, instead=plan.instead)
            for grain, some in self.cuts.items()
        }

    def _new_file(self, of: str) -> str:
        day = self.plan.request.as_of
        return f"{self._file_start(of)}{day}-{self.recorded_at:%Y%m%d%H%M%S%f}"

    def _file_start(self, of: str) -> str:
        """How the names of the family's files of actors or rows begin."""
        return f"{of}-{sha256(repr(self.family).encode()).hexdigest()[:16]}-"
