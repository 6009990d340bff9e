"""Measuring what the page of a metric shows: its usual series, its cohorts and its chart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from holdfast.errors import HoldfastError
from holdfast.service.measuring import card_as_asked, table_of_cohorts
from holdfast.web import clock
from holdfast.web.company import company
from holdfast.web.measurements.actions import record_failure, series_for
from holdfast.web.measurements.drawing import draw
from holdfast.web.measurements.measuring import first_day, measure_in, told, workspace
from holdfast.web.measurements.models import Series
from holdfast.web.metrics.cohorts import as_json
from holdfast.web.metrics.models import KnownMetric
from holdfast.web.metrics.page import chart_of

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.service.workspace import Workspace

MOST_AT_ONCE = 60


def measure_page(pk: int, at: datetime) -> None:
    """Measure a metric's usual series and its cohorts, and draw its chart. Run twice, it changes nothing.

    Where it fails, what was measured before stays, and the page says why it is not newer.
    """
    row = KnownMetric.objects.select_related("series").filter(pk=pk).first()
    if row is None:
        return
    try:
        with workspace() as opened:
            series = _series(opened, row)
            measure_in(opened, [series], at=at)
            cohorts = _cohorts(opened, row)
    except HoldfastError as error:
        if row.series is not None:
            record_failure(row.series, told(error), at=at)
        KnownMetric.objects.filter(pk=pk).update(error=told(error), tried_at=at)
        return
    done: dict[str, Any] = {"series": series, "cohorts": cohorts, "tried_at": at, "error": ""}
    KnownMetric.objects.filter(pk=pk).update(**done)
    draw_chart(pk, series.pk)


def measure_usual(opened: Workspace, *, at: datetime) -> None:
    """Measure the usual series of metrics that were not measured for a day, for everybody alone.

    All together: metrics that read the same rows are measured by one query. At most `MOST_AT_ONCE`; the next
    look goes on with the others.
    """
    rows = KnownMetric.objects.filter(is_measurable=True, gone_at=None)
    old = Q(series=None) | Q(series__tried_at=None) | Q(series__tried_at__lt=at - timedelta(days=1))
    chosen = rows.filter(old).order_by(F("series__tried_at").asc(nulls_first=True), "name")[:MOST_AT_ONCE]
    asked = []
    for row in chosen:
        series = _series(opened, row)
        KnownMetric.objects.filter(pk=row.pk).update(series=series)
        if series.tried_at is None or series.tried_at < at - timedelta(days=1):
            asked.append(series)
    measure_in(opened, asked, at=at, is_cut=False)


def draw_chart(pk: int, series: int) -> None:
    """Draw one series of a metric, where it shows something that was not drawn yet."""
    row, drawn = KnownMetric.objects.filter(pk=pk).first(), Series.objects.filter(pk=series).first()
    if row is not None and drawn is not None:
        draw(chart_of(row, drawn, today=clock.today(company().time_zone)), clock.now())


def _series(opened: Workspace, row: KnownMetric) -> Series:
    card = card_as_asked(opened, row.name, {})
    return series_for(card, parameters={}, filters={}, grain="month")


def _cohorts(opened: Workspace, row: KnownMetric) -> dict[str, Any]:
    """Empty where there is none. A table that cannot be made does not cost the series."""
    if not row.has_cohorts:
        return {}
    try:
        return as_json(table_of_cohorts(opened, row.name, start=first_day(opened.as_of)))
    except HoldfastError as error:
        return {"error": told(error)}
