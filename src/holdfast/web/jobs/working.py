"""The worker: turns of periodic jobs, jobs whose worker died, and one job after another.

A job is run at least once, so each is written to be run twice: what it does, it finds done. A worker says
that it is alive from a thread of its own, so that a long job does not make it look dead.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import DatabaseError, IntegrityError, close_old_connections, transaction
from django_tasks_db.management.commands.db_worker import Worker as Runner
from django_tasks_db.models import DBTaskResult

from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.jobs.again import run_again, try_again
from holdfast.web.jobs.models import Slot, Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_tasks.base import Task

_LOG = logging.getLogger("holdfast.jobs")
_LOOK_EVERY = 2.0
"""Seconds between looks for what is due, however many jobs run meanwhile."""
_SIGN_EVERY = 10.0
_KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that comes back.

    Attributes:
        name: Of its turns.
        every: Length of a turn; turns begin at whole multiples of it, counted from the epoch.
        task: What is enqueued, with the start of the turn as ISO 8601.
    """

    name: str
    every: timedelta
    task: Task[[str], None]

    def turn(self, moment: datetime) -> datetime:
        """Start of the turn that an instant falls in."""
        length = self.every.total_seconds()
        return datetime.fromtimestamp(moment.timestamp() // length * length, moment.tzinfo)


def enqueue_turns(periodic: Sequence[Periodic], now: datetime) -> int:
    """Enqueue each job whose turn has not been yet. Two workers at once enqueue it once; returns how many.

    A turn that was missed while no worker ran is not made up for: the next one reads what it would have read.
    """
    turns = [(job, job.turn(now)) for job in periodic]
    # Asked first: each second's refused insert would lock SQLite, and fill the log of PostgreSQL.
    seen = set(Slot.objects.filter(at__in={at for _, at in turns}).values_list("job", "at"))
    return sum(_enqueue_turn(job, at) for job, at in turns if (job.name, at) not in seen)


def _enqueue_turn(job: Periodic, at: datetime) -> int:
    """1, or 0 where another worker was first."""
    try:
        with transaction.atomic():
            Slot.objects.create(job=job.name, at=at)
            job.task.enqueue(at.isoformat())
    except IntegrityError:
        return 0
    return 1


def tidy(now: datetime) -> None:
    """Forget turns, finished jobs and workers of more than a month ago."""
    old = now - timedelta(days=_KEPT_DAYS)
    Slot.objects.filter(at__lt=old).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
    Worker.objects.filter(seen_at__lt=old).delete()


class Working:
    """One worker process."""

    def __init__(self, periodic: Sequence[Periodic], *, interval: float) -> None:
        self.periodic = periodic
        self.interval = interval
        self.name = f"{socket.gethostname()[:24]}-{os.getpid()}-{uuid4().hex[:8]}"
        self._stopping = threading.Event()
        self._looked = -_LOOK_EVERY

    def stop(self) -> None:
        """Finish the job that runs, and end."""
        self._stopping.set()

    def run(self) -> None:
        """Until it is stopped. A database that is away for a while is waited for."""
        signs = threading.Thread(target=self._say_alive, daemon=True)
        self._sign()
        signs.start()
        while not self._stopping.is_set():
            try:
                did_something = self.turn()
            except DatabaseError:
                _LOG.exception("the database did not answer; trying again")
                did_something = False
            if not did_something:
                self._stopping.wait(self.interval)
        signs.join(timeout=_SIGN_EVERY)
        Worker.objects.filter(name=self.name).delete()

    def turn(self) -> bool:
        """What is due now, and at most one job; True where there was something to do."""
        close_old_connections()
        begun = self._look() if time.monotonic() - self._looked >= _LOOK_EVERY else 0
        return _run_one(self.name) or begun > 0

    def _look(self) -> int:
        now = clock.real()
        begun = enqueue_turns(self.periodic, now) + run_again(now, own=self.name) + try_again(now)
        self._looked = time.monotonic()
        return begun

    def _say_alive(self) -> None:
        while not self._stopping.wait(_SIGN_EVERY):
            try:
                self._sign()
            except DatabaseError:
                _LOG.exception("the worker could not say that it is alive")
            close_old_connections()

    def _sign(self) -> None:
        now = clock.real()
        Worker.objects.update_or_create(
            name=self.name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
        )


def _run_one(name: str) -> bool:
    """Run the next job that is ready, if there is one."""
    runner = Runner(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=name,
        excluded_queue_names=[],
    )
    runner.run()
    return runner._run_tasks > 0  # noqa: SLF001 - it tells in no other way
