"""Where and when a simulated company lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Setting:
    """What a workspace needs to know of a simulated company besides its tables.

    Attributes:
        name: The company's name, "Seed".
        time_zone: IANA name; local dates are derived in it. The simulator knows the rules of New York.
        currency: ISO 4217 code of all amounts.
        start: First local date of the history.
        end: Local date at whose midnight the data are complete: the as-of date, itself not included.
        segments: The segment columns of `customers`.
        customers: Paying accounts aimed at on the end date.
    """

    name: str
    time_zone: str
    currency: str
    start: date
    end: date
    segments: tuple[str, ...]
    customers: int

    @property
    def days(self) -> int:
        """Length of the history in local days."""
        return (self.end - self.start).days
