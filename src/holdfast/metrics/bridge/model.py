"""What a bridge between two variants knows of a customer, and what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.metrics.plan import Plan
    from holdfast.records import Measurement
    from holdfast.records.bridge import BridgeGroup, BridgeLine

    Plans = tuple[Plan, Plan]
    Values = tuple[Measurement, Measurement]
    Groups = tuple[BridgeGroup, ...]
    Lines = tuple[BridgeLine, ...]


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


class Found(NamedTuple):
    """Who differs: in groups, and a query away one by one.

    Attributes:
        groups: By reason; their changes lead from the one value to the other.
        lines: Lists the customers of these groups.
        values: Both values in the unit in which their parts add up, where the query's own are not.
        note: What a reader has to know of that unit; empty where there is nothing.
    """

    groups: Groups
    lines: Callable[[], Lines]
    values: Values | None = None
    note: str = ""


Comparing = "Callable[[Engine, Plans, Values], Found]"
"""Finds who differs between two plans of one form, given the value of each."""
