"""What the page of operations shows beside the doctor's findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tasks_db.models import DBTaskResult

from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.jobs.again import alive
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

_FAILURES = 20


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that failed.

    Attributes:
        job: Its name, as code has it.
        at: When it ended the last time.
        attempts: So far.
        why: The kind of the error, never its words: those may quote what people wrote.
    """

    job: str
    at: datetime
    attempts: int
    why: str


def failures() -> tuple[Failure, ...]:
    """The latest, at most twenty."""
    rows = DBTaskResult.objects.failed().order_by("-finished_at")[:_FAILURES]
    return tuple(
        Failure(
            job=row.task_path.rpartition(".")[2].replace("_", " "),
            at=row.finished_at or row.enqueued_at,
            attempts=len(row.worker_ids),
            why=row.exception_class_path.rpartition(".")[2] or "its worker died",
        )
        for row in rows
    )


def worker_is_missing(request: HttpRequest) -> bool:
    """Nothing is measured or sent; asked for administrators alone, who can mend it."""
    return can(request.user, "administer") and not alive(clock.real()).exists()
