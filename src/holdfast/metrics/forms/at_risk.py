"""Recurring money at an instant that is likely to go: of contracts past due, or with notice given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population

TOTAL, RISK = "total", "risk"
"""All recurring money, and that of contracts at risk."""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Recurring money at the end of a period whose contract is past due or has been given notice.

    Attributes:
        population: Spans that are paid for.
        until: Column of the end of a span; null while it is open.
        requested: Column of the instant at which notice was given; null where it was not.
        state: Column of the state.
        overdue: The state in which money is owed.
        amount: Column of the price of an interval, in minor units.
        interval: Column of the months that an interval has.
        currency: Column of the currency.
    """

    kind: ClassVar[str] = "at_risk"
    is_additive: ClassVar[bool] = False

    population: Population
    until: str
    requested: str
    state: str
    overdue: str
    amount: str
    interval: str
    currency: str

    def columns_read(self) -> Columns:
        """See `Form`."""
        columns = (self.until, self.requested, self.amount, self.interval, self.currency)
        return of_rows(self.population, CUSTOMER, *columns)
