"""Meetings, their parts and decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from holdfast.web.api.schemas.plain import Id, Named, Revision, Text

Kind = Literal["review", "weekly"]
Course = Literal["keep", "change", "drop"]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Minutes = Annotated[int, Field(ge=1, le=480)]


class MeetingFilters(Schema):
    """Which meetings; each may be left out."""

    cycle: Id | None = None
    team: Id | None = None
    kind: Kind | None = None


class MeetingStated(Schema):
    """A meeting to begin; null as team is the whole company, null minutes are 15 weekly, 60 in review."""

    kind: Kind
    cycle: Id
    team: Id | None = None
    planned_minutes: Minutes | None = None


class ScoreStated(Schema):
    """One's own score."""

    score: Share


class Concluded(Schema):
    """What is concluded of a key result."""

    course: Course
    learned: Text = ""
    why: Text = ""
    next_text: Text = ""
    override: Share | None = None
    override_reason: Text = ""
    revision: Revision


class DecisionStated(Schema):
    """What was decided."""

    text: Text
    key_result: Id | None = None
    owner: Id | None = None
    due_on: date | None = None


class NotesStated(Schema):
    """The notes as they shall be."""

    notes: Text
    revision: Revision


class MeetingBrief(Schema):
    """A meeting on a list."""

    id: int
    kind: str
    cycle: str
    team: Named | None
    facilitator: Named | None
    planned_minutes: int
    began_at: datetime
    ended_at: datetime | None


class DecisionAnswer(Schema):
    """What was decided, and when it was carried out."""

    id: int
    text: str
    key_result: int | None
    owner: Named | None
    due_on: date | None
    done_at: datetime | None


class AgendaAnswer(Schema):
    """One key result on the agenda of a review."""

    objective: int
    key_result: int
    text: str
    is_revealed: bool
    course: str


class MeetingAnswer(MeetingBrief):
    """A meeting as it stands; `points` are the parts of a weekly one that goes on."""

    notes: str
    revision: int
    participants: list[str]
    decisions: list[DecisionAnswer]
    agenda: list[AgendaAnswer]
    points: dict[str, Any]


class SelfScoreAnswer(Schema):
    """What a participant gave."""

    by: str
    score: float


class StepAnswer(Schema):
    """A key result of a review. Before the reveal, `scores`, `computed`, `amended` and `grade` are empty."""

    key_result: int
    text: str
    is_revealed: bool
    own: float | None
    given_by: list[str]
    scores: list[SelfScoreAnswer]
    computed: float | None
    amended: float | None
    grade: float | None
    override_reason: str
    learned: str
    course: str
    why: str
    next_text: str
    revision: int
