"""What a bridge between two variants knows of a customer."""

from __future__ import annotations

from typing import NamedTuple


class Facts(NamedTuple):
    """What happened to one customer in the window, by the spans of one variant.

    Attributes:
        at_start: 1 where the customer stands at its start, else 0.
        at_end: 1 where the customer stands at its end.
        joinings: Times that the customer began to stand in it.
        leavings: Times that the customer ceased to.
        days: Days of it at whose start the customer stands; 0 where no variant counts days.
        lost_days: Days at whose start the customer stands, and at whose end no longer.
    """

    at_start: int
    at_end: int
    joinings: int
    leavings: int
    days: int
    lost_days: int
