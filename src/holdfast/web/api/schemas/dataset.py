"""Tables, files that arrived and the data check."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from holdfast.web.api.schemas.pulls import PullAnswer


class TableAnswer(Schema):
    """A table: where it comes from, when its newest file changed, and what the last data check said."""

    name: str
    origin: str
    changed_at: datetime | None
    rows: int | None
    error: str
    warnings: int


class CheckAnswer(Schema):
    """A data check; without `finished_at` it is waited for."""

    asked_at: datetime
    finished_at: datetime | None
    error: str
    report: dict[str, Any]


class DataAnswer(Schema):
    """The data of the workspace."""

    tables: list[TableAnswer]
    pulls: list[PullAnswer]
    check: CheckAnswer | None


class FileAnswer(Schema):
    """A file that was sent: ``used``, or ``waiting`` for a person to look at how it is read.

    `faults` has one for each column whose values do not fit, with examples by row and what to do.
    """

    key: UUID
    name: str
    size: int
    state: str
    table: str
    rows: int | None
    error: str
    faults: list[dict[str, Any]]


class FilesAnswer(Schema):
    """Files that wait for somebody, and those that replaced an earlier one that is still kept."""

    waiting: list[FileAnswer]
    replaced: list[FileAnswer]
