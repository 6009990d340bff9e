"""Of those who stand at one instant, who stands no longer at another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population


@dataclass(frozen=True, slots=True)
class Standing:
    """Share of the customers who stand at the start of a period and no longer do at its end.

    Attributes:
        population: Spans; a customer stands while any of them covers the instant.
        until: Column of the end of a span; null while it is open.
    """

    kind: ClassVar[str] = "standing"
    is_additive: ClassVar[bool] = False

    population: Population
    until: str

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.until)
