"""Jobs of the data: the check, and forgetting what is not needed any more."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_tasks import task

from holdfast.errors import HoldfastError
from holdfast.report.check import check_json
from holdfast.service.check import check_workspace
from holdfast.service.workspace_file import FILE_NAME
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.dataset import places
from holdfast.web.dataset.actions import ask_check
from holdfast.web.dataset.mending import storable
from holdfast.web.dataset.models import Arrival, Check
from holdfast.web.dataset.pulling import enqueue_due, pull
from holdfast.web.measurements.measuring import workspace
from holdfast.web.metrics.families import title_of

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.tables import CheckReport

KEPT_CHECKS = 30
_KEPT_DAYS, _WAITING_DAYS = 7, 30


@task()
def check_data(pk: int) -> None:
    """Run a data check that was asked for. Run twice, the second finds it done."""
    if not Check.objects.filter(pk=pk, finished_at=None).exists():
        return
    report: dict[str, Any] = {}
    error = ""
    try:
        with workspace() as opened:
            report = stored(check_workspace(opened))
    except HoldfastError as failed:
        error = str(failed).replace("\0", "\ufffd")
    with transaction.atomic():
        Check.objects.filter(pk=pk, finished_at=None).update(
            report=report, error=error, finished_at=clock.now()
        )
        kept = Check.objects.values_list("pk", flat=True)[:KEPT_CHECKS]
        Check.objects.exclude(pk__in=list(kept)).delete()


@task()
def check_daily(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Ask for the data check once a day, where there are data."""
    if (places.folder() / FILE_NAME).is_file():
        ask_check(Actor(None, "job", clock.now()))


@task()
def pull_due(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Enqueue the pulls that are due."""
    enqueue_due(clock.now())


@task()
def pull_one(pk: int) -> None:
    """Fetch one file."""
    pull(pk, Actor(None, "job", clock.now()))


@task()
def tidy_data(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Forget files that nobody used, and those that were replaced a week ago."""
    tidy(clock.now())


def stored(report: CheckReport) -> dict[str, Any]:
    """A report as it is kept: with the titles of metrics, so that no page has to look them up."""
    made: dict[str, Any] = storable(json.loads(check_json(report)))
    made["measurable"] = [{"metric": card.name, "title": title_of(card)} for card in report.measurable]
    made["unmeasurable"] = [
        {"metric": card.name, "title": title_of(card), "reason": why} for card, why in report.unmeasurable
    ]
    return made


def tidy(now: datetime) -> None:
    """Remove what is too old: waiting files after a month, replaced ones after a week, folders of nobody."""
    Arrival.objects.filter(state="waiting", at__lt=now - timedelta(days=_WAITING_DAYS)).update(
        state="dropped"
    )
    for row in Arrival.objects.filter(kept=True, used_at__lt=now - timedelta(days=_KEPT_DAYS)):
        shutil.rmtree(places.earlier(row).parent, ignore_errors=True)
        Arrival.objects.filter(pk=row.pk).update(kept=False)
    incoming = places.state() / "incoming"
    waiting = {str(key) for key in Arrival.objects.filter(state="waiting").values_list("key", flat=True)}
    yesterday = (clock.real() - timedelta(days=1)).timestamp()  # of the disk, whatever day the demo has
    for one in incoming.iterdir() if incoming.is_dir() else ():
        if one.name not in waiting and one.stat().st_mtime < yesterday:
            shutil.rmtree(one, ignore_errors=True)
