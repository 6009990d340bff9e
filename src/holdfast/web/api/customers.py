"""What is computed of all customers: risk, drivers, survival, worth. Asked for here, answered by a job."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.api.logging_in import Bearer, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.customers import (
    AgainStated,
    AskedAgain,
    ComputedAnswer,
    DriversAsked,
    Kind,
    LinkAsked,
    RiskAsked,
    SurvivalAsked,
    WorthAsked,
)
from holdfast.web.company import has_workspace
from holdfast.web.computing.asking import ask
from holdfast.web.computing.kinds import KINDS
from holdfast.web.computing.showing import shown
from holdfast.web.metrics.access import known_metric
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from ninja import Schema

router = Router(tags=["customers"])
READ = Bearer("read")


@router.get("/risk", auth=READ, response={200: ComputedAnswer, **PROBLEMS})
def read_risk(request: HttpRequest, asked: Query[RiskAsked]) -> ComputedAnswer:
    """Who is at risk, also by segment, and the last list's receipt; `listed` is null for who only reads."""
    answer = _answer("risk", asked)
    if answer.report is not None and not can(caller(request), "see customers"):
        segments = [{**one, "listed": None} for one in answer.report.get("segments", ())]
        answer.report = {**answer.report, "listed": None, "segments": segments}
    return answer


@router.get("/drivers", auth=READ, response={200: ComputedAnswer, **PROBLEMS})
def read_drivers(request: HttpRequest, asked: Query[DriversAsked]) -> ComputedAnswer:  # noqa: ARG001 - ninja's signature
    """Which experiences go with leaving, with weights, ties, and the command that tests each."""
    return _answer("drivers", asked)


@router.get("/survival", auth=READ, response={200: ComputedAnswer, **PROBLEMS})
def read_survival(request: HttpRequest, asked: Query[SurvivalAsked]) -> ComputedAnswer:  # noqa: ARG001 - as above
    """How long customers last, by segment and cohort, and where in their life they leave."""
    answer = _answer("survival", asked)
    if answer.report is not None:
        answer.report = answer.report["report"]
    return answer


@router.get("/worth", auth=READ, response={200: ComputedAnswer, **PROBLEMS})
def read_worth(request: HttpRequest, asked: Query[WorthAsked]) -> ComputedAnswer:  # noqa: ARG001 - as above
    """What one point of retention is worth, what leaving cost by reason, and lifetime value by segment."""
    answer = _answer("worth", asked)
    if answer.report is not None:
        answer.report = {name: told for name, told in answer.report.items() if name != "columns"}
    return answer


@router.get("/drivers/link", auth=READ, response={200: ComputedAnswer, **PROBLEMS})
def read_link(request: HttpRequest, asked: Query[LinkAsked]) -> ComputedAnswer:  # noqa: ARG001 - as above
    """Whether customers who had what a metric counts stay longer, like for like."""
    known_metric(asked.metric)
    return _answer("link", asked)


@router.post("/compute-again/{kind}", auth=Bearer("write"), response={202: AskedAgain, **PROBLEMS})
def compute_again(
    request: HttpRequest,  # noqa: ARG001 - as above
    kind: Annotated[Kind, Path()],
    sent: AgainStated,
) -> Status[AskedAgain]:
    """Have a job answer a question anew by the data as they are now; it is read as before."""
    question = KINDS[kind].read(sent.question)
    if not has_workspace():
        raise InputError("the data", "there are none yet", "a workspace", "Send the first file")
    return Status(
        HTTPStatus.ACCEPTED.value, AskedAgain(asked_at=ask(kind, question, now=clock.now()).asked_at)
    )


def _answer(kind: str, asked: Schema) -> ComputedAnswer:
    """What is known, and a job asked for where that is nothing or old."""
    given = {name: _text(value) for name, value in asked.dict().items() if value is not None}
    view = shown(kind, KINDS[kind].read, given, now=clock.now())
    row = view.row
    if view.waits != "no":
        state = "waiting"
    else:
        state = "refused" if row.trouble or view.refused or not row.answer else "known"
    told = "There are no data yet." if not view.is_set_up else view.refused
    return ComputedAnswer(
        state=state,  # type: ignore[arg-type]  # one of its three
        as_of=row.on,
        computed_at=row.found_at,
        trouble=row.trouble or told,
        report=dict(row.answer) or None,
    )


def _text(value: Any) -> str:  # noqa: ANN401 - of any field
    return f"{value:g}" if isinstance(value, float) else str(value)
