"""The outbox: what failed, what waits and what was sent lately; trying again what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from ninja import Path, Router

from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.outbox import OutboxAnswer, SentAnswer
from holdfast.web.api.schemas.plain import Id
from holdfast.web.communication.actions import send_once_more
from holdfast.web.communication.queries import plans_outbox
from holdfast.web.notices.actions import try_once_more
from holdfast.web.notices.queries import outbox
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from holdfast.web.notices.queries import OutboxLine

router = Router(auth=Bearer("administer"), tags=["administration"])
Pk = Annotated[Id, Path()]


@router.get("/outbox", response={200: OutboxAnswer, **PROBLEMS})
def read_outbox(request: HttpRequest) -> OutboxAnswer:
    """What failed, what waits and what was sent lately: to whom and when, never what it said."""
    require(caller(request), "administer")
    found = outbox() + plans_outbox()
    return OutboxAnswer(
        failed=found.failed,
        waiting=found.waiting,
        troubled=[_line(one) for one in found.troubled],
        latest=[_line(one) for one in found.latest],
    )


@router.post("/outbox/notices/{pk}/retry", response={200: OutboxAnswer, **PROBLEMS})
def retry_notice(request: HttpRequest, pk: Pk) -> OutboxAnswer:
    """Give a notice that failed all its attempts again."""
    try_once_more(actor(request), pk)
    return read_outbox(request)


@router.post("/outbox/plans/{pk}/retry", response={200: OutboxAnswer, **PROBLEMS})
def retry_plan(request: HttpRequest, pk: Pk) -> OutboxAnswer:
    """Give what a chat or an address did not take all its attempts again."""
    send_once_more(actor(request), pk)
    return read_outbox(request)


def _line(one: OutboxLine) -> SentAnswer:
    name, pk = one.retry
    return SentAnswer(
        kind="plan" if name == "retry-plan" else "notice",
        id=pk,
        what=one.what,
        to=one.to,
        state=one.state,
        attempts=one.attempts,
        said=one.said,
        touched_at=one.touched_at,
    )
