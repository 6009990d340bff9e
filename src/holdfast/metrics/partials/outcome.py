"""What a refresh did and what a verification found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from holdfast.errors import HoldfastError
    from holdfast.metrics.partials.model import Family, Revision


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did for one metric.

    Attributes:
        family: Of the counts.
        read_from: First local day that was read; None where the data hold nothing before the as-of date.
        is_full: Every day was read.
        revisions: Values that are new or differ from those recorded before.
        reads_all_events: Not everything was counted anew, but all events were read: what is counted does not
            follow from the months of each actor, or the engine keeps none.
    """

    family: Family
    read_from: date | None
    is_full: bool
    revisions: tuple[Revision, ...]
    reads_all_events: bool = False

    @property
    def restated(self) -> tuple[Revision, ...]:
        """Values that differ although they were final."""
        return tuple(revision for revision in self.revisions if revision.is_restated)


@dataclass(frozen=True, slots=True)
class Verified:
    """A frozen day that was counted again.

    Attributes:
        day: Local date.
        is_equal: Every count is what was kept.
    """

    day: date
    is_equal: bool


@dataclass(frozen=True, slots=True)
class MetricRefresh:
    """What a refresh did for one metric.

    Attributes:
        metric: Name in the catalogue.
        done: What was read and recorded; None where it failed.
        error: Why it failed; what was kept before stays.
    """

    metric: str
    done: Refreshed | None = None
    error: HoldfastError | None = None


@dataclass(frozen=True, slots=True)
class MetricVerification:
    """A frozen day of one metric that was counted again; None where it keeps none."""

    metric: str
    verified: Verified | None
