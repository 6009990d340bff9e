"""What the database of records tells of an installation: its tables, worker, jobs, mails and measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from holdfast.web.operations.figures import figures
from holdfast.web.operations.findings import Finding
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from holdfast.web.environment import Deployment
    from holdfast.web.operations.figures import Figures

_SLOW_JOB, _LATE_NOTICE = 600, 3_600
_OLD_MEASUREMENT = 2 * 86_400


def of_database(place: Deployment) -> Finding:
    """Whether it answers, and has the tables of this version."""
    kind = "PostgreSQL" if place.database_url else "SQLite in the workspace"
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        remedy = "Check that it runs, and the address in DATABASE_URL"
        return Finding("database", "mend", f"{kind} does not answer ({type(error).__name__})", remedy)
    if waiting:
        many = "1 migration waits" if len(waiting) == 1 else f"{len(waiting)} migrations wait"
        said = f"{kind}: {many}, the first is {waiting[0][0]}"
        return Finding("database", "mend", said, "Start: holdfast serve")
    return Finding("database", "well", f"{kind}, its tables are as this version needs them")


def of_records(now: datetime, shown: datetime) -> Iterator[Finding]:
    """What the rows say; asked where the database is as it should be.

    Args:
        now: The real instant.
        shown: The one that pages go by.
    """
    told = figures(now, shown)
    yield _journal()
    yield _worker(told, now)
    yield _jobs(told)
    yield _outbox(told)
    yield _webhooks(told)
    yield _measurements(told, shown)
    if Person.objects.filter(is_administrator=True, is_active=True).exists():
        yield Finding("administrator", "well", "there is one")
    else:
        yield Finding("administrator", "mend", "nobody can administer it", "Start: holdfast serve")


def _journal() -> Finding:
    """Without its journal, two who write at once would fail; folders of a network do not have it."""
    if connection.vendor != "sqlite":
        return Finding("writing at once", "well", "as PostgreSQL does it")
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        remedy = "Move the workspace to a disk of this machine, or use PostgreSQL: DATABASE_URL"
        return Finding("writing at once", "mend", f"SQLite keeps its journal as {mode!r}, not as WAL", remedy)
    return Finding("writing at once", "well", "SQLite with WAL")


def _worker(told: Figures, now: datetime) -> Finding:
    if told.workers:
        return Finding("worker", "well", f"{told.workers} alive")
    seen = f", the last was seen {_ago(told.seen_at, now)} ago" if told.seen_at else ""
    remedy = "Start it: holdfast serve, or holdfast serve --only worker"
    return Finding("worker", "mend", f"none is alive{seen}: nothing is measured or sent", remedy)


def _jobs(told: Figures) -> Finding:
    if told.jobs["failed"]:
        said = f"{told.jobs['failed']} failed for good in the last day"
        return Finding("jobs", "mend", said, "Read why on the page Operations and in the log")
    if told.oldest_job > _SLOW_JOB:
        said = f"{told.jobs['ready']} wait, the first for {_long(told.oldest_job)}"
        return Finding("jobs", "mend", said, "Start one more worker: holdfast serve --only worker")
    return Finding("jobs", "well", "none failed in the last day, none waits for long")


def _outbox(told: Figures) -> Finding:
    if told.notices["failed"]:
        said = f"{told.notices['failed']} could not be sent in the last day"
        return Finding("outbox", "mend", said, "Read why in the outbox, below Notifications")
    if told.oldest_notice > _LATE_NOTICE:
        said = f"{told.notices['due']} are late, the first by {_long(told.oldest_notice)}"
        return Finding("outbox", "mend", said, "See what worker and mail say above")
    return Finding("outbox", "well", "nothing is late")


def _webhooks(told: Figures) -> Finding:
    if told.deliveries["failed"]:
        said = f"{told.deliveries['failed']} deliveries failed for good in the last day"
        return Finding("webhooks", "mind", said, "Read why on the page Webhooks")
    return Finding("webhooks", "well", "none failed for good in the last day")


def _measurements(told: Figures, now: datetime) -> Finding:
    if told.failing:
        said = f"{told.failing} of {told.series} could not be measured"
        return Finding("measurements", "mend", said, "Open their key results for why")
    oldest = told.oldest_measured_at
    if oldest and (now - oldest).total_seconds() > _OLD_MEASUREMENT:
        said = f"one is {_ago(oldest, now)} old"
        return Finding("measurements", "mend", said, "See what worker and jobs say above")
    return Finding("measurements", "well", "all were measured at the last try")


def _ago(at: datetime, now: datetime) -> str:
    return _long((now - at).total_seconds())


def _long(seconds: float) -> str:
    """Minutes below two hours, hours below two days, days from then on."""
    for unit, length, upto in (("minutes", 60, 7_200), ("hours", 3_600, 172_800)):
        if seconds < upto:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds / 86_400:,.0f} days"
