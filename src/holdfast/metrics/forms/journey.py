"""Anchored entities and the instants at which an outcome reaches them: what shares and durations count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holdfast.metrics.forms.model import CUSTOMER, of_rows

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Columns, Outcome, Population

Since = Literal["ever", "anchor", "window"]


@dataclass(frozen=True, slots=True)
class Journey:
    """Entities, each a row of its own or a customer, with the earliest outcome that counts for it.

    Attributes:
        population: Rows with their anchor.
        identity: Column that tells entities apart.
        outcomes: What may reach it, whichever comes first. An outcome in the population's own table is one
            of the same row; one in another table is one of the same customer.
        since: From when on an outcome of another table counts: ``ever``, from the ``anchor`` on, or from
            as long before the anchor as the ``window`` is.
        customer: Column of the other tables that holds the customer.
        is_first: Of several rows of one entity the earliest ever is its anchor; else each row has its own.
        count: How many outcomes it takes: 1 for the earliest, 3 for the third; or the parameter that says so.
            Of one row there is one alone.
        is_of_row: The outcome stands in the anchor's own row. None: where its table is the population's.
    """

    population: Population
    identity: str
    outcomes: tuple[Outcome, ...]
    since: Since = "anchor"
    customer: str = CUSTOMER
    is_first: bool = False
    count: int | str = 1
    is_of_row: bool | None = None

    @property
    def is_one_row(self) -> bool:
        """Anchor and outcome stand in the same row."""
        if self.is_of_row is not None:
            return self.is_of_row
        return all(outcome.table == self.population.table for outcome in self.outcomes)

    def columns_read(self) -> Columns:
        """See `Form`."""
        key = () if self.is_one_row else (self.customer,)
        outcomes = (pair for outcome in self.outcomes for pair in of_rows(outcome, *key))
        return (*of_rows(self.population, CUSTOMER, self.identity), *outcomes)
