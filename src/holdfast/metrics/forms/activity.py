"""Distinct actors with an event in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population


@dataclass(frozen=True, slots=True)
class Activity:
    """How many distinct actors have an event in the period.

    Attributes:
        population: Events.
        event: Text with the names of the events that count.
    """

    kind: ClassVar[str] = "activity"
    is_additive: ClassVar[bool] = False

    population: Population
    event: str

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER)
