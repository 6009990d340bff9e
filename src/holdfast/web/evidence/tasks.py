"""The jobs that weigh bets: those that are frozen, and one that is being written."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.evidence.fans import draw_fans
from holdfast.web.evidence.proposing import forget_proposals, weigh_proposal
from holdfast.web.evidence.weighing import weigh


@task()
def weigh_bets(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Freeze, forecast and settle, and write down the fans. Run twice, it changes nothing more."""
    weigh(at=clock.now())
    draw_fans(at=clock.now())
    forget_proposals(now=clock.now())


@task()
def weigh_draft(pk: int) -> None:
    """Hold a bet that somebody writes against the data. Run twice, it finds the same."""
    weigh_proposal(pk, now=clock.now())
