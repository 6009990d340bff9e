"""The pages of drivers: what goes with leaving, and whether a metric leads to staying."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.drafting.leads import leads
from holdfast.errors import InputError
from holdfast.reasons.risk.periods import HORIZONS
from holdfast.records.drivers import DriversReport
from holdfast.report.drivers import UNKNOWN, difference_text, title_text, weight_text
from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.computing.asking import question_of
from holdfast.web.computing.models import Computed
from holdfast.web.computing.records import read_record
from holdfast.web.computing.showing import shown
from holdfast.web.drivers.finding import LinkTest, drivers_question, link_question, link_test
from holdfast.web.evidence.queries import check_of
from holdfast.web.metrics.access import known_metric
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from holdfast.records.drivers import DriverFound
    from holdfast.web.computing.showing import Shown


@dataclass(frozen=True, slots=True)
class DriverLine:
    """A candidate as the page shows it.

    Attributes:
        driver: Its figures.
        difference: In words.
        weight: In words; empty where it was not weighed.
        link: The test of its link; None where it is tested by lot.
        is_answered: Some metric answers it, so that an OKR can be drafted from it.
    """

    driver: DriverFound
    difference: str
    weight: str
    link: LinkTest | None
    is_answered: bool


@classified("signed in")
@require_safe
def drivers_page(request: HttpRequest) -> HttpResponse:
    """Which experiences go with leaving, each with the button that tests it."""
    signed_in(request)
    view = shown("drivers", drivers_question, _given(request), now=clock.now())
    found = read_record(DriversReport, view.row.answer) if view.row.answer else None
    lines = [_line(one) for one in found.drivers] if found else []
    context = {
        "view": view,
        "found": found,
        "title": title_text(found) if found else "",
        "told": [one for one in lines if one.driver.verdict != UNKNOWN],
        "unknown": [one for one in lines if one.driver.verdict == UNKNOWN],
        "horizons": HORIZONS,
        "choices": _choices(view, found),
    }
    return render(request, "drivers/drivers.html", context, status=_status(view.refused))


@classified("signed in")
@require_safe
def link_page(request: HttpRequest) -> HttpResponse:
    """Whether customers who had what a metric counts stay longer, like for like."""
    signed_in(request)
    try:
        asked = link_question(_given(request))
    except InputError as error:
        raise Http404 from error
    metric = known_metric(asked["metric"])
    view = shown("link", link_question, _given(request), now=clock.now())
    check = check_of(view.row.answer, on=view.row.on, unit=metric.unit) if view.row.answer else None
    context = {
        "view": view,
        "metric": metric,
        "check": check,
        "is_lead": any(one.metric == metric.name for one in leads()),
    }
    return render(request, "drivers/link.html", context, status=_status(view.refused))


def _choices(view: Shown, found: DriversReport | None) -> Mapping[str, list[tuple[str, str, int]]]:
    """Of each column the keys, values and customers of its segments, by the answer about all customers."""
    whole = found
    if view.asked["segment"]:
        everybody = question_of({**view.asked, "segment": ""})
        row = Computed.objects.filter(kind="drivers", question=everybody).first()
        whole = read_record(DriversReport, row.answer) if row is not None and row.answer else None
    made: dict[str, list[tuple[str, str, int]]] = {}
    for column, value, customers in whole.segments if whole else ():
        made.setdefault(column, []).append((f"{column}={value}", value, customers))
    return made


def _line(one: DriverFound) -> DriverLine:
    is_answered = any(lead.answers(one.name) for lead in leads())
    return DriverLine(one, difference_text(one), weight_text(one), link_test(one.tested_by), is_answered)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items()}


def _status(refused: str) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
