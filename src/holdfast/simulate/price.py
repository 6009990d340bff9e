"""Cause: a price rise, which some customers answer by leaving."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PriceRise:
    """One rise for all customers.

    Attributes:
        day: Local day of the history on which it is announced; new contracts carry it from then on.
        factor: New price over old.
        effective_days: Days until it reaches existing contracts, at their next payment.
        hazard: Hazard a day of leaving over it, by size, for customers signed before it.
        lasts: Days after the announcement during which they leave over it.
    """

    day: float = 548.0
    factor: float = 1.07
    effective_days: float = 30.0
    hazard: tuple[float, float, float] = (0.0007, 0.0004, 0.0001)
    lasts: float = 90.0
