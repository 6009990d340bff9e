"""The page of what keeping customers is worth."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.errors import InputError
from holdfast.records.contract_value import ContractValue
from holdfast.records.lifetime_value import LifetimeValue
from holdfast.records.worth import Worth
from holdfast.report.worth import effort_text, point_lines, winning_text
from holdfast.service.worth import effort_of
from holdfast.web import clock
from holdfast.web.company import company
from holdfast.web.computing.records import read_record
from holdfast.web.computing.showing import shown
from holdfast.web.people.access import classified, signed_in
from holdfast.web.worth.finding import effort_question, worth_question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

_RECORDS: dict[str, type[Any]] = {"worth": Worth, "contracts": ContractValue, "purchases": LifetimeValue}


@classified("signed in")
@require_safe
def worth_page(request: HttpRequest) -> HttpResponse:
    """What a point of retention is worth, what an effort must keep, and what leaving cost."""
    signed_in(request)
    given = {name: str(value) for name, value in request.GET.items()}
    view = shown("worth", worth_question, given, now=clock.now())
    answer = view.row.answer
    found = {name: read_record(kind, answer[name]) for name, kind in _RECORDS.items() if name in answer}
    worth: Worth | None = found.get("worth")
    effort, refused = _effort(worth, given)
    context = {
        "view": view,
        "worth": worth,
        "values": [found[name] for name in ("contracts", "purchases") if name in found],
        "troubles": [answer[f"{name}_trouble"] for name in _RECORDS if f"{name}_trouble" in answer],
        "point": list(point_lines(worth)) if worth else [],
        "winning": winning_text(worth, worth.winning) if worth and worth.winning else "",
        "effort": effort,
        "effort_refused": refused,
        "given": {name: given.get(name, "") for name in ("effort", "reach", "kept")},
        "columns": answer.get("columns", ()),
        "currency": company().currency,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if view.refused or refused else HTTPStatus.OK
    return render(request, "worth/worth.html", context, status=status)


def _effort(worth: Worth | None, given: Mapping[str, str]) -> tuple[str, str]:
    """What an effort must keep, in words, and why that cannot be told; both empty where none is asked."""
    try:
        asked = effort_question(given, currency=company().currency)
        if asked is None or worth is None:
            return "", ""
        cost, reach, kept = asked
        return effort_text(worth, effort_of(worth.segments[0], cost, reach=reach, kept=kept)), ""
    except InputError as error:
        return "", str(error)
