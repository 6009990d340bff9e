"""Key results: how they stand, their values, check-ins, comments and amendments; figures from outside."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Status

from holdfast.web.api import answering, stating
from holdfast.web.api.logging_in import Bearer, actor, caller, today
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.key_results import (
    Amended,
    Amending,
    CheckInAnswer,
    CheckInStated,
    CommentAnswer,
    CommentStated,
    Dropping,
    KeyResultAnswer,
    MeasurementAnswer,
    MeasurementStated,
    Recorded,
)
from holdfast.web.api.schemas.plain import Id
from holdfast.web.checkins.actions import Stated, check_in
from holdfast.web.checkins.queries import suggested
from holdfast.web.measurements.outside import Figure, record_figure
from holdfast.web.objectives import talking
from holdfast.web.objectives.access import key_result_for
from holdfast.web.objectives.amending import Grounds, amend_key_result, drop_key_result
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.objectives.stated import stated_key_result
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from holdfast.web.objectives.queries import KeyResultLine

router = Router(tags=["key results"])
READ, WRITE = Bearer("read"), Bearer("write")
Pk = Annotated[Id, Path()]


@router.get("/key-results/{pk}", auth=READ, response={200: KeyResultAnswer, **PROBLEMS})
def read_key_result(request: HttpRequest, pk: Pk) -> KeyResultAnswer:
    """One key result, as it stands today. One that was dropped is not there."""
    return answering.key_result(_line(request, pk))


@router.get("/key-results/{pk}/measurements", auth=READ, response={200: list[MeasurementAnswer], **PROBLEMS})
def read_measurements(request: HttpRequest, pk: Pk) -> list[MeasurementAnswer]:
    """Its values of the cycle, in order of time."""
    return [answering.measurement(one) for one in _line(request, pk).measured]


@router.put(
    "/key-results/{pk}/measurements/{start}",
    auth=Bearer("measure"),
    response={200: Recorded, **PROBLEMS},
)
def send_measurement(
    request: HttpRequest, pk: Pk, start: Annotated[date, Path()], sent: MeasurementStated
) -> Recorded:
    """Send a value from outside for the period that begins on `start`. The same again changes nothing."""
    key_result_for(caller(request), pk)
    figure = Figure(start, sent.end, sent.value, sent.numerator, sent.denominator, sent.is_final)
    return Recorded(is_new=record_figure(actor(request), pk, figure, today=today(request)))


@router.get("/key-results/{pk}/check-ins", auth=READ, response={200: list[CheckInAnswer], **PROBLEMS})
def read_check_ins(request: HttpRequest, pk: Pk) -> list[CheckInAnswer]:
    """What its owners said, the oldest first."""
    row = key_result_for(caller(request), pk)
    return [answering.check_in(one) for one in row.check_ins.select_related("by")]


@router.post(
    "/key-results/{pk}/check-ins", auth=Bearer("check in"), response={200: CheckInAnswer, **PROBLEMS}
)
def add_check_in(request: HttpRequest, pk: Pk, sent: CheckInStated) -> CheckInAnswer:
    """Check in today; a second time on the same day edits the first."""
    row = key_result_for(caller(request), pk)
    require(caller(request), "check in", row)
    done = None if sent.done is None else frozenset(sent.done)
    stated = Stated(sent.value, sent.confidence, sent.status, sent.changed, sent.next_step, done)
    said = suggested(_line(request, pk))
    made = check_in(row, stated, said, on=today(request), actor=actor(request))
    return answering.check_in(made)


@router.get("/key-results/{pk}/comments", auth=READ, response={200: list[CommentAnswer], **PROBLEMS})
def read_comments(request: HttpRequest, pk: Pk) -> list[CommentAnswer]:
    """What was said of a key result, the oldest first."""
    row = key_result_for(caller(request), pk)
    return [answering.comment(one) for one in row.comments.select_related("author")]


@router.post("/key-results/{pk}/comments", auth=WRITE, response={201: CommentAnswer, **PROBLEMS})
def add_comment(request: HttpRequest, pk: Pk, sent: CommentStated) -> Status[CommentAnswer]:
    """Say something of a key result."""
    row = key_result_for(caller(request), pk)
    require(caller(request), "comment", row)
    made = talking.comment(row.objective, row, sent.text, actor(request))
    return Status(HTTPStatus.CREATED.value, answering.comment(made))


@router.post("/key-results/{pk}/amendments", auth=WRITE, response={200: Amended, **PROBLEMS})
def amend(request: HttpRequest, pk: Pk, sent: Amending) -> Amended:
    """Change a frozen key result, with a reason and a date; the frozen one is still settled."""
    row = key_result_for(caller(request), pk)
    stated = stating.stated_result(sent.key_result, stated_key_result(row))
    amend_key_result(actor(request), pk, stated, Grounds(sent.on, sent.reason, sent.revision))
    return _amended(request, pk)


@router.post("/key-results/{pk}/drop", auth=WRITE, response={200: Amended, **PROBLEMS})
def drop(request: HttpRequest, pk: Pk, sent: Dropping) -> Amended:
    """Give a frozen key result up, with a reason and a date."""
    key_result_for(caller(request), pk)
    drop_key_result(actor(request), pk, Grounds(sent.on, sent.reason, sent.revision))
    return _amended(request, pk)


def _amended(request: HttpRequest, pk: int) -> Amended:
    row = key_result_for(caller(request), pk)
    return Amended(objective=row.objective_id, key_result=pk, revision=row.objective.revision)


def _line(request: HttpRequest, pk: int) -> KeyResultLine:
    row = key_result_for(caller(request), pk)
    lines = key_result_lines([row.objective_id], row.objective.cycle, today=today(request))
    found = next((one for one in lines.get(row.objective_id, ()) if one.row.pk == pk), None)
    if found is None:
        raise Http404
    return found
