"""What happens to jobs, as lines of the log: the request that asked for one, and what became of it."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from django_tasks.signals import task_enqueued, task_finished, task_started

from holdfast.web.requests import job_id

if TYPE_CHECKING:
    from django_tasks import TaskResult

_LOG = logging.getLogger("holdfast.jobs")
_began = 0.0


def listen() -> None:
    """Log each job when it is enqueued and when it has ended; between, every line bears its name."""
    task_enqueued.connect(_enqueued, dispatch_uid="log of jobs")
    task_started.connect(_started, dispatch_uid="log of jobs")
    task_finished.connect(_finished, dispatch_uid="log of jobs")


def _enqueued(task_result: TaskResult[Any], **_: object) -> None:
    _LOG.info("enqueued", extra={"facts": {"job": str(task_result.id), "task": _name(task_result)}})


def _started(task_result: TaskResult[Any], **_: object) -> None:
    global _began  # noqa: PLW0603 - a worker runs one job at a time
    _began = time.perf_counter()
    job_id.set(str(task_result.id))


def _finished(task_result: TaskResult[Any], **_: object) -> None:
    facts = {
        "task": _name(task_result),
        "status": str(task_result.status).lower(),
        "attempts": len(task_result.worker_ids),
        "milliseconds": round((time.perf_counter() - _began) * 1000, 1),
    }
    _LOG.info("ran", extra={"facts": facts})
    job_id.set("")


def _name(task_result: TaskResult[Any]) -> str:
    return task_result.task.module_path.removeprefix("holdfast.web.")
