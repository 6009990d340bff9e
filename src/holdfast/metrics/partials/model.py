"""What is kept between two refreshes, and what a store of it must do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from holdfast.metrics.finish.cells import Count
    from holdfast.metrics.request import Grain
    from holdfast.records import Measurement


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
            so another digest means that every day has to be counted again.
        file: Of the actors that are kept with the counts; empty where none are.
    """

    as_of: date
    data_start: date
    frozen_until: date
    customers: str
    file: str = ""


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

    def keep_only(self, files: AbstractSet[str], start: str) -> None:
        """Remove all files whose names begin so, except some: those of a refresh that ended half-way too."""
