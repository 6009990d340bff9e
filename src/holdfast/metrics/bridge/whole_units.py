"""Money of a bridge, which need not be whole, in whole minor units that add up: rests go to the largest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.metrics.finish.flows import allocated, minor
from holdfast.metrics.forms.recurring import UNITS
from holdfast.records.bridge import BridgePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.bridge.model import Values


class MoneyFacts(NamedTuple):
    """What customers add to two values, in parts of a minor unit.

    Attributes:
        customers: How many.
        first: Their part of the first value's numerator.
        second: Their part of the second value's.
        first_base: Their part of the first value's denominator.
        second_base: Their part of the second value's.
    """

    customers: int
    first: int
    second: int
    first_base: int
    second_base: int


def difference(values: Values) -> BridgePart:
    """What the second value counts more than the first."""
    first, second = values
    return BridgePart(second.numerator - first.numerator, second.denominator - first.denominator)


def whole_changes(facts: Sequence[MoneyFacts], total: BridgePart, unit: int = UNITS) -> list[BridgePart]:
    """What each adds to the second value more than to the first, in whole minor units that add up.

    Args:
        facts: In parts of a minor unit.
        total: In minor units: what their changes sum to, rounded in any way.
        unit: How many parts make a minor unit.
    """
    numerators = allocated([one.second - one.first for one in facts], total.numerator, unit)
    denominators = allocated([one.second_base - one.first_base for one in facts], total.denominator, unit)
    return [BridgePart(*pair) for pair in zip(numerators, denominators, strict=True)]


def whole_sides(
    facts: Sequence[MoneyFacts], total: BridgePart, unit: int = UNITS
) -> Iterator[tuple[BridgePart, BridgePart]]:
    """What each adds to the first value, rounded, and to the second, which is that and its change."""
    for one, change in zip(facts, whole_changes(facts, total, unit), strict=True):
        first = BridgePart(minor(one.first, unit), minor(one.first_base, unit))
        yield first, BridgePart(*(part + more for part, more in zip(first, change, strict=True)))
