"""Jobs of imports: large ones are brought in, old ones forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.exchange.importing import forget_old, run
from holdfast.web.exchange.models import Import

_KEPT = timedelta(days=30)


@task()
def bring_in_import(pk: int) -> None:
    """Bring a large import in, as whoever sent it."""
    row = Import.objects.select_related("by").filter(pk=pk).first()
    if row is not None:
        run(Actor(row.by, "job", clock.now()), row)


@task()
def forget_imports(turn: str) -> None:  # noqa: ARG001 - every periodic job is told its turn
    """Forget files that nobody has decided about for a month."""
    forget_old(clock.now() - _KEPT)


def begin_job(row: Import, *, rows: int) -> None:
    """Let the worker bring an import in; asked twice, once."""
    with transaction.atomic():
        open_ones = Import.objects.filter(pk=row.pk, state__in=("waiting", "failed"))
        if open_ones.update(state="queued", total=rows, done=0, said=""):
            bring_in_import.enqueue(row.pk)
