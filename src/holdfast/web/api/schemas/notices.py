"""What people are told, and the reminders of teams."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from holdfast.web.api.schemas.plain import storable
from holdfast.web.notices import kinds

Weekday = Annotated[int, Field(ge=0, le=6)]
Hour = Annotated[int, Field(ge=0, le=23)]
GraceDays = Annotated[int, Field(ge=0, le=14)]
Weeks = Literal[1, 2, 4]
Channel = Literal["mail", "chat", "both"]


class Notifications(Schema):
    """What one is told; an hour that is null is the workspace's, and Monday is day 0."""

    off: list[kinds.Name]
    channel: Channel
    quiet_from: int | None
    quiet_until: int | None
    digest_weekday: int
    digest_hour: int


class NotificationsChanged(Schema):
    """What to change of it; what is left out stays as it is."""

    off: list[kinds.Name] = []
    channel: Channel = "mail"
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None
    digest_weekday: Weekday = 4
    digest_hour: Hour = 14


class Reminders(Schema):
    """When a team is reminded; what is null is the workspace's. The address of its chat is told to nobody."""

    weekday: int | None
    hour: int | None
    grace_days: int | None
    every_weeks: int
    has_chat: bool


class RemindersChanged(Schema):
    """What to change of it; what is left out stays as it is, and an empty chat is forgotten."""

    weekday: Weekday | None = None
    hour: Hour | None = None
    grace_days: GraceDays | None = None
    every_weeks: Weeks = 1
    chat: Annotated[str, StringConstraints(max_length=500), AfterValidator(storable)] = ""
