"""Pages of pulls: what is fetched, how often, how old it is, and what went wrong."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.dataset import pulling
from holdfast.web.dataset.models import Pull
from holdfast.web.dataset.pull_forms import KINDS, PullForm, obstacle
from holdfast.web.errors import ConflictError
from holdfast.web.people.access import classified, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@classified("administrator")
def new_pull(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a pull from one kind of source; makes it."""
    if kind not in KINDS:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = PullForm(sent, kind=kind)
    if sent is not None and form.is_valid():
        try:
            made = pulling.make_pull(_actor(request), form.asked())
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"{made.name} is fetched now, and then every {pulling.EVERY[made.every]}."
            )
            return redirect("data")
    context = {"form": form, "kind": kind, "kinds": KINDS, "obstacle": obstacle(kind), "row": None}
    status = HTTPStatus.OK if sent is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "dataset/pull.html", context, status=status)


@classified("administrator")
def change_pull(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a pull that is there; changes it. What an address may hold as a key is not shown."""
    row = _pull(pk)
    sent = request.POST if request.method == "POST" else None
    form = PullForm(sent, kind=row.kind, row=row)
    status = HTTPStatus.OK if sent is None else HTTPStatus.UNPROCESSABLE_ENTITY
    if sent is not None and form.is_valid():
        try:
            made = pulling.change_pull(_actor(request), pk, form.asked(), seen=form.cleaned_data["seen"])
        except InputError as error:
            status = HTTPStatus.CONFLICT if isinstance(error, ConflictError) else status
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.name} is fetched as it says now.")
            return redirect("data")
    context = {"form": form, "kind": row.kind, "kinds": KINDS, "obstacle": "", "row": row}
    return render(request, "dataset/pull.html", context, status=status)


@classified("administrator")
@require_POST
def run_pull(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch it now, by a job."""
    row = _pull(pk)
    pulling.run_now(_actor(request), row)
    messages.success(request, f"{row.name} is being fetched. Load the page again in a moment.")
    return redirect("data")


@classified("administrator")
@require_POST
def switch_pull(request: HttpRequest, pk: int) -> HttpResponse:
    """Off where it is on, on where it is off."""
    row = _pull(pk)
    pulling.switch_pull(_actor(request), row, is_on=not row.is_on)
    messages.success(request, f"{row.name} rests." if row.is_on else f"{row.name} is fetched again.")
    return redirect("data")


@classified("administrator")
@require_POST
def remove_pull(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch it no more."""
    row = _pull(pk)
    pulling.remove_pull(_actor(request), row)
    messages.success(request, f"{row.name} is fetched no more. The file stays as it is.")
    return redirect("data")


def _pull(pk: int) -> Pull:
    row = Pull.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())
