"""Of contracts whose term ends in a period, which go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population

PENDING, LAPSED, RENEWED = range(1, 4)
"""What became of a contract that is due."""

PARTS = ("contracts", "money", "squared")
"""How many, what they cost by the month in parts of a minor unit, and the sum of its squares."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """Share of the contracts due in a period that go on, or of what they cost.

    Attributes:
        population: Spans that are paid for; a term begins with a span and after each whole interval of it.
        contract: Column that tells a customer's contracts apart; a later span of the same one carries it on.
        until: Column of the end of a span; null while it is open.
        amount: Column of the price of an interval, in minor units.
        interval: Column of the months that an interval has.
        currency: Column of the currency.
        counts_money: Money is counted, and not contracts.
    """

    kind: ClassVar[str] = "renewal"
    is_additive: ClassVar[bool] = False

    population: Population
    contract: str
    until: str
    amount: str
    interval: str
    currency: str
    counts_money: bool = False

    def columns_read(self) -> Columns:
        """See `Form`."""
        columns = (self.contract, self.until, self.amount, self.interval, self.currency)
        return of_rows(self.population, CUSTOMER, *columns)
