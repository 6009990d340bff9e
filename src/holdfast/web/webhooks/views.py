"""The page of webhooks: endpoints, their secrets, and what was delivered."""

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
from holdfast.web.people.access import classified, signed_in
from holdfast.web.webhooks.actions import make_endpoint, rotate_secret, secrets_of, switch
from holdfast.web.webhooks.forms import EndpointForm
from holdfast.web.webhooks.models import Delivery, Endpoint
from holdfast.web.webhooks.sending import shown_secret

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN = 100


@classified("administrator")
def webhooks_page(request: HttpRequest) -> HttpResponse:
    """All endpoints and the last deliveries; a secret is shown once, in the answer that made it."""
    if request.method != "POST":
        return _page(request, EndpointForm())
    form = EndpointForm(request.POST)
    if form.is_valid():
        try:
            made = make_endpoint(_actor(request), form.cleaned_data["url"], form.cleaned_data["events"])
            return _page(request, EndpointForm(), made=made, status=HTTPStatus.CREATED)
        except InputError as error:
            form.add_error("url", str(error))
    return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@classified("administrator")
@require_POST
def webhook_rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Another secret, shown in the answer."""
    return _page(request, EndpointForm(), made=rotate_secret(_actor(request), _endpoint(pk)))


@classified("administrator")
@require_POST
def webhook_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Off where it is on, on where it is off."""
    row = _endpoint(pk)
    switch(_actor(request), row, is_on=not row.is_on)
    messages.success(request, "It is told nothing more." if row.is_on else "It is told again.")
    return redirect("webhooks")


def _page(
    request: HttpRequest,
    form: EndpointForm,
    *,
    made: Endpoint | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "endpoints": Endpoint.objects.all()[:_SHOWN],
        "deliveries": Delivery.objects.select_related("endpoint")[:_SHOWN],
        "made": made,
        "secret": shown_secret(secrets_of(made, clock.now())[0]) if made else "",
    }
    return render(request, "webhooks/webhooks.html", context, status=status)


def _endpoint(pk: int) -> Endpoint:
    found = Endpoint.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor:
    return Actor(signed_in(request), "page", clock.now())
