"""Pages of import and export."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.cycles.queries import chosen_cycle
from holdfast.web.drafts.queries import teams_to_draft_for
from holdfast.web.exchange.exporting import exported
from holdfast.web.exchange.forms import ExportForm
from holdfast.web.exchange.import_forms import FileForm
from holdfast.web.exchange.models import Import
from holdfast.web.look.readers import zone_for
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@classified("signed in")
@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """What can be taken out and brought in."""
    return exchange_page(request)


@classified("signed in")
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Objectives as a file: those that this person may see."""
    person = signed_in(request)
    form = ExportForm(request.GET)
    if not form.is_valid():
        return exchange_page(request, taking=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    cycle = form.cleaned_data["cycle"]
    actor = Actor(person, "page", clock.now())
    try:
        return exported(actor, person, form.cleaned_data["form"], form.asked(), cycle.name if cycle else "")
    except InputError as error:
        form.add_error(None, str(error))
        return exchange_page(request, taking=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def exchange_page(
    request: HttpRequest,
    *,
    taking: ExportForm | None = None,
    sending: FileForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The page with both forms; one that was refused with what to mend."""
    person = signed_in(request)
    cycle = chosen_cycle(request.GET.get("cycle", ""), clock.today(zone_for(person)))
    usual: dict[str, object] = {"cycle": cycle if cycle and cycle.is_open else None}
    told = {
        "export": taking or ExportForm(cycle=cycle),
        "sending": sending or FileForm(person, initial=usual),
        "may_import": bool(teams_to_draft_for(person)),
        "imports": list(Import.objects.filter(by=person).defer("content")[:10]),
    }
    return render(request, "exchange/exchange.html", told, status=status)
