"""How many entities are open when a period ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population, Window


@dataclass(frozen=True, slots=True)
class Level:
    """Count of the entities that are open at the end of each period, with their age.

    Attributes:
        population: Entities, open from their anchor on.
        until: Column of the instant that closes one; null while it is open.
        age: Days beyond which an open one is counted as old.
    """

    kind: ClassVar[str] = "level"
    is_additive: ClassVar[bool] = False

    population: Population
    until: str
    age: Window

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.until)
