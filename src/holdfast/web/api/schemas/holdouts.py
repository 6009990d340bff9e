"""Holdouts: plans, arms, and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from holdfast.web.api.schemas.plain import storable

CustomerId = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(storable)]


class HoldoutStated(Schema):
    """A holdout of who stays, of all paying customers, to be planned.

    Attributes:
        title: What the treated get, in words.
        days: After which it is looked who still pays.
        matters: Smallest difference that matters, in points.
        left_alone: Part that is left alone, in per cent.
    """

    title: Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(storable)]
    days: Literal[30, 60, 90, 180] = 90
    matters: Annotated[float, Field(ge=0.1, le=50)] = 3
    left_alone: Annotated[float, Field(ge=5, le=95)] = 50


class HoldoutPlanned(Schema):
    """The name under which a holdout stands once a job has planned it, and when that was asked for."""

    name: str
    planning_at: datetime


class HoldoutAnswer(Schema):
    """A holdout and how far it is.

    Attributes:
        compared: What the arms are compared by.
        share: Part that is left alone, 0 to 1.
        state: `waiting` until outcomes are known, then `due`.
        settles_on: First as-of date on which it is settled.
        assigning_at: When somebody last asked to assign customers; `assigned_at` when a job did.
        settling_at: When somebody last asked what became of it; `settled_at` when a job said so.
        error: Why the last job could not do its work; empty where it could.
        record: The evidence record of the last settling; null where there was none.
    """

    name: str
    title: str
    compared: str
    share: float
    strata: list[str]
    starts: date
    until: date
    settles_on: date
    planned: int
    treated: int
    held_out: int
    state: Literal["not begun", "assigning", "waiting", "due"]
    assigning_at: datetime | None
    assigned_at: datetime | None
    settling_at: datetime | None
    settled_at: datetime | None
    error: str
    record: dict[str, Any] | None


class AssignmentAnswer(Schema):
    """One customer in one arm, for good."""

    customer: str
    arm: Literal["treated", "holdout"]
    stratum: str
    assigned_at: datetime


class AssignmentsAnswer(Schema):
    """Assignments in the order in which they were drawn; `next` is the `after` of the part that follows."""

    assignments: list[AssignmentAnswer]
    next: int | None


class AssignmentStated(Schema):
    """Whom to assign; everybody the plan is about where `customers` is left out."""

    customers: Annotated[list[CustomerId], Field(min_length=1, max_length=10_000)] | None = None
