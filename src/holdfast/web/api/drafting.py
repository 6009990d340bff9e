"""An OKR that follows from a reason to leave: asked for, and what became of it."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import StringConstraints

from holdfast.drafting.model import Difficulty
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.plain import Id, Text
from holdfast.web.cycles.models import Cycle
from holdfast.web.drafts.following import ask_for_drafting, wish_of
from holdfast.web.drafts.models import Drafting

router = Router(tags=["objectives"])
READ, WRITE = Bearer("read"), Bearer("write")


class DraftAsked(Schema):
    """What an OKR is to follow from; what most customers were lost for where `reason` and `lead` are empty.

    Attributes:
        reason: By its name.
        lead: A metric that may lead to staying.
        where: A segment, such as `size=small`; empty for everybody.
        team: Null for the company as a whole.
    """

    cycle: Id
    team: Id | None = None
    reason: Annotated[Text, StringConstraints(max_length=120)] = ""
    lead: Annotated[Text, StringConstraints(max_length=80)] = ""
    where: Annotated[Text, StringConstraints(max_length=160)] = ""
    difficulty: Difficulty = "challenging"


class DraftingAnswer(Schema):
    """An OKR that a job drafts.

    Attributes:
        done_at: When the job ended; null while it is waited for.
        trouble: Why there is no draft; empty where there is one.
        gaps: What people must fill in.
        objective: The draft.
    """

    id: int
    asked_at: datetime
    done_at: datetime | None
    trouble: str
    gaps: list[str]
    objective: int | None


@router.post("/drafts/from", auth=WRITE, response={202: DraftingAnswer, **PROBLEMS})
def draft_from(request: HttpRequest, sent: DraftAsked) -> Status[DraftingAnswer]:
    """Have a job draft an OKR from a reason to leave; the same that is still being drafted is one."""
    wish = wish_of({name: str(value) for name, value in sent.model_dump().items()})
    cycle = Cycle.objects.filter(pk=sent.cycle).first()
    made = ask_for_drafting(actor(request), wish, cycle, sent.team)
    return Status(HTTPStatus.ACCEPTED.value, _drafting(made))


@router.get("/drafts/from/{pk}", auth=READ, response={200: DraftingAnswer, **PROBLEMS})
def read_drafting(request: HttpRequest, pk: Annotated[Id, Path()]) -> DraftingAnswer:
    """What became of an OKR that you have a job draft, and the objective where it is there."""
    row = Drafting.objects.filter(person=caller(request), pk=pk).first()
    if row is None:
        raise Http404
    return _drafting(row)


def _drafting(row: Drafting) -> DraftingAnswer:
    plain = {name: getattr(row, name) for name in ("asked_at", "done_at", "trouble", "gaps")}
    return DraftingAnswer(id=row.pk, objective=row.objective_id, **plain)
