"""The job that answers a question about all customers."""

from __future__ import annotations

import logging

from django_tasks import task

from holdfast.errors import HoldfastError
from holdfast.web import clock
from holdfast.web.computing.kinds import KINDS
from holdfast.web.computing.models import Computed
from holdfast.web.measurements.measuring import told, workspace

log = logging.getLogger(__name__)


@task()
def compute(pk: int) -> None:
    """Answer a question, and keep the answer; where it fails, why. Run twice, it finds the same."""
    row = Computed.objects.filter(pk=pk).first()
    if row is None:
        return
    # Whoever is erased meanwhile has the answer forgotten, and it is asked for anew.
    asked = Computed.objects.filter(pk=pk, asked_at=row.asked_at)
    try:
        with workspace() as opened:
            answer, on = KINDS[row.kind].find(opened, row.content), opened.as_of
    except HoldfastError as error:
        log.info("%s could not be computed: %s", row.kind, type(error).__name__)
        asked.update(trouble=told(error), tried_at=clock.now())
        return
    now = clock.now()
    asked.update(answer=answer, on=on, trouble="", tried_at=now, found_at=now)
