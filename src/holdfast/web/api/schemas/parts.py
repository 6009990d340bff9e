"""Initiatives, quotes, dismissals, celebrations, plans, and what one owes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from holdfast.web.api.schemas.plain import Id, Name, Named, Text


class Ticked(Schema):
    """Whether an initiative is done."""

    is_done: bool


class InitiativeTicked(Schema):
    """An initiative, and when it was done; null where it is not."""

    id: int
    objective: int
    text: str
    done_at: datetime | None


class QuoteStated(Schema):
    """Words of a customer, or a note of an interview."""

    text: Text
    said_by: Annotated[Name, Field(max_length=120)] = ""
    on: date | None = None


class QuoteAnswer(Schema):
    """Words of a customer, or a note of an interview."""

    id: int
    text: str
    said_by: str
    on: date | None


class DismissalStated(Schema):
    """A finding that is set aside: its rule, the words that it is about, and why."""

    rule: Annotated[Name, Field(max_length=80)]
    words: Text
    reason: Text


class DismissalAnswer(Schema):
    """A finding that was set aside; it holds while the words stay the same."""

    id: int
    rule: str
    words: str
    reason: str
    by: Named | None
    at: datetime


class OwedAnswer(Schema):
    """Something that waits for you; until `due` nothing is late.

    Attributes:
        address: Of the page that does it.
        comment: Of a mention, the comment that names you; null for everything else.
    """

    kind: str
    text: str
    does: str
    about: str
    address: str
    due: date
    comment: int | None


class ThanksAnswer(Schema):
    """What somebody said."""

    by: Named | None
    text: str
    at: datetime


class CelebrationAnswer(Schema):
    """What really moved; `taken_back` says why it is celebrated no more, and is empty where it stands."""

    id: int
    kind: str
    key_result: int | None
    people: list[Named]
    says: str
    on: date
    taken_back: str
    thanks: list[ThanksAnswer]


class ThanksStated(Schema):
    """A word of thanks, or none."""

    text: Annotated[Name, Field(max_length=280)] = ""


class PlanLineStated(Schema):
    """Who hears what, and when; name exactly one of person, team, address and chat. Weekday 0 is Monday."""

    what: Literal["status", "minutes", "celebrations"]
    when: Literal["weekly", "publish", "amendment", "close"]
    person: Id | None = None
    team: Id | None = None
    address: Annotated[Name, Field(max_length=254)] = ""
    chat: Annotated[str, Field(max_length=500)] = ""
    weekday: Annotated[int, Field(ge=0, le=6)] = 0


class PlanLineAnswer(Schema):
    """A line of a communication plan; of a chat its service and the end of its address alone."""

    id: int
    what: str
    when: str
    person: Named | None
    team: Named | None
    address: str
    chat: str
    weekday: int
