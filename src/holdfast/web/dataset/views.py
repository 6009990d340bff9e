"""Pages of the data: the list, files that wait, how tables are read, and the data check."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from holdfast.errors import HoldfastError, InputError
from holdfast.service.dataset.sampling import Asked
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.dataset import actions, places
from holdfast.web.dataset.arriving import NEW_COMPANY, adds_to, asked_of, keep, propose_again
from holdfast.web.dataset.forms import ZONES, CompanyForm, TableForm
from holdfast.web.dataset.leaving import column_of_leaving
from holdfast.web.dataset.mapping_page import mapping_page
from holdfast.web.dataset.models import Arrival
from holdfast.web.dataset.pull_forms import KINDS
from holdfast.web.dataset.pulling import EVERY
from holdfast.web.dataset.queries import (
    data_page,
    findings_of,
    found_of_table,
    table_line,
    waiting_file,
    waiting_rows,
)
from holdfast.web.dataset.stated import stated
from holdfast.web.dataset.together import beside, hosts_of, look_together, read_as, still_together
from holdfast.web.dataset.uploading import FIELD, Arrivals, Arrived
from holdfast.web.errors import ConflictError
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from django.http import HttpRequest, HttpResponse

    from holdfast.web.dataset.mapping_page import MappingPage
    from holdfast.web.dataset.stated import Stated

_BAD = HTTPStatus.UNPROCESSABLE_ENTITY


@classified("administrator")
def data(request: HttpRequest) -> HttpResponse:
    """Tables with where they come from, their age and faults; what waits; what can be measured."""
    return _list(request)


@csrf_exempt  # checked below, when the files have somewhere to go: the check itself reads the form
@classified("administrator")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in, each streamed to a folder of its own."""
    request.upload_handlers = [Arrivals(request)]
    return _uploaded(request)


@csrf_protect
def _uploaded(request: HttpRequest) -> HttpResponse:
    refused: list[str] = []
    kept: list[Arrival] = []
    for one in request.FILES.getlist(FIELD):
        try:
            kept.append(_kept(request, one))
        except HoldfastError as error:
            refused.append(str(error))
    if not kept and not refused:
        refused.append("Choose a file first: CSV, Excel, Parquet or JSON.")
    with suppress(HoldfastError):  # each can be read alone, and says itself why it cannot
        look_together(kept)
    if refused:
        return _list(request, refused=refused, status=_BAD)
    if len(kept) == 1:
        return redirect("data-file", kept[0].key)
    messages.success(request, f"{len(kept)} files are here. Look at each, then use it.")
    return redirect("data")


@classified("administrator")
def file_page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How a waiting file is read, on its first rows; correct it, try it, use it."""
    row = still_together(waiting_file(key))
    told = stated()
    if request.method != "POST":
        return _file(request, row, told)
    table = request.POST.get("table", row.table)
    if request.POST.get("do") == "alone":
        propose_again(row, row.table)
        return redirect("data-file", row.key)
    if table != row.table:
        return _other_table(request, row, told)
    wants = request.POST.get("do") == "use"
    company = None if told.company else CompanyForm(request.POST, prefix="company")
    about = company.about() if company else {}
    page = _mapping_of(request, row, told, about=about)
    is_valid = page.form.is_valid() and (company is None or not wants or company.is_valid())
    if company and not wants:  # nobody who only tries it is told that the name is missing
        company = CompanyForm(initial=about, prefix="company")
    if not wants or not is_valid or page.error or page.faults:
        status = HTTPStatus.OK if is_valid and not wants else _BAD
        return _file(request, row, told, page=page, company=company, status=status)
    return _use(request, row, page, company)


@classified("administrator")
@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Leave nothing of a waiting file."""
    row = waiting_file(key)
    actions.drop_file(_actor(request), key)
    messages.success(request, f"{row.name} is gone. Nothing was changed.")
    return redirect("data")


@classified("administrator")
@require_POST
def put_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The file that another one replaced."""
    if not Arrival.objects.filter(key=key).exists():
        raise Http404
    try:
        row = actions.put_back(_actor(request), key)
    except InputError as error:
        return _list(request, refused=[str(error)], status=_BAD)
    messages.success(request, f"The earlier {row.placed} stands again. The data check runs.")
    return redirect("data")


@classified("administrator")
def table_page(request: HttpRequest, name: str) -> HttpResponse:
    """How a table is read now, and another way of reading it."""
    told = stated()
    if name not in told.tables:
        raise Http404
    if not told.patterns_of(told.tables[name]):
        return render(request, "dataset/table.html", _about(told, name) | {"page": None})
    sent = request.POST if request.method == "POST" else None
    section = told.tables[name]
    asked = Asked(places.folder(), name, section, told.sources_of(section), told.company)
    found = found_of_table(name)
    page = mapping_page(asked, sent, remarks={}, found=found)
    wants = sent is not None and sent.get("do") == "use"
    is_sound = page.form.is_valid() and not page.error and not page.faults
    status = HTTPStatus.OK if sent is None or (page.form.is_valid() and not wants) else _BAD
    refused = ""
    if wants and is_sound:
        try:
            chosen = actions.Chosen(
                name, page.form.decided(), asked.sources, {}, request.POST.get("seen", "")
            )
            actions.change_mapping(_actor(request), chosen)
        except HoldfastError as error:
            told, status, refused = stated(), _status(error), str(error)
        else:
            messages.success(request, f"{name} is read in the new way. The data check runs.")
            return redirect("data")
    context = _about(told, name) | {"page": page, "refused": refused}
    return render(request, "dataset/table.html", context, status=status)


@classified("administrator")
def check_page(request: HttpRequest) -> HttpResponse:
    """What the last data check found, with its age; asks for another one."""
    if request.method == "POST":
        actions.ask_check(_actor(request))
        messages.success(request, "The data check runs. Load the page again in a moment.")
        return redirect("data-check")
    page = data_page(_shift())
    report = page.check.report if page.check else {}
    findings = {kind: findings_of(report, kind) for kind in ("error", "warning", "note")}
    return render(request, "dataset/check.html", {"page": page, "report": report, "findings": findings})


def _list(
    request: HttpRequest, *, refused: Sequence[str] = (), status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    page = data_page(_shift())
    report = page.check.report if page.check else {}
    context = {
        "page": page,
        "hosts": hosts_of(page.waiting),
        "refused": refused,
        "report": report,
        "errors": findings_of(report, "error"),
        "warnings": findings_of(report, "warning"),
        "kinds": KINDS,
        "every": EVERY,
        "most_mb": places.most_bytes() // 1_000_000,
    }
    return render(request, "dataset/data.html", context, status=status)


def _kept(request: HttpRequest, one: Any) -> Arrival:  # noqa: ANN401 - Django's type of files, ours in fact
    if not isinstance(one, Arrived) or one.error is not None or one.arriving is None:
        raise (
            one.error if isinstance(one, Arrived) and one.error else InputError("the form", "no file came")
        )
    with one.arriving:
        return keep(_actor(request), one.key, one.arriving)


def _file(  # noqa: PLR0913 - what the page is made of
    request: HttpRequest,
    row: Arrival,
    told: Stated,
    *,
    page: MappingPage | None = None,
    company: CompanyForm | None = None,
    refused: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if page is None and row.table:
        page = _mapping_of(request, row, told, sent=False)
    current = told.tables.get(row.table)
    about = {**NEW_COMPANY, "name": ""}
    context = {
        "row": row,
        "page": page,
        "told": told,
        "table_form": TableForm(initial={"table": row.table}),
        "company": company or (None if told.company else CompanyForm(initial=about, prefix="company")),
        "current": table_line(told, row.table, _shift()) if current else None,
        "is_same": current == row.section,
        "adds": adds_to(row, told),
        "beside": beside(row),
        "host": hosts_of(waiting_rows()).get(str(row.key)),
        "left": column_of_leaving(row, told, page.look.names) if page else "",
        "zones": ZONES,
        "refused": refused,
    }
    return render(request, "dataset/file.html", context, status=status)


def _mapping_of(
    request: HttpRequest, row: Arrival, told: Stated, *, sent: bool = True, about: Mapping[str, str] = {}
) -> MappingPage:
    asked = asked_of(row, told, row.section, row.sources, {**NEW_COMPANY, **about})
    return mapping_page(asked, request.POST if sent else None, remarks=row.remarks, found=row.found)


def _other_table(request: HttpRequest, row: Arrival, told: Stated) -> HttpResponse:
    form = TableForm(request.POST)
    if not form.is_valid():
        return _file(request, row, told, refused="Choose the table that this file gives.", status=_BAD)
    read_as(row, form.cleaned_data["table"])
    return redirect("data-file", row.key)


def _use(request: HttpRequest, row: Arrival, page: MappingPage, company: CompanyForm | None) -> HttpResponse:
    about = company.cleaned_data if company else {}
    section = page.form.decided()
    chosen = actions.Chosen(row.table, section, row.sources, about, request.POST.get("seen", ""))
    try:
        used = actions.use_file(_actor(request), row.key, chosen)
    except HoldfastError as error:
        status, refused = _status(error), str(error)
        return _file(request, row, stated(), page=page, company=company, refused=refused, status=status)
    told = stated()
    said = " and as ".join(
        (used.table, *(one for one in told.tables_reading(used.placed) if one != used.table))
    )
    messages.success(request, f"{used.placed} is used as {said}. The data check runs.")
    return redirect("data")


def _status(error: HoldfastError) -> HTTPStatus:
    if isinstance(error, ConflictError):
        return HTTPStatus.CONFLICT
    return _BAD if isinstance(error, InputError) else HTTPStatus.SERVICE_UNAVAILABLE


def _about(told: Stated, name: str) -> dict[str, Any]:
    line = table_line(told, name, _shift())
    return {"told": told, "line": line, "section": told.tables[name], "refused": "", "zones": ZONES}


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())


def _shift() -> timedelta:
    """How far the clock of the pages is from the disk's: the demo has a day of its own."""
    return clock.now() - clock.real()
