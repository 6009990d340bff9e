"""A count or a sum over the rows of a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows a period has, or the sum of a whole number over them.

    Attributes:
        population: Rows, each in the period of its anchor.
        value: Column of whole numbers that is summed, rows where it is null left out; None counts rows.
    """

    kind: ClassVar[str] = "total"
    is_additive: ClassVar[bool] = True

    population: Population
    value: str | None = None

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, *((self.value,) if self.value else ()))
