"""Of anchored customers, who has done every step of a list within a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population, Window


@dataclass(frozen=True, slots=True)
class Checklist:
    """Share of anchored customers who have completed all steps of one version of a list within the window.

    Attributes:
        population: Customers.
        steps: Steps completed, each at its anchor.
        step: Column of the step's name.
        version: Column of the version of the list, and the parameter that picks one; 0 picks any.
        names: Text that lists the steps; where it is empty they are those that anybody has completed.
        window: Days from the customer's anchor.
    """

    kind: ClassVar[str] = "checklist"
    is_additive: ClassVar[bool] = True

    population: Population
    steps: Population
    step: str
    version: str
    names: str
    window: Window

    def columns_read(self) -> Columns:
        """See `Form`."""
        return (
            *of_rows(self.population, CUSTOMER),
            *of_rows(self.steps, CUSTOMER, self.step, self.version),
        )
