"""Of those who stand at one instant, who stands no longer at another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population

STANDARD, DAILY, STRIPE, BAREMETRICS, AVERAGE, REQUESTED = VARIANTS = (
    "standard",
    "daily",
    "stripe",
    "baremetrics",
    "average",
    "cancel_requested",
)
"""The live formulas of customer churn; the first compares two instants and is the default."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Share of the customers who stand at the start of a window and no longer do at its end.

    Attributes:
        population: Spans; a customer stands while any of them covers the instant.
        until: Column of the end of a span; null while it is open.
        requested: Column of the instant at which the customer gave notice, where that ends a span too.
        counts: Whether those who left are counted, or those who stayed.
    """

    kind: ClassVar[str] = "standing"
    is_additive: ClassVar[bool] = False

    population: Population
    until: str
    requested: str | None = None
    counts: Literal["left", "kept"] = "left"

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.until, *filter(None, (self.requested,)))
