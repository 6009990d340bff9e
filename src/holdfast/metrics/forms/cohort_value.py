"""What customers brought until they were n days old, cohort by cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Condition, Population, Window


@dataclass(frozen=True, slots=True)
class CohortValue:
    """Mean money of a customer on the days from the first purchase to the last of the window.

    Attributes:
        population: Rows that are purchases; the customer's first is the anchor.
        amount: Column of the money, in minor units.
        currency: Column of its currency; several of them are refused, never added.
        refunds: Conditions of the rows of the same table that are taken off; without any, none are.
        window: Days from the first purchase: customers are compared at this age.
    """

    kind: ClassVar[str] = "cohort_value"
    # Squares are of what a customer has in all, and each customer counts in one period.
    is_additive: ClassVar[bool] = True

    population: Population
    amount: str
    currency: str
    refunds: tuple[Condition, ...]
    window: Window

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.amount, self.currency)
