"""Objectives: list, read, draft, edit, publish, archive, comment."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from holdfast.errors import InputError
from holdfast.web.api import answering, stating
from holdfast.web.api.logging_in import Bearer, actor, caller, today
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.key_results import Amended, CommentAnswer, CommentStated
from holdfast.web.api.schemas.objectives import (
    KeyResultAdded,
    ObjectiveAnswer,
    ObjectiveChanged,
    ObjectivePage,
    ObjectiveStated,
    RevisionRead,
)
from holdfast.web.api.schemas.plain import Id, Name
from holdfast.web.cycles.models import Cycle
from holdfast.web.drafts.content import content_from
from holdfast.web.drafts.desk import desk
from holdfast.web.drafts.reviewing import in_the_way
from holdfast.web.objectives import actions, talking
from holdfast.web.objectives.access import objective_for, visible_objectives
from holdfast.web.objectives.amending import Grounds, add_key_result
from holdfast.web.objectives.conflicts import ChangedMeanwhileError
from holdfast.web.objectives.stated import StatedKeyResult, stated_objective
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from holdfast.web.objectives.models import Objective

router = Router(tags=["objectives"])
READ, WRITE = Bearer("read"), Bearer("write")
Pk = Annotated[Id, Path()]
_FIRST_PAGE = 50


class Filters(Schema):
    """Which objectives; each may be left out."""

    cycle: Name = ""
    team: Id | None = None
    owner: Id | None = None
    state: Literal["draft", "published", "closed", "archived"] | None = None
    cursor: Annotated[str, Field(pattern=r"^([1-9][0-9]{0,17})?$")] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = _FIRST_PAGE


@router.get("/objectives", auth=READ, response={200: ObjectivePage, **PROBLEMS})
def list_objectives(request: HttpRequest, asked: Query[Filters]) -> ObjectivePage:
    """Objectives that you may see, in the order they were made."""
    wanted = {"cycle__name": asked.cycle, "team": asked.team, "owner": asked.owner, "state": asked.state}
    rows = visible_objectives(caller(request)).filter(**{name: one for name, one in wanted.items() if one})
    rows = rows.filter(pk__gt=int(asked.cursor or 0)).select_related("team", "owner", "cycle").order_by("pk")
    found = list(rows[: asked.limit + 1])
    shown = found[: asked.limit]
    is_more = len(found) > len(shown)
    return ObjectivePage(
        items=[answering.brief(one) for one in shown], next=str(shown[-1].pk) if is_more else None
    )


@router.post("/objectives", auth=WRITE, response={201: ObjectiveAnswer, **PROBLEMS})
def draft_objective(request: HttpRequest, sent: ObjectiveStated) -> Status[ObjectiveAnswer]:
    """A new draft."""
    cycle = Cycle.objects.filter(pk=sent.cycle).first()
    if cycle is None:
        raise InputError("the cycle", "it is not there", "the id of a cycle", "Look under /api/cycles")
    made = actions.create_objective(actor(request), cycle, stating.new_objective(sent))
    return Status(HTTPStatus.CREATED.value, _whole(request, made.pk))


@router.get("/objectives/{pk}", auth=READ, response={200: ObjectiveAnswer, **PROBLEMS})
def read_objective(request: HttpRequest, pk: Pk) -> ObjectiveAnswer:
    """One objective with its key results, as they stand today."""
    return _whole(request, pk)


@router.patch("/objectives/{pk}", auth=WRITE, response={200: ObjectiveAnswer, **PROBLEMS})
def edit_objective(request: HttpRequest, pk: Pk, sent: ObjectiveChanged) -> ObjectiveAnswer:
    """Change a draft; of a published objective, what is no part of the bet. 409 where it changed since."""
    row = objective_for(caller(request), pk)
    if row.revision != sent.revision:
        require(caller(request), "draft" if row.state == "draft" else "amend", row)
        raise ChangedMeanwhileError(row, sent.revision)
    stated = stating.changed_objective(stated_objective(row), sent, caller(request))
    actions.edit_objective(actor(request), pk, stated, revision=sent.revision)
    return _whole(request, pk)


@router.post("/objectives/{pk}/publish", auth=WRITE, response={200: ObjectiveAnswer, **PROBLEMS})
def publish_objective(request: HttpRequest, pk: Pk, sent: RevisionRead) -> ObjectiveAnswer:
    """Make a draft a bet; refused by the rules that the workspace made into gates."""
    row = objective_for(caller(request), pk)
    require(caller(request), "publish", row)
    if row.revision != sent.revision:
        raise ChangedMeanwhileError(row, sent.revision)
    _refuse_gated(request, row)
    actions.publish_objective(actor(request), pk, revision=sent.revision)
    return _whole(request, pk)


@router.post("/objectives/{pk}/archive", auth=WRITE, response={200: ObjectiveAnswer, **PROBLEMS})
def archive_objective(request: HttpRequest, pk: Pk) -> ObjectiveAnswer:
    """Put an objective away; nothing of it is deleted."""
    objective_for(caller(request), pk)
    actions.archive_objective(actor(request), pk)
    return _whole(request, pk)


@router.post("/objectives/{pk}/bring-back", auth=WRITE, response={200: ObjectiveAnswer, **PROBLEMS})
def bring_back_objective(request: HttpRequest, pk: Pk) -> ObjectiveAnswer:
    """Take an objective out of the archive."""
    objective_for(caller(request), pk)
    actions.bring_back_objective(actor(request), pk)
    return _whole(request, pk)


@router.post("/objectives/{pk}/key-results", auth=WRITE, response={201: Amended, **PROBLEMS})
def add_to_bet(request: HttpRequest, pk: Pk, sent: KeyResultAdded) -> Status[Amended]:
    """Add a key result to a published objective in mid-cycle; to a draft it is added by editing it."""
    objective_for(caller(request), pk)
    stated = stating.stated_result(sent.key_result, StatedKeyResult(""))
    made = add_key_result(actor(request), pk, stated, Grounds(sent.on, sent.reason, sent.revision))
    revision = objective_for(caller(request), pk).revision
    return Status(HTTPStatus.CREATED.value, Amended(objective=pk, key_result=made.pk, revision=revision))


@router.get("/objectives/{pk}/comments", auth=READ, response={200: list[CommentAnswer], **PROBLEMS})
def read_comments(request: HttpRequest, pk: Pk) -> list[CommentAnswer]:
    """What was said of an objective, the oldest first."""
    row = objective_for(caller(request), pk)
    return [answering.comment(one) for one in row.comments.filter(key_result=None).select_related("author")]


@router.post("/objectives/{pk}/comments", auth=WRITE, response={201: CommentAnswer, **PROBLEMS})
def add_comment(request: HttpRequest, pk: Pk, sent: CommentStated) -> Status[CommentAnswer]:
    """Say something of an objective."""
    row = objective_for(caller(request), pk)
    require(caller(request), "comment", row)
    made = talking.comment(row, None, sent.text, actor(request))
    return Status(HTTPStatus.CREATED.value, answering.comment(made))


def _whole(request: HttpRequest, pk: int) -> ObjectiveAnswer:
    """Read anew: an action may have changed it."""
    return answering.whole(objective_for(caller(request), pk), caller(request), today=today(request))


def _refuse_gated(request: HttpRequest, row: Objective) -> None:
    content = content_from(stated_objective(row), revision=row.revision)
    shown = desk(caller(request), row, content, today=today(request), is_publishing=True)
    stands = in_the_way(shown.review, shown.gates)
    if stands:
        said = "; ".join(f"{one.rule}: {one.message}" for one in stands)
        raise InputError(
            "the gates of the workspace", said, "none of these findings", "Mend them, then publish"
        )
