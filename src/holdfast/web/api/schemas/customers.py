"""What is computed of all customers: risk, drivers, links, survival, worth."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from holdfast.web.drafts.binding import MOST_DAYS

Column = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]


Kind = Literal["risk", "worth", "drivers", "link", "survival"]


class RiskAsked(Schema):
    """Days ahead, length of the list and its order."""

    horizon: Literal[30, 60, 90] = 90
    length: Annotated[int, Field(ge=1, le=500)] = 10
    order: Literal["chance", "revenue"] = "chance"


class DriversAsked(Schema):
    """Days ahead, and of which segment, as `size=large`; of all customers where it is left out."""

    horizon: Literal[30, 60, 90] = 90
    segment: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""


class SurvivalAsked(Schema):
    """By which segment column; the first that there is where it is left out."""

    by: Column = ""


class WorthAsked(Schema):
    """A segment column, months ahead, discount and margin in per cent."""

    by: Column = ""
    months: Annotated[int, Field(ge=12, le=120)] = 36
    discount: Annotated[float, Field(ge=0, le=100)] = 10
    margin: Annotated[float, Field(ge=0.1, le=100)] = 100


class LinkAsked(Schema):
    """Which metric, and within how many days; its usual window where they are left out."""

    metric: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
    within_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None


class AgainStated(Schema):
    """A question, by the names and values by which it is read, such as `{"horizon": "90"}`; all as texts."""

    question: Annotated[dict[Column, Column], Field(max_length=20)] = {}


class AskedAgain(Schema):
    """When it was asked for; where a job was at it already, or a moment ago, that stays."""

    asked_at: datetime | None


class ComputedAnswer(Schema):
    """What was last computed, and whether a job is at it.

    Attributes:
        state: `waiting` while a job is at it, `refused` where the last try found nothing, else `known`.
        as_of: Day up to whose start data were used; null before the first answer.
        computed_at: When it was answered; an answer of a day is computed anew when it is asked for.
        trouble: Why the last try found nothing; empty where it did. What was found before stays.
        report: As the command writes it in JSON: shares 0 to 1, money in minor units; null before.
    """

    state: Literal["waiting", "refused", "known"]
    as_of: date | None
    computed_at: datetime | None
    trouble: str
    report: dict[str, Any] | None
