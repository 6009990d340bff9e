"""What is kept between two refreshes, and what a store of it must do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.request import Grain
    from holdfast.records import Measurement


Segment: TypeAlias = "tuple[str, ...] | None"
"""Values of a combination of segments; None is who is not among customers."""
Cuts: TypeAlias = "dict[Segment, dict[date, list[Count]]]"
"""Counts by segment and by the day of a cut."""
Instead: TypeAlias = "tuple[tuple[str, str], ...]"
"""Pairs of a table and the relation that is read in its place."""


class DayCount(NamedTuple):
    """One count of a local day and a combination of segment values; None is who is not among customers."""

    day: date
    segment: tuple[str, ...] | None
    counted: Count


@dataclass(frozen=True, slots=True)
class Family:
    """What determines the counts that are kept; another definition is another family.

    Attributes:
        metric: Catalogue name.
        version: Of the definition, parameters and time zone.
        segments: Columns of customers by which the counts are cut.
        source: Hash of where the tables come from, so that another mapping begins anew.
    """

    metric: str
    version: str
    segments: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class KeptDays:
    """What is kept of a family, its counts aside.

    Attributes:
        as_of: The date they were counted as of.
        data_start: Local date of the earliest entity.
        frozen_until: Days before it can no longer change and are not read again.
        customers: Digest of the segments of the customers who had signed by then; segments are as of now,
            so another digest means that every day has to be counted again. Where rows are kept, the digest
            of those that are older.
        file: Of the actors or rows that are kept with the counts; empty where none are.
    """

    as_of: date
    data_start: date
    frozen_until: date
    customers: str
    file: str = ""


class Stretch(NamedTuple):
    """Instants from one up to and without another, naive UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table of which the rows that may still change are kept.

    Attributes:
        name: Canonical name.
        customer: Column of the customer whose row it is.
        at: Column of the instant at which a row begins to count; rows without it never do.
        columns: All that are read, in order of their names.
        instants: Those of them that are instants.
    """

    name: str
    customer: str
    at: str
    columns: tuple[str, ...]
    instants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstEvents:
    """Which events of a customer come into question as the first.

    Attributes:
        names: Of events; empty where any does.
        of_signed: Events before the customer signed do not.
    """

    names: tuple[str, ...]
    of_signed: bool


class Saved(NamedTuple):
    """What is kept of a family, in place of all that was before."""

    family: Family
    kept: KeptDays
    rows: Sequence[DayCount]


@dataclass(frozen=True, slots=True)
class Revision:
    """A value as it was measured at one time; a later one that differs does not replace it.

    Attributes:
        number: 1 for the first value of the period.
        grain: Length of the period.
        recorded_at: Instant of the refresh, aware UTC.
        measurement: The value with all that it carries.
        is_restated: It differs from one that was final.
    """

    number: int
    grain: Grain
    recorded_at: datetime
    measurement: Measurement
    is_restated: bool


class PartialStore(Protocol):
    """Keeps days and revisions. Each call that writes does all of it or nothing."""

    def days(self, family: Family) -> KeptDays | None:
        """What is kept of a family, or None."""

    def counts(self, family: Family, start: date, end: date) -> Sequence[DayCount]:
        """The counts of the days from a date up to and without another, in order of days."""

    def unsettled(self, family: Family) -> Sequence[DayCount]:
        """The counts of all days that are in no part ``settled``, in order of days."""

    def settled(self, family: Family, start: date, end: date, *, merged: bool) -> Sequence[DayCount]:
        """The counts in parts ``settled`` of the days from a date up to and without another, in any order.

        Merged, those of all these days that are alike are one count, at the first of them.
        """

    def waits(self, family: Family) -> Mapping[date, tuple[int | None, int | None]]:
        """By day, the shortest wait of those who wait (x is 0) and the longest that ended (x is 1)."""

    def save(  # noqa: PLR0913 - what one transaction writes
        self,
        family: Family,
        kept: KeptDays,
        rows: Sequence[DayCount],
        *,
        read_from: date,
        keeps_settled: bool = False,
        more: Sequence[Saved] = (),
        series: Sequence[tuple[Grain, Sequence[Measurement]]],
        recorded_at: datetime,
    ) -> Sequence[Revision]:
        """Replace the days from a date on, and add a revision for each value that is new or differs.

        Args:
            family: Whose days they are.
            kept: What is kept of it from now on.
            rows: Counts of the days that were read anew, in order; none where those of days do not add up.
            read_from: The first day that was read anew: it and all later ones are replaced.
            keeps_settled: What is kept in parts ``settled`` stays, and what is new of it is added to it.
            more: Further families that go with it.
            series: Values by grain.
            recorded_at: Aware UTC.

        Returns:
            The revisions that were added.
        """

    def revisions(self, metric: str, *, grain: Grain, version: str | None = None) -> Sequence[Revision]:
        """All revisions of a metric's values, by period, segment and number."""


class ActorStore(Protocol):
    """Keeps a relation of actors in files beside the counts, and relations for the length of a refresh."""

    @property
    def relation(self) -> str:
        """Name under which queries read the actors that were opened or written last."""

    def open(self, file: str, columns: Sequence[str]) -> bool:
        """Whether the file is there with the columns; then it is what `relation` means."""

    def write(self, file: str, query: str) -> None:
        """Make the file of a query's rows, whole or not at all; then it is what `relation` means.

        Raises:
            SourceError: The database or the disk failed.
        """

    def make(self, relation: str, query: str) -> None:
        """Let a relation hold a query's rows until the engine is closed.

        Raises:
            SourceError: The database failed.
        """


class RowStore(Protocol):
    """Keeps the rows of tables that may still change, and compares them with what is there.

    Of a stretch up to the as-of instant, a row is young where any of its instants lies in it; else it is old,
    whatever will come later.
    """

    def look(self, table: KeptTable, stretch: Stretch, *, again: bool = False) -> None:
        """Go through a table: its young rows are at hand afterwards, and the old ones hashed.

        Args:
            table: The table.
            stretch: Up to the as-of instant.
            again: Once more, where that was done for another metric already: all rows were counted just now,
                and they may not be those of that look.

        Raises:
            SourceError: The database failed.
        """

    def digest(self, table: KeptTable, before: datetime) -> str:
        """Of the rows that began before an instant of the stretch looked at, as seen then.

        Raises:
            SourceError: The database failed.
        """

    def keep(self, table: KeptTable, file: str, stretch: Stretch) -> None:
        """Make the file of rows with an instant in a stretch, as seen at its end, whole or not at all.

        Raises:
            SourceError: The database or the disk failed.
        """

    def open(self, table: KeptTable, file: str) -> bool:
        """Whether the file is there with the table's columns; then its rows are those that were seen."""

    def keep_counts(self, file: str, counts: Cuts) -> None:
        """Make a file of the counts that go with the rows, whole or not at all.

        Raises:
            SourceError: The disk failed.
        """

    def counts(self, file: str) -> Cuts | None:
        """The counts of a file; None where it is not there, or not whole."""

    def restore(
        self,
        tables: Sequence[KeptTable],
        stretch: Stretch,
        *,
        passed: Sequence[Stretch],
        signed: datetime,
        is_signed: bool,
    ) -> tuple[Instead, Instead]:
        """Relations of the tables and of customers, of those of whom a row differs: now, and before.

        Args:
            tables: Looked at, and opened.
            stretch: From the instant from which on rows were kept to the as-of instant.
            passed: Whoever has an instant there is taken too.
            signed: Whoever signed then or later is taken too.
            is_signed: And was no customer before.

        Raises:
            SourceError: The database failed.
        """


class FirstStore(Protocol):
    """Keeps the first events of customers in files beside the counts."""

    def is_there(self, file: str) -> bool:
        """Whether the file is there, with its columns."""

    def write(self, file: str, firsts: FirstEvents, before: datetime, *, events: str) -> None:
        """Make the file of the first events before an instant, whole or not at all.

        Args:
            file: Its name.
            firsts: Which come into question.
            before: Naive UTC.
            events: The relation they are read from.

        Raises:
            SourceError: The database or the disk failed.
        """

    def events_since(self, since: datetime, file: str = "", firsts: FirstEvents | None = None) -> str:
        """The name of a relation of the events since an instant, with the first ones before it.

        Args:
            since: Naive UTC.
            file: Of the first events.
            firsts: Which these are; None where there are none.

        Raises:
            SourceError: The database failed.
        """


class KeptFiles(Protocol):
    """Files beside the counts."""

    @property
    def actors(self) -> ActorStore:
        """What each actor did."""

    @property
    def rows(self) -> RowStore:
        """Rows that may still change."""

    @property
    def firsts(self) -> FirstStore:
        """First events of customers."""

    def keep_only(self, files: AbstractSet[str], start: str) -> None:
        """Remove all files whose names begin so, except some: those of a refresh that ended half-way too."""
