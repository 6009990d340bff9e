"""One sum over another, both over the rows of a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population
    from holdfast.metrics.forms.total import Total


@dataclass(frozen=True, slots=True)
class Ratio:
    """One total over another of the same period, with a range that takes customers as what is drawn.

    Attributes:
        numerator: Rows or a sum; its rows need not be among the denominator's.
        denominator: Rows or a sum. Its rows are where the data begin.
        per: The value is the ratio times this, as in tickets per 100 customers.
        is_share: The numerator counts some of the denominator's rows, so that the ratio stays in 0..1.
    """

    kind: ClassVar[str] = "ratio"
    # Squares are of what a customer has in a period, and those of days do not add up to that of their month.
    is_additive: ClassVar[bool] = False

    numerator: Total
    denominator: Total
    per: int = 1
    is_share: bool = False

    @property
    def population(self) -> Population:
        """See `Form`."""
        return self.denominator.population

    @property
    def has_amounts(self) -> bool:
        """A column is summed, so that squares may exceed 64 bits."""
        return bool(self.numerator.value or self.denominator.value)

    def columns_read(self) -> Columns:
        """See `Form`."""
        return (*self.numerator.columns_read(), *self.denominator.columns_read())
