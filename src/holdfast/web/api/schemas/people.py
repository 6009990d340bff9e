"""Cycles, teams and people."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from holdfast.web.api.schemas.plain import Id, Name, Named


class CycleAnswer(Schema):
    """A cycle; its dates are half-open."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    state: str
    cadence_days: int


class Me(Schema):
    """Whose token it is, and what it allows; an empty time zone is the company's."""

    id: int
    name: str
    time_zone: str
    deputy: Named | None
    is_administrator: bool
    scopes: list[str]


class ProfileChanged(Schema):
    """What to change of it; what is left out stays as it is.

    Attributes:
        time_zone: IANA name; empty for the company's.
        deputy: Who checks in where one has not; null for nobody.
    """

    name: Name = ""
    time_zone: Name = ""
    deputy: Id | None = None
