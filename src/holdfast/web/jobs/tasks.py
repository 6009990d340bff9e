"""The worker's own jobs."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.jobs.working import tidy


@task()
def tidy_up(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Forget what nobody will look at any more."""
    tidy(clock.real())
