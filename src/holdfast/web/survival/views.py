"""The page of how long customers last."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe
from markupsafe import Markup

from holdfast.records.survival import SurvivalReport
from holdfast.web import clock
from holdfast.web.computing.records import read_record
from holdfast.web.computing.showing import shown
from holdfast.web.people.access import classified, signed_in
from holdfast.web.survival.finding import by_question
from holdfast.web.survival.heat import heat_rows

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("signed in")
@require_safe
def survival_page(request: HttpRequest) -> HttpResponse:
    """How long customers last, by segment and cohort, and where in their life they leave."""
    signed_in(request)
    given = {name: str(value) for name, value in request.GET.items()}
    view = shown("survival", by_question, given, now=clock.now())
    answer = view.row.answer
    found = read_record(SurvivalReport, answer["report"]) if answer else None
    context = {
        "view": view,
        "found": found,
        "columns": answer.get("columns", ()),
        # Drawn by `curves_svg`, which escapes every text.
        "drawn": [Markup(one) for one in answer.get("drawn", ())],  # noqa: S704
        "not_drawn": answer.get("not_drawn", 0),
        "cohorts": heat_rows(found.cohorts) if found else (),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if view.refused else HTTPStatus.OK
    return render(request, "survival/survival.html", context, status=status)
