"""In how many intervals of a period an actor is active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population

HISTOGRAM, DAU_MAU, L7, L28 = "histogram", "dau_mau", "l7", "l28"
LATEST_DAYS = {L7: 7, L28: 28}


@dataclass(frozen=True, slots=True)
class Stickiness:
    """How much of a period actors are active.

    Attributes:
        population: Events.
        event: Text with the names of the events that count.
    """

    kind: ClassVar[str] = "stickiness"
    is_additive: ClassVar[bool] = False

    population: Population
    event: str

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER)
