"""Of actors who did something in a period, who does something again at a distance of k periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population

CALENDAR, WINDOWS, UNBOUNDED, BRACKET = "calendar", "windows_24h", "unbounded", "bracket"
RECURRING, FIRST_TIME, FIRST_EVER = "recurring", "first_time", "first_ever"
FIXED, RELATIVE = "fixed", "relative"


@dataclass(frozen=True, slots=True)
class EventRetention:
    """Share of the actors of a cohort whom a return event finds again k intervals later.

    Attributes:
        population: Start events; each actor with one in the period is of its cohort.
        start: Text with the names of start events.
        back: Text with the names of return events.
    """

    kind: ClassVar[str] = "event_retention"
    is_additive: ClassVar[bool] = False

    population: Population
    start: str
    back: str

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER)
