"""Objectives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from holdfast.web.api.schemas.key_results import (
    Commitment,
    InitiativeStated,
    KeyResultAnswer,
    KeyResultStated,
)
from holdfast.web.api.schemas.plain import Id, Named, Revision, Text


class InitiativeAnswer(Schema):
    """What is done for an objective, or for one of its key results."""

    id: int
    text: str
    key_result: int | None
    owner: Named | None
    due_on: date | None
    expected_lift: str
    done_at: datetime | None


class ObjectiveBrief(Schema):
    """An objective on a list."""

    id: int
    text: str
    cycle: str
    team: Named | None
    owner: Named | None
    state: str
    is_private: bool
    revision: int


class ObjectiveAnswer(ObjectiveBrief):
    """An objective with its key results as they stand today; `supports` holds those you may see."""

    scope: str
    assumption: str
    commitment: str
    supports: list[int]
    score: float | None
    key_results: list[KeyResultAnswer]
    initiatives: list[InitiativeAnswer]
    created_at: datetime
    published_at: datetime | None


class ObjectivePage(Schema):
    """A part of a list; `next` is the cursor of the part that follows, null at the end."""

    items: list[ObjectiveBrief]
    next: str | None


class ObjectiveChanged(Schema):
    """What shall change; what is left out stays. Key results that are not listed are removed."""

    revision: Revision
    text: Text = ""
    team: Id | None = None
    owner: Id | None = None
    scope: Text = ""
    assumption: Text = ""
    commitment: Commitment = ""
    is_private: bool = False
    supports: Annotated[list[Id], Field(max_length=100)] = []
    initiatives: Annotated[list[InitiativeStated], Field(max_length=100)] = []
    key_results: Annotated[list[KeyResultStated], Field(max_length=30)] = []


class ObjectiveStated(Schema):
    """A new draft; `team` null is the company as a whole."""

    cycle: Id
    text: Text
    team: Id | None = None
    owner: Id | None = None
    scope: Text = ""
    assumption: Text = ""
    commitment: Commitment = ""
    is_private: bool = False
    supports: Annotated[list[Id], Field(max_length=100)] = []
    initiatives: Annotated[list[InitiativeStated], Field(max_length=100)] = []
    key_results: Annotated[list[KeyResultStated], Field(max_length=30)] = []


class RevisionRead(Schema):
    """The revision at which it was read."""

    revision: Revision


class KeyResultAdded(Schema):
    """A key result for a published objective, with a reason and a date."""

    revision: Revision
    on: date
    reason: Text
    key_result: KeyResultStated
