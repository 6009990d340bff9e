"""The values of a question, for whoever reads them as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.measurements.models import Value
from holdfast.web.measurements.values import as_measurement, segment_key

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records import Measurement
    from holdfast.web.measurements.models import Series


def current_values(series: Series, *, by: str = "", since: date | None = None) -> list[Measurement]:
    """The current values of a series by period and segment. One query.

    Args:
        series: Saved.
        by: Column of segments; empty for everybody.
        since: First local date of a period; None for all.
    """
    rows = Value.objects.filter(series=series, is_current=True).order_by("period_start", "segment")
    rows = rows.filter(segment__startswith=segment_key([(by, "")])) if by else rows.filter(segment="")
    if since is not None:
        rows = rows.filter(period_start__gte=since)
    found = [as_measurement(row, series) for row in rows]
    # SQLite does not tell small letters from capitals here.
    return [one for one in found if one.segment[0][0] == by] if by else found
