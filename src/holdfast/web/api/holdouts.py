"""Holdouts: which there are, who is in which arm, assigning customers, and what became of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from holdfast.web.api.logging_in import Bearer, actor, caller, today
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.holdouts import (
    AssignmentAnswer,
    AssignmentsAnswer,
    AssignmentStated,
    HoldoutAnswer,
    HoldoutPlanned,
    HoldoutStated,
)
from holdfast.web.api.schemas.plain import Name
from holdfast.web.holdouts.actions import ask_to_assign, ask_to_settle
from holdfast.web.holdouts.planning import ask_to_plan, holdout_asked
from holdfast.web.holdouts.queries import assignments_of, holdout_line, holdout_lines
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from holdfast.web.holdouts.queries import HoldoutLine

router = Router(tags=["holdouts"])
READ, WRITE = Bearer("read"), Bearer("write")
HoldoutName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]


class AssignmentsAsked(Schema):
    """Which assignments: of one customer where it is named; those after so many."""

    customer: Name = ""
    after: Annotated[int, Field(ge=0, le=10**9)] = 0
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


@router.get("/holdouts", auth=READ, response={200: list[HoldoutAnswer], **PROBLEMS})
def list_holdouts(request: HttpRequest) -> list[HoldoutAnswer]:
    """Every holdout, by the day on which it is settled."""
    return [_answer(line) for line in holdout_lines(today(request))]


@router.post("/holdouts", auth=WRITE, response={202: HoldoutPlanned, **PROBLEMS})
def plan(request: HttpRequest, sent: HoldoutStated) -> Status[HoldoutPlanned]:
    """Have a job size a holdout of all paying customers and write its plan. Of administrators."""
    require(caller(request), "administer")
    asked = holdout_asked({name: str(value) for name, value in sent.dict().items()})
    row, who = ask_to_plan(actor(request), asked), actor(request)
    return Status(
        HTTPStatus.ACCEPTED.value, HoldoutPlanned(name=row.name, planning_at=row.planning_at or who.at)
    )


@router.get("/holdouts/{name}", auth=READ, response={200: HoldoutAnswer, **PROBLEMS})
def read_holdout(request: HttpRequest, name: HoldoutName) -> HoldoutAnswer:
    """One holdout: its plan, its arms, and what became of it when it was last asked."""
    return _answer(holdout_line(name, today(request)))


@router.get("/holdouts/{name}/assignments", auth=READ, response={200: AssignmentsAnswer, **PROBLEMS})
def read_assignments(
    request: HttpRequest, name: HoldoutName, asked: Query[AssignmentsAsked]
) -> AssignmentsAnswer:
    """Who is in which arm, in the order in which the lot drew them; for those who may see customers."""
    require(caller(request), "see customers")
    holdout_line(name, today(request))
    found = assignments_of(name, customer=asked.customer)
    part = found[asked.after : asked.after + asked.limit]
    until = asked.after + len(part)
    return AssignmentsAnswer(
        assignments=[
            AssignmentAnswer(
                customer=one.customer_id, arm=one.arm, stratum=one.stratum, assigned_at=one.assigned_at
            )
            for one in part
        ],
        next=until if until < len(found) and part else None,
    )


@router.post("/holdouts/{name}/assignments", auth=WRITE, response={202: HoldoutAnswer, **PROBLEMS})
def assign(request: HttpRequest, name: HoldoutName, sent: AssignmentStated) -> Status[HoldoutAnswer]:
    """Have a job draw an arm for customers who have none; who has one keeps it. Of administrators."""
    holdout_line(name, today(request))
    require(caller(request), "administer")
    ask_to_assign(actor(request), name, sent.customers)
    return Status(HTTPStatus.ACCEPTED.value, _answer(holdout_line(name, today(request))))


@router.post("/holdouts/{name}/settlement", auth=WRITE, response={202: HoldoutAnswer, **PROBLEMS})
def settle(request: HttpRequest, name: HoldoutName) -> Status[HoldoutAnswer]:
    """Have a job say what became of it: on its day the difference, before it whether it does harm."""
    holdout_line(name, today(request))
    ask_to_settle(actor(request), name)
    return Status(HTTPStatus.ACCEPTED.value, _answer(holdout_line(name, today(request))))


def _answer(line: HoldoutLine) -> HoldoutAnswer:
    plan, row = line.standing.plan, line.row
    return HoldoutAnswer(
        name=plan.id,
        title=plan.title,
        compared=plan.outcome.wish,
        share=plan.share,
        strata=list(plan.strata),
        starts=plan.starts,
        until=plan.until,
        settles_on=plan.settles_on,
        planned=plan.planned,
        treated=line.standing.treated,
        held_out=line.standing.held_out,
        state=line.standing.state,
        assigning_at=row.assigning_at,
        assigned_at=row.assigned_at,
        settling_at=row.settling_at,
        settled_at=row.settled_at,
        error=row.error,
        record=row.record or None,
    )
