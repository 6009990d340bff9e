"""What a user may ask of a metric."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from holdfast.errors import InputError
from holdfast.metrics.declaration import Setting, unknown
from holdfast.metrics.discovery import Catalogue, catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.expression.model import Expression

Grain = Literal["day", "week", "month", "quarter", "fiscal_quarter"]
NONE = "(none)"
"""How a segment value that is null is shown, and how a filter asks for it."""

_LAST_WEEKDAY, _LAST_MONTH = 6, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question: a metric, over which periods, cut how, as of when.

    Attributes:
        metric: Name in the catalogue.
        as_of: Local date before whose start the data are complete. Whatever happened from then on is ignored,
            so that a later file gives the same answer.
        parameters: Parameters of the metric, and ``variant``; the metric's defaults where left out.
        grain: Length of a period.
        start: First local date; None begins with the period of the earliest entity.
        data_start: Local date of the earliest entity, as `resolve` finds it; used where there is no start.
        end: Local date after the last; None, or one after ``as_of``, ends with the period ``as_of`` lies in.
        by: Columns of customers; one series for each combination of their values.
        filters: Column of customers to the values let through; ``(none)`` is null.
        time_zone: IANA name; every local date is of this zone.
        week_start: Weekday on which a week starts, Monday 0 to Sunday 6.
        fiscal_start_month: Month in which the fiscal year starts, 1 to 12.
        expressions: Segments that are expressions over customers, by the name used in ``by`` and ``filters``.
        catalogue: Where the metric is looked up: Holdfast's own, or one with a workspace's metrics too.

    Raises:
        InputError: A field is out of range or the zone is not known.
    """

    metric: str
    as_of: date
    parameters: Mapping[str, Setting] = field(default_factory=dict)
    grain: Grain = "month"
    start: date | None = None
    data_start: date | None = None
    end: date | None = None
    by: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time_zone: str = "UTC"
    week_start: int = 0
    fiscal_start_month: int = 1
    expressions: Mapping[str, Expression] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=catalogue, repr=False)

    def __post_init__(self) -> None:
        if self.grain not in get_args(Grain):
            raise unknown("grain", self.grain, get_args(Grain))
        _refuse_outside("week_start", self.week_start, 0, _LAST_WEEKDAY)
        _refuse_outside("fiscal_start_month", self.fiscal_start_month, 1, _LAST_MONTH)
        if len(set(self.by)) < len(self.by):
            raise InputError("by", f"{', '.join(self.by)} was given", "each column once", "Name it once")
        if self.start and self.end and self.end <= self.start:
            raise InputError(
                "period",
                f"{self.start} to {self.end} was given",
                "an end after the start",
                "Swap the two dates",
            )
        if self.start and self.start >= self.as_of:
            raise InputError(
                "start",
                f"{self.start} is not before the as-of date {self.as_of}",
                "a date for which there are data",
                "Give an earlier start or a later as-of date",
            )

    @property
    def declared(self) -> Metric:
        """The metric that is asked for.

        Raises:
            InputError: The catalogue has none of that name; the message has the nearest.
        """
        return self.catalogue.metric(self.metric)


def _refuse_outside(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InputError(name, f"{value} was given", f"a whole number from {low} to {high}")
