"""Cycles and dated events: made, changed and taken from state to state by administrators."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Status

from holdfast.web import clock
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.people import router as people_router  # its list of cycles has the same address
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.cycles import CycleStated, EventAnswer, EventStated, StateStated
from holdfast.web.api.schemas.people import CycleAnswer
from holdfast.web.api.schemas.plain import Id
from holdfast.web.company import company
from holdfast.web.cycles import actions
from holdfast.web.cycles.models import Cycle, DatedEvent
from holdfast.web.people.access import require

ADMINISTER = Bearer("administer")
router = Router(auth=ADMINISTER, tags=["administration"])
Pk = Annotated[Id, Path()]


@people_router.post("/cycles", auth=ADMINISTER, response={201: CycleAnswer, **PROBLEMS})
def make_cycle(request: HttpRequest, sent: CycleStated) -> Status[CycleAnswer]:
    """A new cycle, as a draft."""
    require(caller(request), "administer")
    made = actions.make_cycle(actor(request), _stated(sent))
    return Status(HTTPStatus.CREATED.value, CycleAnswer.from_orm(made))


@router.patch("/cycles/{pk}", response={200: CycleAnswer, **PROBLEMS})
def change_cycle(request: HttpRequest, pk: Pk, sent: CycleStated) -> CycleAnswer:
    """Change a cycle; once it has begun, its dates stay."""
    _found(request, pk)
    return CycleAnswer.from_orm(actions.change_cycle(actor(request), pk, _stated(sent)))


@router.put("/cycles/{pk}/state", response={200: CycleAnswer, **PROBLEMS})
def move_cycle(request: HttpRequest, pk: Pk, sent: StateStated) -> CycleAnswer:
    """Take a cycle to its next state, or one back where that loses nothing."""
    _found(request, pk)
    today = clock.today(company().time_zone)
    moved = actions.move_cycle(actor(request), pk, to=sent.to, seen=sent.seen, today=today)
    return CycleAnswer.from_orm(moved)


@router.get("/dated-events", response={200: list[EventAnswer], **PROBLEMS})
def list_events(request: HttpRequest) -> list[EventAnswer]:
    """What stands on every chart, in order of time."""
    require(caller(request), "administer")
    return [EventAnswer.from_orm(one) for one in DatedEvent.objects.all()]


@router.post("/dated-events", response={201: EventAnswer, **PROBLEMS})
def add_event(request: HttpRequest, sent: EventStated) -> Status[EventAnswer]:
    """Let something that happened stand on every chart."""
    require(caller(request), "administer")
    made = actions.add_event(actor(request), sent.on, sent.title)
    return Status(HTTPStatus.CREATED.value, EventAnswer.from_orm(made))


@router.delete("/dated-events/{pk}", response={204: None, **PROBLEMS})
def remove_event(request: HttpRequest, pk: Pk) -> Status[None]:
    """Take it away again; nothing where it is gone already."""
    require(caller(request), "administer")
    actions.remove_event(actor(request), pk)
    return Status(HTTPStatus.NO_CONTENT.value, None)


def _found(request: HttpRequest, pk: int) -> Cycle:
    require(caller(request), "administer")
    row = Cycle.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _stated(sent: CycleStated) -> actions.StatedCycle:
    return actions.StatedCycle(sent.name, sent.starts_on, sent.ends_on, sent.cadence_days)
