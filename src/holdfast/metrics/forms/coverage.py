"""What the customers who stand at an instant did around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Population, Window
    from holdfast.metrics.forms.standing import Standing


@dataclass(frozen=True, slots=True)
class Coverage:
    """Occurrences per customer who stands, or the share of those customers who have one.

    Attributes:
        standing: Who stands.
        occurrences: What may happen to them.
        counts: ``customers`` with an occurrence, a share; or ``occurrences``, a ratio.
        window: Days before the end of the period, at which customers stand. None: customers stand at the
            start of the period, and the occurrences of the whole period count.
        per: The value is for as many customers.
        customer: Column of the occurrences that holds the customer.
        reached: Column of the instant by which an occurrence counts, where not all do: those alone are asked
            for it whose time for it has passed.
        reached_within: The time for it, in days from the occurrence.
    """

    kind: ClassVar[str] = "coverage"
    # Who stands, and whether anything happened to them, is asked once for each period.
    is_additive: ClassVar[bool] = False

    standing: Standing
    occurrences: Population
    counts: Literal["customers", "occurrences"]
    window: Window | None = None
    per: int = 1
    customer: str = CUSTOMER
    # One metric has them: what is said of the others stays as it is, and so does their version.
    reached: str | None = field(default=None, repr=False)
    reached_within: Window | None = field(default=None, repr=False)

    @property
    def population(self) -> Population:
        """See `Form`."""
        return self.standing.population

    def columns_read(self) -> Columns:
        """See `Form`."""
        reached = (self.reached,) if self.reached else ()
        return (*self.standing.columns_read(), *of_rows(self.occurrences, self.customer, *reached))
