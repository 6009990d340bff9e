"""The job that looks what is to be celebrated."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.celebrations.actions import celebrate
from holdfast.web.company import company
from holdfast.web.cycles.models import Cycle


@task()
def celebrate_open_cycles(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Look through all cycles that run. Run twice, it changes nothing more."""
    today = clock.today(company().time_zone)
    for cycle in Cycle.objects.filter(state__in=("active", "closing")):
        celebrate(cycle, today=today, at=clock.now())
