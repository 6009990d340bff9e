"""Pages of metrics: the list, one metric, its values as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.web import clock
from holdfast.web.look.readers import zone_for
from holdfast.web.measurements.drawing import drawn
from holdfast.web.metrics.access import chosen_question, known_metric
from holdfast.web.metrics.actions import (
    ask_for_look,
    ask_for_measuring,
    is_due,
    know_catalogue,
    mark_looked_at,
)
from holdfast.web.metrics.files import file_name, values_csv
from holdfast.web.metrics.page import metric_page as of_metric
from holdfast.web.metrics.page import uses_of
from holdfast.web.metrics.queries import SHOWN, metric_list
from holdfast.web.metrics.tasks import draw_metric
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from holdfast.web.metrics.models import DataLook, KnownMetric
    from holdfast.web.metrics.page import MetricPage

_LONGEST_SEARCH = 100
_MINUTE = timedelta(minutes=1)
_FIRST_WAIT = timedelta(minutes=2)


@classified("signed in")
def metrics_page(request: HttpRequest) -> HttpResponse:
    """The catalogue and own metrics, by family; the first time a job is asked to look at the data."""
    person, now = signed_in(request), clock.now()
    know_catalogue()
    words = request.GET.get("q", "")[:_LONGEST_SEARCH].strip()
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else ""
    found = metric_list(person, words=words, shown=shown, today=clock.today(zone_for(person)))
    if found.look.tried_at is None:
        ask_for_look(now)
    context = {"list": found, "words": words, "shown": shown, "waits": _wait(found.look, now)}
    return render(request, "metrics/list.html", context)


@classified("signed in")
@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Have the data looked at again, at most once a minute."""
    signed_in(request)
    ask_for_look(clock.now(), wait=_MINUTE)
    messages.success(request, "The data are being looked at. Load the page anew in a moment.")
    return redirect("metrics")


@classified("signed in")
def metric_page(request: HttpRequest, name: str) -> HttpResponse:
    """One metric. What was never measured, or not for a day, is asked for; a job measures it."""
    person, now = signed_in(request), clock.now()
    row, uses = known_metric(name), uses_of(person, name)
    series = chosen_question(row, uses, request.GET.get("series", ""))
    page = of_metric(row, series, uses, by=request.GET.get("by", ""), today=clock.today(zone_for(person)))
    _keep_fresh(page, now)
    drawing = drawn(page.chart) if page.chart else None
    is_partial = bool(request.headers.get("HX-Request"))
    if page.series and page.chart and page.chart.is_drawable and drawing is None and not is_partial:
        draw_metric.enqueue(row.pk, page.series.pk)
    context = {"page": page, "row": row, "drawing": drawing, "waits": _wait(row, now)}
    return render(request, "metrics/metric.html", context)


@classified("signed in")
@require_POST
def measure_again(request: HttpRequest, name: str) -> HttpResponse:
    """Have a metric measured now, at most once a minute."""
    signed_in(request)
    row = known_metric(name)
    ask_for_measuring(row, clock.now(), wait=_MINUTE)
    return redirect("metric", row.name)


@classified("signed in")
def metric_values(request: HttpRequest, name: str) -> HttpResponse:
    """All current values of a question, by segment too, as CSV; a spreadsheet runs nothing of it."""
    person = signed_in(request)
    row = known_metric(name)
    series = chosen_question(row, uses_of(person, name), request.GET.get("series", ""))
    if series is None:
        raise Http404
    answer = HttpResponse(values_csv(series), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(row.name)}"'
    return answer


def _keep_fresh(page: MetricPage, now: datetime) -> None:
    if page.series is not None:
        mark_looked_at(page.series, now)
    if is_due(page.row, now):
        ask_for_measuring(page.row, now)
    if page.look.tried_at is None:
        ask_for_look(now)


def _wait(row: KnownMetric | DataLook, now: datetime) -> str:
    """``no`` where nothing is waited for, ``yes``, or ``late`` where it takes longer than it should."""
    if row.asked_at is None or (row.tried_at is not None and row.tried_at >= row.asked_at):
        return "no"
    return "late" if now - row.asked_at > _FIRST_WAIT else "yes"
