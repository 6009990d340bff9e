"""What makes two variants of a metric differ, as the metrics engine hands it to reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holdfast.records.measurement import Measurement


class BridgePart(NamedTuple):
    """What a customer, or several, add to a numerator and a denominator."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class BridgeGroup:
    """Customers who differ for one reason.

    Attributes:
        reason: In words.
        customers: How many.
        change: What the second variant counts more than the first, in numerator and denominator.
    """

    reason: str
    customers: int
    change: BridgePart


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """One customer whom the two variants count otherwise.

    Attributes:
        customer_id: Who.
        reason: In words, the same as that of the group.
        dates: When it happened, in local dates; empty where nothing happened.
        first: What the first variant counts.
        second: What the second variant counts.
    """

    customer_id: str
    reason: str
    dates: str
    first: BridgePart
    second: BridgePart


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one variant to another, in one period.

    The numerator of the first, plus the changes of all groups, is that of the second; the same holds of
    the denominators.

    Attributes:
        first: The value of the one variant.
        second: The value of the other.
        groups: By reason, those of most customers first.
        lines: By customer; empty where there are too many to list.
        unlisted: How many differ and are not listed.
        note: What a reader has to know of the figures; empty where there is nothing.
    """

    first: Measurement
    second: Measurement
    groups: tuple[BridgeGroup, ...]
    lines: tuple[BridgeLine, ...]
    unlisted: int
    note: str = ""
