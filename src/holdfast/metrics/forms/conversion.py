"""Of anchored customers, whom the outcome reaches within a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Outcome, Population, Window


@dataclass(frozen=True, slots=True)
class Conversion:
    """Share of anchored customers whom the outcome reaches within the window."""

    kind: ClassVar[str] = "conversion"
    is_additive: ClassVar[bool] = True

    population: Population
    outcome: Outcome
    window: Window

    def columns_read(self) -> Columns:
        """See `Form`."""
        return (*of_rows(self.population, CUSTOMER), *of_rows(self.outcome, CUSTOMER))
