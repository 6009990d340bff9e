"""A series with the mix of segments held fixed, beside the raw one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.records.measurement import Measurement
    from holdfast.units import Interval


@dataclass(frozen=True, slots=True)
class MixWeight:
    """What one segment counts for.

    Attributes:
        segment: Value of the column; ``(none)`` for null.
        count: Entities of the segment in the base; the weight is its part of the sum of counts.
    """

    segment: str
    count: int


@dataclass(frozen=True, slots=True)
class FixedMixRow:
    """One period.

    Attributes:
        raw: The measurement of everybody, with the mix as it was.
        value: The share had the mix been that of the base, 0..1; None where the raw value is, or a segment is
            empty.
        interval: 95 % range of the value; None where the value is, or a segment has none.
        is_mature: The raw value and those of all segments are final.
        empty: Segments with a weight and nobody to count in this period.
    """

    raw: Measurement
    value: float | None
    interval: Interval | None
    is_mature: bool
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FixedMix:
    """A share-like metric, directly standardised to one mix of segments.

    Attributes:
        metric: Catalogue name.
        column: What tells the segments apart.
        base: Whose mix it is: ``pooled``, or the start of a period as ISO text.
        weights: Segments with their counts in the base, in order of value.
        left_out: Segments of the base that are empty, or not shown, in some final period, hence in no period
            of the series.
        rows: In order of period.
    """

    metric: str
    column: str
    base: str
    weights: tuple[MixWeight, ...]
    left_out: tuple[MixWeight, ...]
    rows: tuple[FixedMixRow, ...]
