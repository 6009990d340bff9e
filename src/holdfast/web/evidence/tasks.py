"""The job that weighs bets."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.evidence.weighing import weigh


@task()
def weigh_bets(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Freeze, forecast and settle. Run twice, it changes nothing more."""
    weigh(at=clock.now())
