"""What waits for somebody, and what is celebrated."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from django.http import Http404, HttpRequest
from django.urls import resolve
from ninja import Path, Query, Router, Schema, Status

from holdfast.web.api.logging_in import Bearer, actor, caller, today
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.parts import CelebrationAnswer, OwedAnswer, ThanksAnswer, ThanksStated
from holdfast.web.api.schemas.plain import Id, Name, named
from holdfast.web.celebrations.actions import thank
from holdfast.web.celebrations.queries import celebration_for, celebrations
from holdfast.web.cycles.queries import chosen_cycle
from holdfast.web.owed.actions import note_mention
from holdfast.web.owed.queries import mention_for, owed_by
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from holdfast.web.celebrations.queries import Shown
    from holdfast.web.owed.items import Item

router = Router(tags=["weeks"])
READ, WRITE = Bearer("read"), Bearer("write")


class OfCycle(Schema):
    """A cycle by its name; the one that runs where it is left out."""

    cycle: Name = ""


@router.get("/owed", auth=READ, response={200: list[OwedAnswer], **PROBLEMS})
def owed(request: HttpRequest) -> list[OwedAnswer]:
    """What waits for you, the longest overdue first; also what is due within a week."""
    found = owed_by(caller(request), today=today(request))
    return [_owed(one) for one in (*found.due, *found.soon)]


@router.post("/owed/mentions/{pk}/note", auth=WRITE, response={204: None, **PROBLEMS})
def note(request: HttpRequest, pk: Annotated[Id, Path()]) -> Status[None]:
    """Say that a comment which names you needs no answer; a second time changes nothing."""
    person = caller(request)
    note_mention(actor(request), person, mention_for(person, pk))
    return Status(HTTPStatus.NO_CONTENT.value, None)


@router.get("/celebrations", auth=READ, response={200: list[CelebrationAnswer], **PROBLEMS})
def list_celebrations(request: HttpRequest, asked: Query[OfCycle]) -> list[CelebrationAnswer]:
    """What really moved in a cycle, the latest first."""
    cycle = chosen_cycle(asked.cycle, today(request))
    if cycle is None and asked.cycle:
        raise Http404
    found = celebrations(caller(request), cycle, today=today(request)) if cycle else ()
    return [_celebration(one) for one in found]


@router.post("/celebrations/{pk}/thanks", auth=WRITE, response={200: ThanksAnswer, **PROBLEMS})
def say_thanks(request: HttpRequest, pk: Annotated[Id, Path()], sent: ThanksStated) -> ThanksAnswer:
    """Say thanks, once; a second time changes nothing."""
    row = celebration_for(caller(request), pk)
    require(caller(request), "comment", row.key_result)
    made = thank(actor(request), caller(request), row, sent.text)
    return ThanksAnswer(by=named(made.by), text=made.text, at=made.at)


def _owed(one: Item) -> OwedAnswer:
    plain = {name: getattr(one, name) for name in ("kind", "text", "does", "about", "address", "due")}
    comment = resolve(one.done).kwargs["pk"] if one.kind == "mention" else None
    return OwedAnswer(**plain, comment=comment)


def _celebration(one: Shown) -> CelebrationAnswer:
    people = [answer for person in one.people if (answer := named(person)) is not None]
    return CelebrationAnswer(
        id=one.row.pk,
        kind=one.row.kind,
        key_result=one.row.key_result_id,
        people=people,
        says=one.says,
        on=one.row.on,
        taken_back=one.taken_back,
        thanks=[ThanksAnswer(by=named(said.by), text=said.text, at=said.at) for said in one.thanks],
    )
