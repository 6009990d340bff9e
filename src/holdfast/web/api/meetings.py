"""Meetings: begin, score, reveal, conclude, decide, end; minutes, carry-over, settlements."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Status

from holdfast.errors import InputError
from holdfast.web import clock
from holdfast.web.api import answering
from holdfast.web.api.logging_in import Bearer, actor, caller, today
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.meetings import (
    AgendaAnswer,
    Concluded,
    DecisionAnswer,
    DecisionStated,
    MeetingAnswer,
    MeetingBrief,
    MeetingFilters,
    MeetingStated,
    NotesStated,
    ScoreStated,
    SelfScoreAnswer,
    StepAnswer,
)
from holdfast.web.api.schemas.objectives import ObjectiveBrief
from holdfast.web.api.schemas.plain import Id, named
from holdfast.web.company import company
from holdfast.web.meetings import actions
from holdfast.web.meetings.access import meeting_for, spoken_of
from holdfast.web.meetings.agenda import agenda, step
from holdfast.web.meetings.beginning import StatedMeeting, begin_meeting
from holdfast.web.meetings.carrying import carry_over
from holdfast.web.meetings.concluding import Conclusion, conclude
from holdfast.web.meetings.ending import end_meeting
from holdfast.web.meetings.minutes import seen
from holdfast.web.meetings.models import TENTHS, Meeting, Settlement
from holdfast.web.meetings.queries import decisions_of
from holdfast.web.meetings.views import weekly_of
from holdfast.web.objectives.access import objective_for, visible_objectives
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from holdfast.web.meetings.models import Decision
    from holdfast.web.objectives.models import KeyResult

router = Router(tags=["meetings"])
READ, WRITE = Bearer("read"), Bearer("write")
Pk = Annotated[Id, Path()]
_MOST = 100
_STEP = "/meetings/{pk}/key-results/{key_result}"


@router.get("/meetings", auth=READ, response={200: list[MeetingBrief], **PROBLEMS})
def list_meetings(request: HttpRequest, asked: Annotated[MeetingFilters, Query()]) -> list[MeetingBrief]:
    """The latest hundred, the latest first."""
    rows = Meeting.objects.select_related("cycle", "team", "facilitator").defer("record")
    for name, value in (("cycle_id", asked.cycle), ("team_id", asked.team), ("kind", asked.kind)):
        rows = rows.filter(**{name: value}) if value else rows
    return [_brief(row) for row in rows[:_MOST] if can(caller(request), "see", row)]


@router.post("/meetings", auth=WRITE, response={201: MeetingAnswer, **PROBLEMS})
def begin(request: HttpRequest, sent: MeetingStated) -> Status[MeetingAnswer]:
    """Begin a meeting; a review while its cycle is closing. Without a team it is the whole company's."""
    stated = StatedMeeting(sent.kind, sent.cycle, sent.team, sent.planned_minutes)
    made = begin_meeting(actor(request), stated)
    return Status(HTTPStatus.CREATED.value, _whole(request, made.pk))


@router.get("/meetings/{pk}", auth=READ, response={200: MeetingAnswer, **PROBLEMS})
def read_meeting(request: HttpRequest, pk: Pk) -> MeetingAnswer:
    """A meeting with its agenda as it stands; of one that has ended, read the minutes."""
    return _whole(request, pk)


@router.post("/meetings/{pk}/join", auth=WRITE, response={200: MeetingAnswer, **PROBLEMS})
def join(request: HttpRequest, pk: Pk) -> MeetingAnswer:
    """Take part in a meeting."""
    meeting_for(caller(request), pk)
    actions.join(actor(request), pk)
    return _whole(request, pk)


@router.get(_STEP, auth=READ, response={200: StepAnswer, **PROBLEMS})
def read_step(request: HttpRequest, pk: Pk, key_result: Pk) -> StepAnswer:
    """A key result of a review; self-scores of others and the computed score once they are revealed."""
    meeting, row = _spoken_of(request, pk, key_result)
    return _step(request, meeting, row)


@router.post(f"{_STEP}/turn", auth=WRITE, response={200: StepAnswer, **PROBLEMS})
def turn_to(request: HttpRequest, pk: Pk, key_result: Pk) -> StepAnswer:
    """Lead everybody who follows the review to a key result."""
    meeting, row = _spoken_of(request, pk, key_result)
    actions.turn_to(actor(request), pk, row)
    return _step(request, meeting, row)


@router.put(f"{_STEP}/score", auth=WRITE, response={200: StepAnswer, **PROBLEMS})
def give_score(request: HttpRequest, pk: Pk, key_result: Pk, sent: ScoreStated) -> StepAnswer:
    """Give one's own score, 0.0 to 1.0 in tenths; it can be changed until all are revealed."""
    meeting, row = _spoken_of(request, pk, key_result)
    actions.score(actor(request), pk, row, _tenths(sent.score))
    return _step(request, meeting, row)


@router.post(f"{_STEP}/reveal", auth=WRITE, response={200: StepAnswer, **PROBLEMS})
def reveal(request: HttpRequest, pk: Pk, key_result: Pk) -> StepAnswer:
    """Show all self-scores to everybody."""
    meeting, row = _spoken_of(request, pk, key_result)
    actions.reveal(actor(request), pk, row)
    return _step(request, meeting, row)


@router.put(f"{_STEP}/conclusion", auth=WRITE, response={200: StepAnswer, **PROBLEMS})
def give_conclusion(request: HttpRequest, pk: Pk, key_result: Pk, sent: Concluded) -> StepAnswer:
    """Write down what is concluded, once the scores are revealed; with the revision that was read."""
    meeting, row = _spoken_of(request, pk, key_result)
    stated = Conclusion(
        course=sent.course,
        learned=sent.learned,
        why=sent.why,
        next_text=sent.next_text,
        override_tenths=None if sent.override is None else _tenths(sent.override),
        override_reason=sent.override_reason,
    )
    conclude(actor(request), pk, row, stated, revision=sent.revision)
    return _step(request, meeting, row)


@router.post("/meetings/{pk}/decisions", auth=WRITE, response={201: DecisionAnswer, **PROBLEMS})
def decide(request: HttpRequest, pk: Pk, sent: DecisionStated) -> Status[DecisionAnswer]:
    """Write a decision down, of a key result or of the meeting as a whole."""
    meeting = meeting_for(caller(request), pk)
    row = None if sent.key_result is None else spoken_of(caller(request), meeting, sent.key_result)
    stated = actions.StatedDecision(sent.text, sent.owner, sent.due_on)
    return Status(HTTPStatus.CREATED.value, _decision(actions.decide(actor(request), pk, row, stated)))


@router.delete("/meetings/{pk}/decisions/{decision}", auth=WRITE, response={200: MeetingAnswer, **PROBLEMS})
def take_back(request: HttpRequest, pk: Pk, decision: Pk) -> MeetingAnswer:
    """Take a decision back while the meeting goes on."""
    _decided(request, pk, decision)
    actions.take_back_decision(actor(request), pk, decision)
    return _whole(request, pk)


@router.post(
    "/meetings/{pk}/decisions/{decision}/done", auth=WRITE, response={200: DecisionAnswer, **PROBLEMS}
)
def done(request: HttpRequest, pk: Pk, decision: Pk) -> DecisionAnswer:
    """Report a decision as carried out: by whoever owns it, or leads the meeting."""
    row = _decided(request, pk, decision)
    actions.carry_out(actor(request), row)
    row.refresh_from_db(fields=["done_at"])
    return _decision(row)


@router.put("/meetings/{pk}/notes", auth=WRITE, response={200: MeetingAnswer, **PROBLEMS})
def write_notes(request: HttpRequest, pk: Pk, sent: NotesStated) -> MeetingAnswer:
    """Change the notes, with the revision that was read."""
    meeting_for(caller(request), pk)
    actions.note(actor(request), pk, sent.notes, revision=sent.revision)
    return _whole(request, pk)


@router.post("/meetings/{pk}/end", auth=WRITE, response={200: dict[str, Any], **PROBLEMS})
def end(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """End a meeting and return its minutes; a review closes what it concluded and drafts what goes on."""
    meeting_for(caller(request), pk)
    end_meeting(actor(request), pk, today=clock.today(company().time_zone))
    return _minutes(request, pk)


@router.get("/meetings/{pk}/minutes", auth=READ, response={200: dict[str, Any], **PROBLEMS})
def read_minutes(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """The minutes of a meeting that has ended, as they were then; not there before."""
    return _minutes(request, pk)


@router.post("/meetings/{pk}/carry-over", auth=WRITE, response={200: list[ObjectiveBrief], **PROBLEMS})
def carry(request: HttpRequest, pk: Pk) -> list[ObjectiveBrief]:
    """Draft in the next cycle what a review keeps, where no cycle followed as it ended."""
    meeting_for(caller(request), pk)
    keys = [one.pk for one in carry_over(actor(request), pk)]
    rows = visible_objectives(caller(request)).filter(pk__in=keys).select_related("cycle", "team", "owner")
    return [answering.brief(row) for row in rows]


@router.get("/objectives/{pk}/settlement", auth=READ, response={200: dict[str, Any], **PROBLEMS})
def read_settlement(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """An objective as it was closed, with the figures behind each grade; not there before."""
    row = Settlement.objects.filter(objective=objective_for(caller(request), pk)).first()
    if row is None:
        raise Http404
    return {**row.content, "at": row.at, "digest": row.digest, "meeting": row.meeting_id}


def _spoken_of(request: HttpRequest, pk: int, key_result: int) -> tuple[Meeting, KeyResult]:
    meeting = meeting_for(caller(request), pk)
    if meeting.kind != "review":
        raise Http404
    return meeting, spoken_of(caller(request), meeting, key_result)


def _decided(request: HttpRequest, pk: int, decision: int) -> Decision:
    """A decision that the caller owns, or may read."""
    person = caller(request)
    meeting = meeting_for(person, pk)
    found = next((one for one in decisions_of(person, meeting) if one.pk == decision), None)
    found = found or meeting.decisions.filter(pk=decision, owner=person).first()
    if found is None:
        raise Http404
    return found


def _minutes(request: HttpRequest, pk: int) -> dict[str, Any]:
    meeting = meeting_for(caller(request), pk)
    if meeting.record is None:
        raise Http404
    return {**seen(meeting.record, caller(request)), "digest": meeting.digest}


def _brief(row: Meeting) -> MeetingBrief:
    return MeetingBrief(
        id=row.pk,
        kind=row.kind,
        cycle=row.cycle.name,
        team=named(row.team),
        facilitator=named(row.facilitator),
        planned_minutes=row.planned_minutes,
        began_at=row.began_at,
        ended_at=row.ended_at,
    )


def _whole(request: HttpRequest, pk: int) -> MeetingAnswer:
    person = caller(request)
    meeting = meeting_for(person, pk)
    is_open, is_review = meeting.ended_at is None, meeting.kind == "review"
    lines = agenda(person, meeting) if is_open and is_review else ()
    points = weekly_of(person, meeting).told() if is_open and not is_review else {}
    return MeetingAnswer(
        **_brief(meeting).model_dump(),
        notes=meeting.notes,
        revision=meeting.revision,
        participants=[one.person.name for one in meeting.participants.select_related("person")],
        decisions=[_decision(one) for one in decisions_of(person, meeting)],
        agenda=[
            AgendaAnswer(
                objective=objective.row.pk,
                key_result=line.row.pk,
                text=line.row.text,
                is_revealed=line.item is not None and line.item.revealed_at is not None,
                course=line.item.course if line.item else "",
            )
            for objective in lines
            for line in objective.lines
        ],
        points=points,
    )


def _step(request: HttpRequest, meeting: Meeting, row: KeyResult) -> StepAnswer:
    """Read anew: an action may have changed it. Of a meeting that has ended the minutes tell it."""
    if meeting.ended_at is not None:
        raise InputError("the meeting", "it has ended", "one that goes on", "Read its minutes")
    shown = step(caller(request), meeting, row, today=today(request))
    heard, item, is_revealed = shown.heard, shown.item, shown.heard.is_revealed
    return StepAnswer(
        key_result=row.pk,
        text=row.text,
        is_revealed=is_revealed,
        own=None if heard.own is None else heard.own / TENTHS,
        given_by=list(heard.names),
        scores=[SelfScoreAnswer(by=name, score=tenths / TENTHS) for name, tenths in heard.scores],
        computed=shown.grade.computed if is_revealed else None,
        amended=shown.ending.amended.score if is_revealed and shown.ending.amended else None,
        grade=shown.grade.value if is_revealed else None,
        override_reason=item.override_reason,
        learned=item.learned,
        course=item.course,
        why=item.why,
        next_text=item.next_text,
        revision=item.revision,
    )


def _decision(row: Decision) -> DecisionAnswer:
    return DecisionAnswer(
        id=row.pk,
        text=row.text,
        key_result=row.key_result_id,
        owner=named(row.owner),
        due_on=row.due_on,
        done_at=row.done_at,
    )


def _tenths(score: float) -> int:
    tenths = round(score * TENTHS)
    if abs(score * TENTHS - tenths) > 1e-6:  # noqa: PLR2004 - rounding of floats
        raise InputError("the score", f"{score:g}", "0.0 to 1.0 in tenths", "Round it")
    return tenths
