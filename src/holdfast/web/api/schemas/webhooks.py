"""Endpoints of webhooks, as they are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from holdfast.web.api.schemas.plain import storable

Event = Annotated[str, StringConstraints(max_length=40), AfterValidator(storable)]


class EndpointStated(Schema):
    """Where to tell what."""

    url: Annotated[str, StringConstraints(max_length=500), AfterValidator(storable)]
    events: Annotated[list[Event], Field(min_length=1, max_length=40)]


class EndpointAnswer(Schema):
    """An endpoint; `secret` is in the answer that made it or changed it, and in no other."""

    id: int
    url: str
    events: list[str]
    is_on: bool
    made_at: datetime
    secret: str | None = None


class EndpointRests(Schema):
    """Whether it is told nothing for now."""

    rests: bool
