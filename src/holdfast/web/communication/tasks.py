"""Jobs of communication plans: looking what is due, and sending to an address."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.communication.actions import send_due
from holdfast.web.communication.sending import deliver
from holdfast.web.company import company


@task()
def send_plans(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Make every sending that is due. Run twice, it makes none twice."""
    send_due(today=clock.today(company().time_zone), at=clock.now())


@task()
def send_to_address(pk: int) -> None:
    """Send one; where it is not taken, the job fails and is tried again."""
    deliver(pk, clock.now())
