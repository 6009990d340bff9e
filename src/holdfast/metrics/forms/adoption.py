"""Of the actors active in a period, who used a feature in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population


@dataclass(frozen=True, slots=True)
class Adoption:
    """Share of active actors with enough events of one kind.

    Attributes:
        population: Events of any name.
        event: Text with the names of the feature's events.
        active: Text with the names of the events that make an actor active.
    """

    kind: ClassVar[str] = "adoption"
    is_additive: ClassVar[bool] = False

    population: Population
    event: str
    active: str

    def columns_read(self) -> Columns:
        """See `Form`."""
        return (*of_rows(self.population, CUSTOMER), (self.population.table, "name"))
