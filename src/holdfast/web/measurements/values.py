"""Stored values as the measurements that scoring and charts work on, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records import Measurement
from holdfast.units import Interval, Period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from holdfast.records import Unit
    from holdfast.web.checkins.models import CheckIn
    from holdfast.web.measurements.models import Series, Value

OUTSIDE = "outside"
"""Definition version of what Holdfast did not compute."""


def as_measurement(row: Value, series: Series) -> Measurement:
    """A stored value as it was measured."""
    unit: Unit = series.unit  # type: ignore[assignment]  # written from a card
    return Measurement(
        metric=series.metric,
        variant=str(series.parameters.get("variant", "standard")),
        version=row.version,
        period=Period(row.period_start, row.period_end),
        segment=segment_pairs(row.segment),
        unit=unit,
        value=row.value,
        numerator=row.numerator or 0,
        denominator=row.denominator or 0,
        interval=None if row.low is None or row.high is None else Interval(row.low, row.high),
        pending=row.pending,
        is_mature=row.is_mature,
        as_of=row.as_of,
    )


def typed_measurements(check_ins: Iterable[CheckIn], unit: str) -> tuple[Measurement, ...]:
    """What owners typed in, as values of their days: final, since nobody waits for an outcome."""
    return tuple(_typed(one.on, one.value, unit) for one in check_ins if one.value is not None)


def segment_key(segment: Iterable[tuple[str, str]]) -> str:
    """A segment as it is stored: ``size=large``, several joined by commas, empty for everybody."""
    return ",".join(f"{column}={value}" for column, value in segment)


def segment_pairs(stored: str) -> tuple[tuple[str, str], ...]:
    """The segment that was stored."""
    pairs = (part.partition("=") for part in stored.split(",") if part)
    return tuple((column, value) for column, _, value in pairs)


def _typed(on: date, value: float, unit: str) -> Measurement:
    return Measurement(
        metric="",
        variant="",
        version=OUTSIDE,
        period=Period(on, on.fromordinal(on.toordinal() + 1)),
        segment=(),
        unit=unit,  # type: ignore[arg-type]  # choices of the model
        value=value,
        numerator=0,
        denominator=0,
        interval=None,
        pending=0,
        is_mature=True,
        as_of=on.fromordinal(on.toordinal() + 1),
    )
