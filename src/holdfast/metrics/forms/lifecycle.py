"""What became of each actor since the period before: new, returning, resurrecting or dormant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population

NEW, RETURNING, RESURRECTING, DORMANT = "new", "returning", "resurrecting", "dormant"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """How many actors are in one of four states.

    Attributes:
        population: Events.
        event: Text with the names of the events that count.
    """

    kind: ClassVar[str] = "lifecycle"
    is_additive: ClassVar[bool] = False

    population: Population
    event: str

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER)
