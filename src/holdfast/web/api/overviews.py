"""What whole pages tell: the quarter, the alignment, an objective's review, and how the installation is."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema

from holdfast.okr.status import Status as Standing
from holdfast.web import clock
from holdfast.web.alignment.queries import alignment
from holdfast.web.api import answering
from holdfast.web.api.logging_in import Bearer, caller, today
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.overviews import (
    AlignmentAnswer,
    FailureAnswer,
    FindingAnswer,
    NodeAnswer,
    ObjectiveLineAnswer,
    OperationsAnswer,
    PulseAnswer,
    QuarterAnswer,
    TroubleAnswer,
)
from holdfast.web.api.schemas.plain import Id, Name
from holdfast.web.cycles.queries import chosen_cycle
from holdfast.web.drafts.reviewed import reviewed
from holdfast.web.objectives.access import objective_for
from holdfast.web.objectives.pulse import pulse
from holdfast.web.objectives.queries import QuarterAsked, quarter
from holdfast.web.operations.doctor import examine
from holdfast.web.operations.figures import figures
from holdfast.web.operations.queries import failures
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.objectives.pulse import Pulse
    from holdfast.web.objectives.queries import ObjectiveLine, Quarter

router = Router(tags=["overviews"])
READ = Bearer("read")


class CycleAsked(Schema):
    """A cycle by its name; the one that runs where it is left out."""

    cycle: Name = ""


class LinesAsked(CycleAsked):
    """Which lines of a quarter; each may be left out."""

    team: Id | None = None
    mine: bool = False
    status: Literal[""] | Standing = ""
    drafts: bool = False


@router.get("/quarter", auth=READ, response={200: QuarterAnswer, **PROBLEMS})
def read_quarter(request: HttpRequest, asked: Query[LinesAsked]) -> QuarterAnswer:
    """Every objective of a cycle that you may see, with its key results as they stand, and the pulse."""
    cycle = _cycle(request, asked.cycle)
    wanted = QuarterAsked(asked.team, asked.mine, asked.status, asked.drafts)
    found = quarter(caller(request), cycle, wanted, today=today(request))
    lines = (line for one in found.objectives for line in one.key_results)
    return QuarterAnswer(
        cycle=cycle.name,
        counts=Counter(line.standing.status for line in lines),
        pulse=_pulse(pulse(found.series)),
        troubles=_troubles(request, found),
        objectives=[_line(one) for one in found.objectives],
    )


@router.get("/alignment", auth=READ, response={200: AlignmentAnswer, **PROBLEMS})
def read_alignment(request: HttpRequest, asked: Query[CycleAsked]) -> AlignmentAnswer:
    """What supports what in a cycle; private objectives are placeholders for whoever may not see them."""
    cycle = _cycle(request, asked.cycle)
    found = alignment(caller(request), cycle, today=today(request))
    nodes = [
        NodeAnswer(
            id=one.pk,
            text=one.text,
            team=one.team,
            is_hidden=one.is_hidden,
            statuses=dict(one.statuses),
            supports=list(one.above),
            supported_by=list(one.below),
        )
        for one in found.nodes.values()
    ]
    return AlignmentAnswer(
        cycle=cycle.name, objectives=nodes, tops=list(found.tops), orphans=list(found.orphans)
    )


@router.get("/objectives/{pk}/review", auth=READ, response={200: dict[str, Any], **PROBLEMS})
def read_review(request: HttpRequest, pk: Annotated[Id, Path()]) -> dict[str, Any]:
    """What an expert would say of an objective, as `holdfast review --format json` writes it."""
    found = reviewed(objective_for(caller(request), pk), caller(request), today=today(request)).shown
    if found is None:
        raise Http404
    return found.review.to_dict()


@router.get("/operations", auth=Bearer("administer"), response={200: OperationsAnswer, **PROBLEMS})
def read_operations(request: HttpRequest) -> OperationsAnswer:
    """What `holdfast doctor` says, less what takes seconds; what waits, and what failed."""
    require(caller(request), "administer")
    now = clock.real()
    counted = figures(now, clock.now())
    found = examine(settings.DEPLOYMENT, now, shown=clock.now(), reach=False)
    return OperationsAnswer(
        findings=[FindingAnswer(**asdict(one)) for one in found],
        failures=[FailureAnswer(**asdict(one)) for one in failures()],
        jobs=counted.jobs,
        notices=counted.notices,
        deliveries=counted.deliveries,
        workers=counted.workers,
        failing_series=counted.failing,
    )


def _cycle(request: HttpRequest, name: str) -> Cycle:
    found = chosen_cycle(name, today(request))
    if found is None:
        raise Http404
    return found


def _line(one: ObjectiveLine) -> ObjectiveLineAnswer:
    return ObjectiveLineAnswer(
        **answering.brief(one.row).model_dump(),
        score=one.score.mean,
        key_results=[answering.key_result(line) for line in one.key_results],
    )


def _pulse(found: Pulse | None) -> PulseAnswer | None:
    if found is None:
        return None
    return PulseAnswer(
        metric=found.series.metric,
        series=found.series.pk,
        last=answering.measurement(found.last),
        before=answering.measurement(found.before) if found.before else None,
        verdict=found.verdict,
    )


def _troubles(request: HttpRequest, found: Quarter) -> list[TroubleAnswer]:
    return [
        TroubleAnswer(kind=one.kind, series=one.series.pk, metric=one.series.metric, days=one.days)
        for one in found.troubles(today(request))
    ]
