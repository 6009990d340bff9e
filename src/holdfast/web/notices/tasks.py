"""Jobs of notices: looking what is due, and sending one."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.notices.outbox import deliver
from holdfast.web.notices.planning import plan


@task()
def make_notices(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Make the notices that are due."""
    plan(clock.now())


@task()
def send_notice(pk: int) -> None:
    """Send one; where it is not taken, the job fails and is tried again."""
    deliver(pk, clock.now())
