"""Time from the anchor to an instant of the same row, still waiting where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population, Window


@dataclass(frozen=True, slots=True)
class Wait:
    """Time from the anchor to an instant in the same row; still waiting where it is null.

    Attributes:
        population: What waits.
        until: Column of the instant that ends the wait.
        window: The limit for the share within it.
        in_business_hours: Only times count that the definition's calendar has.
    """

    kind: ClassVar[str] = "wait"
    is_additive: ClassVar[bool] = True

    population: Population
    until: str
    window: Window
    # The variant tells them apart: what is said of the others stays as it is, and so does their version.
    in_business_hours: bool = field(default=False, repr=False)

    def columns_read(self) -> Columns:
        """See `Form`."""
        return of_rows(self.population, CUSTOMER, self.until)
