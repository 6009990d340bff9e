"""How many months customers with a contract have stayed, and how many they could have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from datetime import date

    from holdfast.metrics.forms.model import Columns, Population


@dataclass(frozen=True, slots=True)
class Renewals:
    """Customers by whole months from the first day paid for, with what they pay.

    Attributes:
        population: Spans that are paid for. A customer stays from the first start to the last end.
        until: Column of the end of a span; null while it is open.
        interval: Column of the months that one payment covers.
        amount: Column of the price of an interval, in minor units.
        currency: Column of its currency.
        calibration_end: Local date before whose start months count for the calibration.
    """

    kind: ClassVar[str] = "renewals"
    is_additive: ClassVar[bool] = False

    population: Population
    until: str
    interval: str
    amount: str
    currency: str
    calibration_end: date

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.until, self.interval, self.amount, self.currency)
