"""Metrics: what can be measured, and their series."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from holdfast.web.api.schemas.key_results import MeasurementAnswer
from holdfast.web.api.schemas.plain import Name
from holdfast.web.drafts.binding import MOST_DAYS


class MetricBrief(Schema):
    """A metric on a list.

    Attributes:
        family: Under which the page lists it.
        is_measurable: The data allow it; null where nobody has looked yet.
        reason: What stands in the way; empty where nothing does.
        is_gone: It is no longer in the workspace.
        key_results: How many it measures, of those you may see.
        series: Id of its usual question; null where it was never measured.
    """

    name: str
    title: str
    family: str
    population: str
    outcome: str
    window_days: int | None
    unit: str
    better: str
    tables: list[str]
    is_own: bool
    is_measurable: bool | None
    reason: str
    is_gone: bool
    key_results: int
    series: int | None
    measured_at: datetime | None
    error: str
    last: MeasurementAnswer | None


class SettingAnswer(Schema):
    """A parameter of its definition: the value that holds, and what is allowed."""

    name: str
    value: str
    allowed: str


class TableAnswer(Schema):
    """A table that it reads; rows are null where it is not there or cannot be read."""

    name: str
    rows: int | None
    latest: date | None


class FindingAnswer(Schema):
    """What the data check found in such a table."""

    table: str
    kind: str
    severity: str
    message: str
    remedy: str


class QuestionAnswer(Schema):
    """A question that is asked of a metric."""

    series: int
    parameters: dict[str, str | float | int]
    filters: dict[str, list[str]]
    grain: str


class QuestionStated(Schema):
    """A question to ask of a metric; what is left out is as the workspace has it."""

    grain: Literal["day", "week", "month", "quarter"] = "month"
    within_days: Annotated[int, Field(ge=0, le=99_999)] | None = None
    variant: Annotated[str, Field(max_length=40)] = ""


class SeriesStated(Schema):
    """How a metric measures a key result: its window, and a value of one column of customers.

    Attributes:
        within_days: Null for the window that the workspace has.
        column: A segment; empty for everybody.
        value: That is let through.
    """

    within_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    column: Name = ""
    value: Annotated[Name, Field(max_length=80)] = ""


class CohortCellAnswer(Schema):
    """How many of a cohort were found at one distance, of how many."""

    distance: str
    retained: int
    counted: int
    share: float | None
    is_final: bool


class CohortAnswer(Schema):
    """A cohort; distances that have not begun are left out."""

    start: date
    end: date
    size: int
    is_whole: bool
    cells: list[CohortCellAnswer]


class MetricAnswer(Schema):
    """One metric with its settings, sources, questions, and the key results that you may see."""

    name: str
    title: str
    words: str
    settings: list[SettingAnswer]
    tables: list[TableAnswer]
    findings: list[FindingAnswer]
    looked_at: datetime | None
    questions: list[QuestionAnswer]
    key_results: list[int]
    objectives: list[int]
    cohorts: list[CohortAnswer]


class SegmentedAnswer(MeasurementAnswer):
    """A value of one period and one segment; the segment is empty for everybody."""

    segment: dict[str, str]
    pending: int
    version: str


class SeriesAnswer(Schema):
    """A series, in order of time.

    Attributes:
        tried_at: When it was last measured or failed.
        error: Why it failed; empty where it did not.
        removed_at: When its metric was found to be gone from the workspace.
        data_through: Local date before which the data were complete.
    """

    series: int
    metric: str
    title: str
    unit: str
    better: str
    window_days: int | None
    parameters: dict[str, str | float | int]
    filters: dict[str, list[str]]
    grain: str
    measured_at: datetime | None
    tried_at: datetime | None
    error: str
    removed_at: datetime | None
    data_through: date | None
    values: list[SegmentedAnswer]


class Asked(Schema):
    """Whether a job was asked; not where one was within the last minute."""

    is_new: bool
