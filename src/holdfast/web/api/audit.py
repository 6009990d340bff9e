"""The audit log, for programs of administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from holdfast.web.api.logging_in import Bearer, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.plain import Id, Named, named
from holdfast.web.audit.queries import EntriesAsked, entries
from holdfast.web.company import company
from holdfast.web.people.access import require

router = Router(auth=Bearer("administer"), tags=["administration"])


class EntryAnswer(Schema):
    """One thing that somebody did."""

    id: int
    at: datetime
    by: Named | None
    via: str
    action: str
    subject_kind: str
    subject_id: int
    subject: str
    changes: dict[str, Any]


class EntriesAnswer(Schema):
    """A part of the log; send `next` as `before` for the part that follows."""

    items: list[EntryAnswer]
    next: int | None


class EntriesQuery(Schema):
    """Which part of the log."""

    person: Id | None = None
    before: Id | None = None


@router.get("/audit-log", response={200: EntriesAnswer, **PROBLEMS})
def audit_log(request: HttpRequest, asked: Annotated[EntriesQuery, Query()]) -> EntriesAnswer:
    """Who did what, the latest first."""
    require(caller(request), "administer")
    page = entries(EntriesAsked(person=asked.person, before=asked.before), company().time_zone)
    items = [
        EntryAnswer(
            id=one.row.pk,
            at=one.row.at,
            by=named(one.row.by),
            via=one.row.via,
            action=one.row.action,
            subject_kind=one.row.subject_kind,
            subject_id=one.row.subject_id,
            subject=one.subject,
            changes=one.row.changes,
        )
        for one in page.lines
    ]
    return EntriesAnswer(items=items, next=page.next)
