"""Of customers with a first occurrence, who has a second within a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population, Window


@dataclass(frozen=True, slots=True)
class Repeat:
    """Share of customers with a second occurrence within the window of their first.

    Attributes:
        population: Rows that count as occurrences; the customer's first is the anchor.
        identity: Column that tells two occurrences of one day apart.
        window: Days from the first.
    """

    kind: ClassVar[str] = "repeat"
    is_additive: ClassVar[bool] = True

    population: Population
    identity: str
    window: Window

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.identity)
