"""Pages of imports: send a file, look at what each row becomes, bring it in."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.exchange.columns import FIELDS
from holdfast.web.exchange.files import TITLES, columns_in_file
from holdfast.web.exchange.import_forms import FileForm, PlaceForm, columns_in, owners_in, place_of
from holdfast.web.exchange.importing import (
    AT_ONCE,
    bring_in,
    choose,
    discard_import,
    look,
    start_import,
)
from holdfast.web.exchange.models import Import
from holdfast.web.exchange.tasks import begin_job
from holdfast.web.exchange.uploading import OneFile
from holdfast.web.exchange.views import exchange_page
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.people.access import classified, signed_in
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.web.exchange.plans import Outcome

_SHOWN = 200
_ANOTHER = "The rows become something else than you saw. Look at them below, then bring them in."


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows of the preview.

    Attributes:
        refused: The first of those that are refused.
        others: The first of the others.
    """

    refused: tuple[Outcome, ...]
    others: tuple[Outcome, ...]


@csrf_exempt  # checked below, when the file has somewhere to go: the check itself reads the form
@classified("signed in")
@require_POST
def send_file(request: HttpRequest) -> HttpResponse:
    """Take a file, and lead to what it would become. Nothing is brought in yet."""
    request.upload_handlers = [OneFile(request)]
    return _sent(request)


@csrf_protect
def _sent(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = FileForm(person, request.POST, request.FILES)
    if not form.is_valid():
        return exchange_page(request, sending=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    file = form.cleaned_data["file"]
    try:
        actor = Actor(person, "page", clock.now())
        row = start_import(actor, file.name or "file", file.read(), form.choices({}))
    except InputError as error:
        form.add_error("file", str(error))
        return exchange_page(request, sending=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("import", row.pk)


@classified("signed in")
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row becomes, what it means, and the button that brings it in."""
    person = signed_in(request)
    row = _import_for(person, pk)
    if row.state not in {"waiting", "failed"}:
        return _state(request, row)
    if request.method == "POST":
        return _chosen(request, person, row)
    return _preview(request, row, PlaceForm(person, initial=place_of(row)))


def _chosen(request: HttpRequest, person: Person, row: Import) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "discard":
        discard_import(row)
        messages.success(request, f"Nothing of {row.name} was brought in.")
        return redirect("exchange")
    form = PlaceForm(person, request.POST)
    if not form.is_valid():
        return _preview(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    people = dict(Person.objects.filter(is_active=True).values_list("pk", "name"))
    owners = {**row.owners, **owners_in(request.POST, people)}
    choose(row, form.choices(owners), columns_in(request.POST))
    if act == "bring in":
        return _bring_in(request, person, row, form)
    return redirect("import", row.pk)


def _bring_in(request: HttpRequest, person: Person, row: Import, form: PlaceForm) -> HttpResponse:
    try:
        looked = look(row)
        if request.POST.get("seen") != looked.plan.digest:
            form.add_error(None, _ANOTHER)
            return _preview(request, row, form, status=HTTPStatus.CONFLICT)
        if len(looked.plan.outcomes) > AT_ONCE:
            begin_job(row, rows=len(looked.plan.outcomes))
            return redirect("import", row.pk)
        bring_in(Actor(person, "page", clock.now()), row, looked)
    except InputError as error:
        form.add_error(None, str(error))
        return _preview(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("import", row.pk)


def _preview(
    request: HttpRequest,
    row: Import,
    form: PlaceForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    told: dict[str, object] = {"row": row, "form": form, "fields": FIELDS}
    try:
        looked = look(row)
    except InputError as error:
        columns = columns_in_file(bytes(row.content), name=row.name, chosen=row.columns)
        told |= {"trouble": str(error), "looked": None, "columns": columns}
        return render(request, "exchange/import.html", told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    plan = looked.plan
    told |= {
        "trouble": "",
        "looked": looked,
        "title": TITLES[looked.read.form],
        "columns": looked.read.columns,
        "shown": _shown(plan.outcomes),
        "people": list(Person.objects.filter(is_active=True).values_list("pk", "name")),
        "asked_owners": [*row.owners.items(), *((one, "") for one in plan.unknown_owners)][:300],
    }
    return render(request, "exchange/import.html", told, status=status)


def _shown(outcomes: tuple[Outcome, ...]) -> Shown:
    refused = [one for one in outcomes if one.becomes == "refused"]
    others = [one for one in outcomes if one.becomes != "refused"]
    return Shown(tuple(refused[:_SHOWN]), tuple(others[:_SHOWN]))


def _state(request: HttpRequest, row: Import) -> HttpResponse:
    """A job on its way, or what became of it."""
    made = visible_objectives(row.by).filter(origins__imported=row, origins__key_result=None)
    shown = list(made.order_by("pk")[:20]) if row.state == "done" else []
    template = "exchange/_state.html" if request.htmx else "exchange/state.html"  # type: ignore[attr-defined]
    return render(request, template, {"row": row, "objectives": shown})


def _import_for(person: Person, pk: int) -> Import:
    """One's own alone: for everybody else it is not there."""
    row = Import.objects.select_related("by", "cycle").filter(pk=pk, by=person).first()
    if row is None:
        raise Http404
    return row
