"""The numbers that stand beside a key result, as in the columns of a table, in its reading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.review.quantities import nature_of
from holdfast.review.reading.model import Quantity

if TYPE_CHECKING:
    from holdfast.okr.model import KeyResult
    from holdfast.review.reading.model import Direction, KeyResultReading

_MOST_OF_A_SHARE = 1.5
"""A value up to here is a share where people write per cent (1.12 is a net revenue retention of 112 %)."""


def with_stated(reading: KeyResultReading, source: KeyResult) -> KeyResultReading:
    """The reading of a sentence without a size, with the one that stands beside it; else the same reading.

    What the sentence itself says always holds.
    """
    if reading.quantity.kind is not None:
        return reading
    quantity = _quantity(reading, source)
    if quantity is None:
        return reading
    direction = reading.direction if reading.form != "outcome" else reading.direction or _way(source)
    return replace(reading, quantity=quantity, direction=direction, measurable=True, is_binary=False)


def as_in_text(value: float, reading: KeyResultReading) -> float:
    """A stated value in the unit in which the sentence is written: 0.08 is 8 beside "churn by 5 points"."""
    return value * 100 if _is_in_per_cent(reading) and abs(value) <= _MOST_OF_A_SHARE else value


def _quantity(reading: KeyResultReading, source: KeyResult) -> Quantity | None:
    if source.relative_target is not None:
        return Quantity("relative_change", target=abs(source.relative_target) * 100, unit="%")
    target = _end(source)
    if target is None:
        return None
    stated = [one for one in (source.baseline, target) if one is not None]
    nature = nature_of(reading)
    is_share = nature is not None and nature.is_share and max(map(abs, stated)) <= _MOST_OF_A_SHARE
    scale, unit = (100, "%") if is_share else (1, None)
    if source.baseline is None:
        return Quantity("absolute_target", target=target * scale, unit=unit)
    return Quantity("from_to", source.baseline * scale, target * scale, unit)


def _end(source: KeyResult) -> float | None:
    ends = (source.target, source.at_least, source.at_most)
    return next((one for one in ends if one is not None), None)


def _way(source: KeyResult) -> Direction | None:
    if source.relative_target is not None:
        return "up" if source.relative_target > 0 else "down"
    if source.kind == "maintain":
        return "maintain"
    if source.baseline is None or source.target is None or source.baseline == source.target:
        return None
    return "up" if source.target > source.baseline else "down"


def _is_in_per_cent(reading: KeyResultReading) -> bool:
    nature = nature_of(reading)
    return reading.quantity.unit == "%" or (nature is not None and nature.is_share)
