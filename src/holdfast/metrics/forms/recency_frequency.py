"""How often, how lately and for how long customers have bought: what models of repeats are fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.forms.model import Columns, Population


@dataclass(frozen=True, slots=True)
class RecencyFrequency:
    """Distinct purchase histories with the number of customers of each.

    Attributes:
        population: Rows that are purchases; those of one local date are one.
        amount: Column of the money of a purchase, in minor units.
        currency: Column of its currency.
        calibration_end: Local date before whose start purchases make up the history; later ones are held out.
        first_from: Local date from which on a first purchase ever counts; None has no limit.
        first_until: Local date before which it must lie; None takes everybody of the calibration.
    """

    kind: ClassVar[str] = "recency_frequency"
    is_additive: ClassVar[bool] = False

    population: Population
    amount: str
    currency: str
    calibration_end: date
    first_from: date | None = None
    first_until: date | None = None

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.amount, self.currency)
