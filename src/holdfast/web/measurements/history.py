"""The past of a series: its values for everybody, and the latest final ones by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.measurements.models import Value
from holdfast.web.measurements.values import as_measurement

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records import Measurement
    from holdfast.web.measurements.models import Series


def history(series: Series, *, since: date) -> tuple[Measurement, ...]:
    """The current values for everybody from a local date on, in order of time. One query."""
    rows = Value.objects.filter(series=series, segment="", is_current=True, period_start__gte=since)
    return tuple(as_measurement(row, series) for row in rows.order_by("period_start"))


def latest_by_segment(series: Series, known: tuple[Measurement, ...]) -> tuple[Measurement, ...]:
    """The values by segment of the latest period that is final for everybody. One query, or none.

    Args:
        series: Saved.
        known: Its values for everybody, in order of time.
    """
    final = [one.period for one in known if one.is_mature and one.value is not None]
    if not final:
        return ()
    rows = Value.objects.filter(series=series, is_current=True, period_start=final[-1].start).exclude(
        segment=""
    )
    return tuple(as_measurement(row, series) for row in rows.order_by("segment"))


def restatements(series: Series, *, since: date) -> int:
    """How many final values from a local date on were later replaced. One query."""
    return Value.objects.filter(series=series, segment="", restated=True, period_start__gte=since).count()
