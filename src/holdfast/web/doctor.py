"""What is missing before a team may rely on this installation, each with what to do about it."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.models import DBTaskResult

from holdfast.errors import HoldfastError
from holdfast.service.workspace_file import FILE_NAME, read_workspace_file
from holdfast.values import dataclass
from holdfast.web.environment import KEY_FILE
from holdfast.web.jobs.again import alive
from holdfast.web.measurements.models import Series
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from holdfast.web.environment import Deployment

State = Literal["well", "mind", "mend"]
_ROOM = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        about: What.
        state: ``well``; ``mind`` where it is right on one's own machine only; ``mend`` where something fails.
        says: What was found.
        remedy: What to do; empty where it is well.
    """

    about: str
    state: State
    says: str
    remedy: str = ""


def examine(place: Deployment, now: datetime) -> tuple[Finding, ...]:
    """Everything that is looked at, in the order of a set-up. Writes nothing.

    Args:
        place: As the environment states it.
        now: The real instant.
    """
    found = [_workspace(place), _key(place), _address(place), _mail(place), _room(place), _database(place)]
    if found[-1].state != "mend":
        found += list(_records(now))
    return tuple(found)


def _workspace(place: Deployment) -> Finding:
    file = place.workspace / FILE_NAME
    try:
        company = read_workspace_file(file).company
    except HoldfastError as error:
        return Finding("workspace", "mend", str(error), "Make one: holdfast init")
    return Finding("workspace", "well", f"{company.name}, {company.time_zone}, {company.currency}")


def _key(place: Deployment) -> Finding:
    if place.variables.get("HOLDFAST_SECRET_KEY"):
        return Finding("secret key", "well", "from HOLDFAST_SECRET_KEY")
    file = place.state / KEY_FILE
    if not file.is_file():
        return Finding("secret key", "mend", "there is none yet", "Start once: holdfast serve")
    if file.stat().st_mode & 0o077:
        return Finding("secret key", "mend", "others on this machine may read it", f"chmod 600 {file}")
    return Finding("secret key", "well", "kept in the workspace, readable by its owner alone")


def _address(place: Deployment) -> Finding:
    if place.is_secure:
        return Finding("address", "well", place.url)
    remedy = "Put a proxy with https before it, and set HOLDFAST_URL=https://…"
    return Finding("address", "mind", f"{place.url} is not encrypted", remedy)


def _mail(place: Deployment) -> Finding:
    if place.mail_url:
        return Finding("mail", "well", "sent by the server in HOLDFAST_MAIL_URL")
    says = f"mails are kept as files in {place.state / 'mail'}, and reach nobody"
    return Finding("mail", "mind", says, "Set HOLDFAST_MAIL_URL=smtp+starttls://user:password@host:587")


def _room(place: Deployment) -> Finding:
    free = shutil.disk_usage(place.workspace).free
    said = f"{free / 1_000_000_000:,.1f} GB free"
    if free < _ROOM:
        return Finding(
            "disk", "mend", said, "Make room: records and backups cannot be written on a full disk"
        )
    return Finding("disk", "well", said)


def _database(place: Deployment) -> Finding:
    kind = "PostgreSQL" if place.database_url else "SQLite in the workspace"
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        remedy = "Check that it runs, and the address in DATABASE_URL"
        return Finding("database", "mend", f"{kind} does not answer ({type(error).__name__})", remedy)
    if waiting:
        return Finding("database", "mend", f"{kind}: {len(waiting)} migrations wait", "Start: holdfast serve")
    return Finding("database", "well", f"{kind}, its tables are as this version needs them")


def _records(now: datetime) -> Iterator[Finding]:
    living = alive(now).count()
    if living:
        yield Finding("worker", "well", f"{living} alive")
    else:
        yield Finding("worker", "mend", "none is alive: nothing is measured or sent", "Start: holdfast serve")
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now - timedelta(days=1)).count()
    if failed:
        yield Finding(
            "jobs", "mend", f"{failed} failed in the last day", "Read the worker's log for their cause"
        )
    else:
        yield Finding("jobs", "well", "none failed in the last day")
    broken = Series.objects.exclude(error="").count()
    if broken:
        yield Finding(
            "measurements", "mend", f"{broken} could not be measured", "Open their key results for why"
        )
    else:
        yield Finding("measurements", "well", "all were measured at the last try")
    if Person.objects.filter(is_administrator=True, is_active=True).exists():
        yield Finding("administrator", "well", "there is one")
    else:
        yield Finding("administrator", "mend", "nobody can administer it", "Start: holdfast serve")
