"""Key results, their values, check-ins, amendments and comments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from holdfast.web.api.schemas.plain import Id, Name, Named, Number, Revision, Text

Kind = Literal["change", "maintain", "milestone"]
Commitment = Literal["", "committed", "aspirational"]
Unit = Literal["share", "points", "hours", "days", "count", "money", "ratio"]


class StepStated(Schema):
    """A step of a milestone; with its id where it is there already."""

    text: Text
    weight: Number = 1.0
    is_done: bool = False
    id: Id | None = None


class InitiativeStated(Schema):
    """What one does; with its id where it is there already."""

    text: Text
    owner: Id | None = None
    due_on: date | None = None
    expected_lift: Name = ""
    id: Id | None = None


class KeyResultStated(Schema):
    """A key result as it shall be. Of one with an id, fields that are left out stay."""

    id: Id | None = None
    text: Text = ""
    kind: Kind = "change"
    owner: Id | None = None
    checker: Id | None = None
    baseline: Number | None = None
    target: Number | None = None
    relative_target: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    commitment: Commitment = ""
    weight: Number = 1.0
    is_guardrail: bool = False
    checkpoints: Annotated[list[tuple[Number, Number]], Field(max_length=50)] = []
    unit: Unit = "count"
    series: Id | None = None
    target_note: Text = ""
    steps: Annotated[list[StepStated], Field(max_length=50)] = []
    initiatives: Annotated[list[InitiativeStated], Field(max_length=50)] = []


class MeasurementAnswer(Schema):
    """A value of one period; null where nothing could be counted."""

    start: date
    end: date
    value: float | None
    numerator: int | None
    denominator: int | None
    low: float | None
    high: float | None
    is_final: bool


class StandingAnswer(Schema):
    """How a key result stands today, and why."""

    status: str
    because: str
    progress: float | None
    expected: float
    now: float | None


class KeyResultAnswer(Schema):
    """A key result, as it stands today."""

    id: int
    objective: int
    position: int
    text: str
    kind: str
    owner: Named | None
    checker: Named | None
    baseline: float | None
    target: float | None
    relative_target: float | None
    at_least: float | None
    at_most: float | None
    commitment: str
    weight: float
    is_guardrail: bool
    unit: str
    series: int | None
    metric: str
    error: str
    standing: StandingAnswer


class CheckInAnswer(Schema):
    """What an owner said on one day; confidence is 0 to 10."""

    id: int
    on: date
    at: datetime
    by: Named | None
    value: float | None
    is_measured: bool
    confidence: int | None
    suggested_status: str
    because: str
    status: str
    changed: str
    next_step: str


class CheckInStated(Schema):
    """What an owner says today. Left-out values are left open; a measured value cannot be typed.

    Attributes:
        done: Ids of the steps that are done, of a milestone; null leaves them as they are.
    """

    value: Number | None = None
    confidence: Annotated[int, Field(ge=0, le=10)] | None = None
    status: Literal["", "on track", "at risk", "off track"] = ""
    changed: Text = ""
    next_step: Text = ""
    done: Annotated[list[Id], Field(max_length=50)] | None = None


class CommentStated(Schema):
    """What somebody says; `@Ada` mentions Ada."""

    text: Text


class CommentAnswer(Schema):
    """What somebody said."""

    id: int
    text: str
    author: Named | None
    at: datetime


class Amending(Schema):
    """Why and from when a bet changes, and what of it; what is left out stays."""

    revision: Revision
    on: date
    reason: Text
    key_result: KeyResultStated


class Dropping(Schema):
    """Why and from when a bet is given up."""

    revision: Revision
    on: date
    reason: Text


class Amended(Schema):
    """The objective's revision after a change."""

    objective: int
    key_result: int
    revision: int


class MeasurementStated(Schema):
    """A value from outside for the period from the date in the address to `end`.

    A share needs numerator and denominator. Everything else needs a value.
    """

    end: date
    value: Number | None = None
    numerator: Annotated[int, Field(ge=0, le=2**53)] | None = None
    denominator: Annotated[int, Field(ge=1, le=2**53)] | None = None
    is_final: bool = True


class Recorded(Schema):
    """Whether it was new; the same sent again changes nothing."""

    is_new: bool
