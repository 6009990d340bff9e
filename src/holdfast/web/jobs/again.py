"""Which jobs run again: whose worker died and those that failed, later and a bounded number of times."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django_tasks_db.models import DBTaskResult

from holdfast.web.jobs.models import Worker

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from django.db.models import QuerySet

_LOG = logging.getLogger("holdfast.jobs")
DEAD_AFTER = 60.0
"""Seconds without a sign of life after which a worker is taken to be dead."""
WAITS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 14400))
"""After the first attempt, the second and so on; a job that has had them all stays failed."""
_LOOK_BACK = timedelta(hours=1)


def alive(now: datetime) -> QuerySet[Worker]:
    """Workers that gave a sign of life lately.

    A sign from the future is none: the clock was wrong then, and a worker that lives gives a new one soon.
    """
    lately = timedelta(seconds=DEAD_AFTER)
    return Worker.objects.filter(seen_at__gt=now - lately, seen_at__lt=now + lately)


def run_again(now: datetime, *, own: str = "") -> int:
    """Put back jobs whose worker died; returns how many.

    A job that kills every worker which takes it must not keep the others waiting: each time it comes back
    later, and after the last of `WAITS` it has failed.

    Args:
        now: The instant.
        own: The worker that asks, while it runs no job: one that seems to run for it was left behind.
    """
    living = set(alive(now).exclude(name=own).values_list("name", flat=True))
    left = [job for job in DBTaskResult.objects.running() if not living.intersection(job.worker_ids[-1:])]
    return sum(_put_back(job, now, "its worker died") for job in left)


def try_again(now: datetime) -> int:
    """Put back jobs that failed within the last hour and have attempts left; returns how many."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - _LOOK_BACK)
    return sum(_put_back(job, now, job.exception_class_path) for job in failed if _wait(job) is not None)


def _put_back(job: DBTaskResult[Any, Any], now: datetime, why: str) -> int:
    """1, or 0 where another worker has taken it meanwhile."""
    wait = _wait(job)
    changes: dict[str, object] = {"status": "READY", "run_after": now + (wait or timedelta())}
    if wait is None:
        changes = {"status": "FAILED", "finished_at": now, "traceback": why}
    same = DBTaskResult.objects.filter(pk=job.pk, status=job.status, started_at=job.started_at)
    changed: int = same.update(**changes)
    if changed:
        facts = {"job": job.task_path, "attempts": len(job.worker_ids), "why": why, "is_over": wait is None}
        _LOG.warning("a job did not end", extra={"facts": facts})
    return changed


def _wait(job: DBTaskResult[Any, Any]) -> timedelta | None:
    attempts = max(len(job.worker_ids), 1)
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
