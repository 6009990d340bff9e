"""Money that comes back every month, compared between two instants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population

UNITS = 720
"""Into how many equal parts a minor unit is cut, so that a month's part of a price is a whole number."""

NEW, REACTIVATION, EXPANSION, CONTRACTION, CHURN, SAME = range(1, 7)
"""What became of a customer's money from the start of a window to its end; SAME is neither more nor less."""

CHECK = 0
"""In place of a movement: the row counts spans of a currency."""

SUMS = ("customers", "money_before", "money_after", "before_squared", "after_squared", "before_by_after")
"""What is summed over the customers of a movement; money is in parts of a minor unit."""

Figure = Literal[
    "mrr", "arpa", "grr", "nrr", "nrr_with_reactivation", "gross_churn", "net_churn", "net_of_expansion"
]

RATES = frozenset(get_args(Figure)) - {"mrr", "arpa"}
"""Figures that are money over what was paid at the start."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """Monthly recurring money of customers at the end of a window, or what became of that at its start.

    Attributes:
        population: Spans that are paid for.
        until: Column of the end of a span; null while it is open.
        amount: Column of the price of an interval, in minor units.
        interval: Column of the months that an interval has.
        currency: Column of the currency.
        figure: What is shown.
    """

    kind: ClassVar[str] = "recurring"
    is_additive: ClassVar[bool] = False

    population: Population
    until: str
    amount: str
    interval: str
    currency: str
    figure: Figure

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.until, self.amount, self.interval, self.currency)
