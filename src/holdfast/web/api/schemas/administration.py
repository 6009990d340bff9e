"""People, teams and settings, as administrators see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import AfterValidator, Field

from holdfast.web.api.schemas.plain import Id, Name, Named

Role = Literal["editor", "contributor", "viewer"]
Hour = Annotated[int, Field(ge=0, le=23)]


def _one_line(name: str) -> str:
    told = " ".join(name.split())
    if not told or not told.isprintable():
        raise ValueError("a name on one line")
    return told


def _address(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError("a mail address") from None
    return email


Email = Annotated[Name, Field(max_length=254), AfterValidator(_address)]
TeamName = Annotated[Name, Field(max_length=80), AfterValidator(_one_line)]


class MembershipAnswer(Schema):
    """A role in a team."""

    team: Named
    role: str


class PersonAnswer(Schema):
    """Somebody with their address and roles; one who left is not active."""

    id: int
    name: str
    email: str
    is_active: bool
    is_administrator: bool
    roles: list[MembershipAnswer]


class AdministratorStated(Schema):
    """Whether somebody administers."""

    is_administrator: bool


class OwnedAnswer(Schema):
    """Something that somebody owns, under the name by which it is handed over."""

    name: str
    kind: str
    text: str


class Leaving(Schema):
    """Who takes over what: the name of each owned thing to the id of its next owner."""

    heirs: dict[Annotated[Name, Field(max_length=40)], Id] = {}


class InvitationStated(Schema):
    """Whom to invite, and as what; `team` null is an administrator of no team."""

    email: Email
    team: Id | None = None
    role: Role = "contributor"
    is_administrator: bool = False


class InvitationAnswer(Schema):
    """An invitation; its link is in the mail alone."""

    id: int
    email: str
    team: Named | None
    role: str
    is_administrator: bool
    expires_at: datetime
    was_sent: bool | None = None


class TeamStated(Schema):
    """A team, and the one above it."""

    name: TeamName
    parent: Id | None = None


class TeamAnswer(Schema):
    """A team, the one above it, and who is in it."""

    id: int
    name: str
    parent: Named | None
    members: list[TeamMember]


class TeamMember(Schema):
    """Somebody in a team."""

    person: Named
    role: str


class RoleStated(Schema):
    """A role in a team."""

    role: Role


class SettingsAnswer(Schema):
    """Settings of the workspace; shares are 0 to 1, weekday 0 is Monday, hours are local."""

    widest_gap: float
    out_of_reach: float
    aspirational_way: float
    gates: list[str]
    paste_is_open: bool
    reminder_weekday: int
    reminder_hour: int
    grace_days: int
    quiet_from: int
    quiet_until: int


class SettingsChanged(Schema):
    """What shall change; what is left out stays."""

    widest_gap: Annotated[float, Field(ge=0.01, le=1, allow_inf_nan=False)] = 0.25
    out_of_reach: Annotated[float, Field(ge=0, le=0.5, allow_inf_nan=False)] = 0.03
    aspirational_way: Annotated[float, Field(ge=0.1, le=1, allow_inf_nan=False)] = 0.7
    gates: Annotated[list[Annotated[Name, Field(max_length=80)]], Field(max_length=200)] = []
    paste_is_open: bool = True
    reminder_weekday: Annotated[int, Field(ge=0, le=6)] = 0
    reminder_hour: Hour = 9
    grace_days: Annotated[int, Field(ge=0, le=14)] = 2
    quiet_from: Hour = 19
    quiet_until: Hour = 8


TeamAnswer.model_rebuild()
