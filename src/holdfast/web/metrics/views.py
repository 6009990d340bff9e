"""Pages of metrics: the list, one metric, its values as a file."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.company import has_workspace
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
from holdfast.web.metrics.asking import (
    GRAINS,
    Wanted,
    ask,
    asked_question,
    choices_of,
    waits_for,
    wanted_by,
    wanted_of,
)
from holdfast.web.metrics.files import file_name, values_csv
from holdfast.web.metrics.page import metric_page as of_metric
from holdfast.web.metrics.page import uses_of
from holdfast.web.metrics.queries import SHOWN, metric_list
from holdfast.web.metrics.tasks import draw_metric
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, QueryDict

    from holdfast.web.metrics.models import DataLook, KnownMetric, Question
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
    is_set_up = _is_set_up(found.look)
    if found.look.tried_at is None and is_set_up:
        ask_for_look(now)
    waits = _wait(found.look, now) if is_set_up else "no"
    context = {"list": found, "words": words, "shown": shown, "waits": waits, "is_set_up": is_set_up}
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
    """One metric. What was never measured, or not for a day, is asked for; a job measures it.

    Another window, variant or grain in the address is shown where somebody has asked for it, else offered.
    """
    row = known_metric(name)
    try:
        wanted = wanted_of(row, _asked(request.GET))
    except InputError as error:
        return _metric_page(request, row, Wanted(), refused=str(error))
    return _metric_page(request, row, wanted)


@classified("signed in")
@require_POST
def ask_question(request: HttpRequest, name: str) -> HttpResponse:
    """Have another window, variant or grain of a metric measured."""
    signed_in(request)
    row = known_metric(name)
    wanted = Wanted()
    try:
        wanted = wanted_of(row, _asked(request.POST))
        if wanted.is_usual:
            ask_for_measuring(row, clock.now(), wait=_MINUTE)
        else:
            ask(row, wanted, at=clock.now())
    except InputError as error:
        return _metric_page(request, row, wanted, refused=str(error))
    return redirect(f"{reverse('metric', args=[row.name])}{_query(wanted)}")


def _metric_page(
    request: HttpRequest, row: KnownMetric, wanted: Wanted, *, refused: str = ""
) -> HttpResponse:
    person, now = signed_in(request), clock.now()
    uses, named = uses_of(person, row.name), request.GET.get("series", "")
    question = None if wanted.is_usual else asked_question(row, wanted)
    if wanted.is_usual or named:
        series = chosen_question(row, uses, named)
        question = next((one for one in row.asked.all() if series and one.series_id == series.pk), None)
        wanted = wanted_by(series) or Wanted()
    else:
        series = question.series if question else None
    page = of_metric(row, series, uses, by=request.GET.get("by", ""), today=clock.today(zone_for(person)))
    is_set_up = _is_set_up(page.look)
    if is_set_up:
        _keep_fresh(page, now)
    drawing = drawn(page.chart) if page.chart else None
    is_partial = bool(request.headers.get("HX-Request"))
    if page.series and page.chart and page.chart.is_drawable and drawing is None and not is_partial:
        draw_metric.enqueue(row.pk, page.series.pk)
    is_asked = series is not None or wanted.is_usual
    waits = _waits(row, question, now) if is_asked and is_set_up else "no"
    context = {
        "page": page,
        "row": row,
        "drawing": drawing,
        "waits": waits,
        "choices": choices_of(row),
        "grains": GRAINS,
        "wanted": wanted,
        "is_asked": is_asked,
        "is_set_up": is_set_up,
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "metrics/metric.html", context, status=status)


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


def _asked(given: QueryDict) -> dict[str, str]:
    return {name: str(given.get(name, "")) for name in ("grain", "within_days", "variant")}


def _query(wanted: Wanted) -> str:
    said = {"grain": wanted.grain} if wanted.grain != "month" else {}
    said |= {name: str(value) for name, value in wanted.parameters.items()}
    return f"?{urlencode(said)}" if said else ""


def _keep_fresh(page: MetricPage, now: datetime) -> None:
    if page.series is not None:
        mark_looked_at(page.series, now)
    if is_due(page.row, now):
        ask_for_measuring(page.row, now)
    if page.look.tried_at is None:
        ask_for_look(now)


def _is_set_up(look: DataLook) -> bool:
    """There are data, or there were: a workspace that is gone is a fault, and none yet is not."""
    return look.looked_at is not None or has_workspace()


def _waits(row: KnownMetric, question: Question | None, now: datetime) -> str:
    return waits_for(question, now) if question else _wait(row, now)


def _wait(row: KnownMetric | DataLook, now: datetime) -> str:
    """``no`` where nothing is waited for, ``yes``, or ``late`` where it takes longer than it should."""
    if row.asked_at is None or (row.tried_at is not None and row.tried_at >= row.asked_at):
        return "no"
    return "late" if now - row.asked_at > _FIRST_WAIT else "yes"
