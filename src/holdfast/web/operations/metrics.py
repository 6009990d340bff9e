"""The state of an installation as Prometheus reads it: jobs, worker, mails, measurements, disk and backup."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

import holdfast
from holdfast.web.backups import last_backup
from holdfast.web.operations.figures import figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from holdfast.web.operations.figures import Figures


def state(folder: Path, now: datetime, shown: datetime) -> bytes:
    """What is, asked now; where the database does not answer, that alone is said of it.

    Args:
        folder: Of state, in the workspace.
        now: The real instant.
        shown: The one that pages go by.
    """
    registry = CollectorRegistry()
    registry.register(_State(folder, now, shown))
    return generate_latest(registry)


class _State(Collector):
    def __init__(self, folder: Path, now: datetime, shown: datetime) -> None:
        self._folder = folder
        self._now = now
        self._shown = shown

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family after the other."""
        yield _several("holdfast_build_info", "Version that answers.", "version", {holdfast.__version__: 1})
        try:
            free = shutil.disk_usage(self._folder).free
            yield GaugeMetricFamily("holdfast_disk_free_bytes", "Room beside the records.", free)
        except OSError:  # a disk that is gone is told by what is not there
            pass
        yield from _instant(
            "holdfast_last_backup", "When the last backup was made.", last_backup(self._folder)
        )
        try:
            told = figures(self._now, self._shown)
        except DatabaseError:
            yield GaugeMetricFamily("holdfast_database_up", "The database answers.", 0)
            return
        yield GaugeMetricFamily("holdfast_database_up", "The database answers.", 1)
        yield from _of_records(told)


def _of_records(told: Figures) -> Iterator[GaugeMetricFamily]:
    days = "; failed and successful within a day"
    yield _several("holdfast_jobs", f"Jobs by state{days}.", "state", told.jobs)
    yield GaugeMetricFamily(
        "holdfast_oldest_job_seconds", "How long the oldest ready job has waited.", told.oldest_job
    )
    yield _several("holdfast_notices", "Outbox of mail and chat; failed within a day.", "state", told.notices)
    yield GaugeMetricFamily(
        "holdfast_oldest_notice_seconds", "By how much the latest notice is late.", told.oldest_notice
    )
    yield _several(
        "holdfast_webhook_deliveries", "Deliveries; failed within a day.", "state", told.deliveries
    )
    yield GaugeMetricFamily("holdfast_workers", "Workers that are alive.", told.workers)
    yield from _instant("holdfast_worker_seen", "When a worker last said that it is alive.", told.seen_at)
    measured = {"measured": told.series - told.failing, "failing": told.failing}
    yield _several("holdfast_series", "Series measured from data.", "state", measured)
    yield from _instant(
        "holdfast_oldest_measurement", "When the oldest series was measured.", told.oldest_measured_at
    )


def _several(name: str, says: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family


def _instant(name: str, says: str, at: datetime | None) -> Iterator[GaugeMetricFamily]:
    """Nothing where it never was: an age of nothing is no number."""
    if at is not None:
        yield GaugeMetricFamily(f"{name}_timestamp_seconds", says, at.timestamp())
