"""Quantities that cross package boundaries: money, periods, ranges.

A share is a float in 0..1, never a per cent. A count is an int. Instants are aware UTC datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in integer minor units (cents) of one currency (ISO 4217)."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise InputError(
                "money",
                f"{self.currency} added to {other.currency}",
                "one currency",
                "Convert one of them first",
            )
        return Money(self.minor + other.minor, self.currency)


@dataclass(frozen=True, slots=True)
class Interval:
    """A range from low to high, both in the unit of the value it belongs to."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Local dates from start up to, not including, end: half-open, so that periods tile.

    Raises:
        InputError: The end is not after the start.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InputError(
                "period",
                f"it ends on {self.end}, which is not after its start {self.start}",
                "an end after the start",
                "Swap or correct the two dates",
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.end - self.start).days
