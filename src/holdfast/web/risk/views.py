"""The page of who is at risk, and its list as a file."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.errors import InputError
from holdfast.reasons.risk.periods import HORIZONS
from holdfast.reasons.risk.scoring import MOST_OF_SEGMENT
from holdfast.records.risk import RiskReport
from holdfast.report.risk import (
    because_text,
    contact_text,
    head_text,
    kept_text,
    learnt_text,
    notes_of,
    receipt_text,
    risk_csv,
    trust_text,
)
from holdfast.web import clock
from holdfast.web.computing.records import read_record
from holdfast.web.computing.showing import shown
from holdfast.web.metrics.files import guarded
from holdfast.web.people.access import can, classified, require, signed_in
from holdfast.web.risk.finding import LONGEST, ORDERS, risk_question
from holdfast.web.risk.narrowing import choices, chosen_segment, narrowed

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest


@classified("signed in")
@require_safe
def risk_page(request: HttpRequest) -> HttpResponse:
    """Who is at risk: the chances held against what came of them, and the list for those who may see it."""
    person = signed_in(request)
    view = shown("risk", risk_question, _given(request), now=clock.now())
    whole = read_record(RiskReport, view.row.answer) if view.row.answer else None
    key, segment, refused = request.GET.get("segment", ""), None, view.refused
    try:
        segment = chosen_segment(whole, key) if whole else None
    except InputError as error:
        refused = refused or str(error)
    found = narrowed(whole, segment) if whole and segment else whole
    context: dict[str, Any] = {
        "view": replace(view, refused=refused),
        "found": found,
        "whole": whole,
        "told": _told(found) if found else {},
        "segment": segment,
        "segment_key": key,
        "choices": choices(whole) if whole else {},
        "horizons": HORIZONS,
        "orders": ORDERS,
        "longest": LONGEST,
        "most_of_segment": MOST_OF_SEGMENT,
        "may_see": can(person, "see customers"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "risk/risk.html", context, status=status)


@classified("signed in")
@require_safe
def risk_file(request: HttpRequest) -> HttpResponse:
    """The list as CSV, as `holdfast risk --format csv` writes it; a spreadsheet runs nothing of it."""
    require(signed_in(request), "see customers")
    view = shown("risk", risk_question, _given(request), now=clock.now())
    if not view.row.answer or view.refused:
        raise Http404
    found = read_record(RiskReport, view.row.answer)
    try:
        segment = chosen_segment(found, request.GET.get("segment", ""))
    except InputError as error:
        raise Http404 from error
    text = guarded(risk_csv(narrowed(found, segment) if segment else found))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="customers-at-risk.csv"'
    return answer


def _told(found: RiskReport) -> dict[str, Any]:
    """What the command says too, in its words."""
    return {
        "learnt": learnt_text(found),
        "list": head_text(found).removesuffix(":"),
        "receipt": receipt_text(found.receipt, found.currency) if found.receipt else "",
        "trust": trust_text(found.trust) if found.trust else "",
        "contact": contact_text(found),
        "kept": ["" if one.kept is None else kept_text(one.kept) for one in found.listed],
        "because": [because_text(one) for one in found.listed],
        "notes": notes_of(found),
    }


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items()}
