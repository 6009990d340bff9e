"""What belongs to objectives and key results: initiatives, quotes, dismissals, communication plans."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Status

from holdfast.review.selection import find_rule
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.parts import (
    DismissalAnswer,
    DismissalStated,
    InitiativeTicked,
    PlanLineAnswer,
    PlanLineStated,
    QuoteAnswer,
    QuoteStated,
    Ticked,
)
from holdfast.web.api.schemas.plain import Id, named
from holdfast.web.communication.actions import StatedLine, add_line, remove_line
from holdfast.web.objectives import talking
from holdfast.web.objectives.access import key_result_for, objective_for
from holdfast.web.objectives.actions import dismiss_finding, take_back_dismissal
from holdfast.web.objectives.initiatives import initiative_for, tick_initiative
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from holdfast.web.communication.models import PlanLine
    from holdfast.web.objectives.models import Dismissal, Quote

router = Router(tags=["parts of objectives"])
READ, WRITE = Bearer("read"), Bearer("write")
Pk = Annotated[Id, Path()]


@router.post("/initiatives/{pk}/tick", auth=WRITE, response={200: InitiativeTicked, **PROBLEMS})
def tick(request: HttpRequest, pk: Pk, sent: Ticked) -> InitiativeTicked:
    """Say that an initiative is done, or that it is not after all."""
    initiative_for(caller(request), pk)
    row = tick_initiative(actor(request), pk, is_done=sent.is_done)
    return InitiativeTicked(id=row.pk, objective=row.objective_id, text=row.text, done_at=row.done_at)


@router.get("/key-results/{pk}/quotes", auth=READ, response={200: list[QuoteAnswer], **PROBLEMS})
def read_quotes(request: HttpRequest, pk: Pk) -> list[QuoteAnswer]:
    """Words of customers and notes of interviews beside a key result; at most three."""
    return [_quote(one) for one in key_result_for(caller(request), pk).quotes.all()]


@router.post("/key-results/{pk}/quotes", auth=WRITE, response={201: QuoteAnswer, **PROBLEMS})
def add_quote(request: HttpRequest, pk: Pk, sent: QuoteStated) -> Status[QuoteAnswer]:
    """Add words of a customer, or a note of an interview."""
    row = key_result_for(caller(request), pk)
    require(caller(request), "check in", row)
    made = talking.quote(row, sent.text, sent.said_by, sent.on, actor(request))
    return Status(HTTPStatus.CREATED.value, _quote(made))


@router.delete("/key-results/{pk}/quotes/{quote}", auth=WRITE, response={204: None, **PROBLEMS})
def remove_quote(request: HttpRequest, pk: Pk, quote: Pk) -> Status[None]:
    """Take a quote away."""
    row = key_result_for(caller(request), pk)
    require(caller(request), "check in", row)
    found = row.quotes.filter(pk=quote).first()
    if found is None:
        raise Http404
    talking.remove_quote(found, actor(request))
    return Status(HTTPStatus.NO_CONTENT.value, None)


@router.get("/objectives/{pk}/dismissals", auth=READ, response={200: list[DismissalAnswer], **PROBLEMS})
def read_dismissals(request: HttpRequest, pk: Pk) -> list[DismissalAnswer]:
    """Findings that were set aside, the latest first."""
    rows = objective_for(caller(request), pk).dismissals.select_related("by").order_by("-at", "-pk")
    return [_dismissal(one) for one in rows]


@router.post("/objectives/{pk}/dismissals", auth=WRITE, response={200: DismissalAnswer, **PROBLEMS})
def dismiss(request: HttpRequest, pk: Pk, sent: DismissalStated) -> DismissalAnswer:
    """Set a finding aside with a reason, as long as the words that it is about stay. Twice is once."""
    objective_for(caller(request), pk)
    rule = find_rule(sent.rule).code
    return _dismissal(dismiss_finding(actor(request), pk, rule, sent.words, reason=sent.reason))


@router.delete("/objectives/{pk}/dismissals/{dismissal}", auth=WRITE, response={204: None, **PROBLEMS})
def take_back(request: HttpRequest, pk: Pk, dismissal: Pk) -> Status[None]:
    """Let a finding be found again; nothing where it was taken back already."""
    objective_for(caller(request), pk)
    take_back_dismissal(actor(request), pk, dismissal)
    return Status(HTTPStatus.NO_CONTENT.value, None)


@router.get("/objectives/{pk}/plan", auth=READ, response={200: list[PlanLineAnswer], **PROBLEMS})
def read_plan(request: HttpRequest, pk: Pk) -> list[PlanLineAnswer]:
    """Who hears what of an objective, and when."""
    rows = objective_for(caller(request), pk).plan.select_related("person", "team")
    return [_line(one) for one in rows]


@router.post("/objectives/{pk}/plan", auth=WRITE, response={200: PlanLineAnswer, **PROBLEMS})
def plan(request: HttpRequest, pk: Pk, sent: PlanLineStated) -> PlanLineAnswer:
    """Add a line to the communication plan. The same line twice is one."""
    objective_for(caller(request), pk)
    stated = StatedLine(sent.what, sent.when, sent.person, sent.team, sent.address, sent.chat, sent.weekday)
    return _line(add_line(actor(request), pk, stated))


@router.delete("/objectives/{pk}/plan/{line}", auth=WRITE, response={204: None, **PROBLEMS})
def take_out(request: HttpRequest, pk: Pk, line: Pk) -> Status[None]:
    """Take a line out of the communication plan; nothing where it is gone already."""
    objective_for(caller(request), pk)
    remove_line(actor(request), pk, line)
    return Status(HTTPStatus.NO_CONTENT.value, None)


def _quote(row: Quote) -> QuoteAnswer:
    return QuoteAnswer(id=row.pk, text=row.text, said_by=row.said_by, on=row.on)


def _dismissal(row: Dismissal) -> DismissalAnswer:
    return DismissalAnswer(
        id=row.pk, rule=row.rule, words=row.words, reason=row.reason, by=named(row.by), at=row.at
    )


def _line(row: PlanLine) -> PlanLineAnswer:
    return PlanLineAnswer(
        id=row.pk,
        what=row.what,
        when=row.when,
        person=named(row.person),
        team=named(row.team),
        address=row.address,
        chat=row.who if row.chat else "",
        weekday=row.weekday,
    )
