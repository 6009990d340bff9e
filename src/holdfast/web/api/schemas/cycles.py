"""Cycles and dated events, as they are sent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from holdfast.web.api.schemas.plain import storable

CycleName = Annotated[
    str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True), AfterValidator(storable)
]
Title = Annotated[
    str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True), AfterValidator(storable)
]
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(9000, 1, 1))]
State = Literal["draft", "active", "closing", "closed"]


class CycleStated(Schema):
    """A cycle; its dates are half-open."""

    name: CycleName
    starts_on: Day
    ends_on: Day
    cadence_days: Annotated[int, Field(ge=1, le=92)] = 7


class StateStated(Schema):
    """Where a cycle shall go, and where it was when that was decided."""

    to: State
    seen: State


class EventStated(Schema):
    """A price rise, an outage, a reorganisation: it stands on every chart."""

    on: Day
    title: Title


class EventAnswer(EventStated):
    """A dated event."""

    id: int
