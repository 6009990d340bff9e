"""Endpoints of webhooks: made, let rest and given another secret by administrators."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Status

from holdfast.web import clock
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.plain import Id
from holdfast.web.api.schemas.webhooks import EndpointAnswer, EndpointRests, EndpointStated
from holdfast.web.people.access import require
from holdfast.web.webhooks.actions import make_endpoint, rotate_secret, secrets_of, switch
from holdfast.web.webhooks.models import Endpoint
from holdfast.web.webhooks.sending import shown_secret

router = Router(auth=Bearer("administer"), tags=["webhooks"])
Pk = Annotated[Id, Path()]


@router.get("/webhooks", response={200: list[EndpointAnswer], **PROBLEMS})
def list_endpoints(request: HttpRequest) -> list[EndpointAnswer]:
    """Who is told of what, the newest first."""
    require(caller(request), "administer")
    return [_answer(row) for row in Endpoint.objects.all()]


@router.post("/webhooks", response={201: EndpointAnswer, **PROBLEMS})
def add_endpoint(request: HttpRequest, sent: EndpointStated) -> Status[EndpointAnswer]:
    """Tell an address of some events; the secret that signs them is in this answer alone."""
    require(caller(request), "administer")
    made = make_endpoint(actor(request), sent.url, sent.events)
    return Status(HTTPStatus.CREATED.value, _answer(made, is_new=True))


@router.post("/webhooks/{pk}/secret", response={200: EndpointAnswer, **PROBLEMS})
def rotate(request: HttpRequest, pk: Pk) -> EndpointAnswer:
    """Another secret; the one before signs too for a day."""
    return _answer(rotate_secret(actor(request), _found(request, pk)), is_new=True)


@router.put("/webhooks/{pk}/rest", response={200: EndpointAnswer, **PROBLEMS})
def let_rest(request: HttpRequest, pk: Pk, sent: EndpointRests) -> EndpointAnswer:
    """Tell it nothing for now, or go on; twice is once."""
    switch(actor(request), _found(request, pk), is_on=not sent.rests)
    return _answer(_found(request, pk))


def _found(request: HttpRequest, pk: int) -> Endpoint:
    require(caller(request), "administer")
    row = Endpoint.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _answer(row: Endpoint, *, is_new: bool = False) -> EndpointAnswer:
    return EndpointAnswer(
        id=row.pk,
        url=row.url,
        events=row.events,
        is_on=row.is_on,
        made_at=row.made_at,
        secret=shown_secret(secrets_of(row, clock.now())[0]) if is_new else None,
    )
