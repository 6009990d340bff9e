"""`kill -9` of web and worker at moments drawn at random, while people check in and comment.

Each client writes numbers that rise, one after the other, and remembers the last one that was acknowledged.
At the end the database must hold that number or a later one that was sent, whole; each write has its entry in
the audit log and its delivery, once; each delivery and mail arrived, with at most one more for each kill.

Whoever is told takes a tenth of a second or two to answer, so that jobs run most of the time and kills hit
them. What a kill hit is counted: the jobs that a worker left behind, the requests that were never answered.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.metrics.figures import Figure
from benchmarks.web import company
from benchmarks.web.application import Application
from benchmarks.web.receivers import Hooks, Mails
from tests.web.certificates import certificate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmarks.web.application import Browser

CLIENTS, KILLS, SEED = 4, 200, 5
_PAUSE_SECONDS = 0.6
_TAKES = (0.05, 0.25)
_PATIENCE_SECONDS = 1_800
_START_SECONDS = 60
_WORKER_LIVES = 3


@dataclass
class Client:
    """One person who writes.

    Attributes:
        sent: Last number that was sent, of check-ins.
        known: Last one that was acknowledged.
        comments: Those that were acknowledged.
        tried: How many comments were sent.
        unanswered: Requests that nobody answered.
    """

    person: int
    key_result: int
    objective: int
    told: str
    sent: int = 0
    known: int = 0
    comments: list[str] = field(default_factory=list)
    tried: int = 0
    unanswered: int = 0

    def write(self, browser: Browser) -> None:
        """A check-in, and every third time a comment that mentions somebody."""
        self.sent += 1
        said = {"value": self.sent, "confidence": 7, "changed": f"number {self.sent}"}
        if self._post(browser, f"/key-results/{self.key_result}/check-in", said):
            self.known = self.sent
        if self.sent % 3 == 0:
            self.tried += 1
            text = f"@{self.told} number {self.sent} of {self.person}"
            if self._post(browser, f"/objectives/{self.objective}/comments", {"text": text}):
                self.comments.append(text)

    def _post(self, browser: Browser, path: str, fields: Mapping[str, object]) -> bool:
        """Whether it was acknowledged."""
        status = browser.post(path, fields)
        self.unanswered += status == 0
        return status == 302


@dataclass
class Found:
    """What became of it; what is `lost` and what follows should be 0, duplicates at most as many as kills.

    Attributes:
        kills: Of web processes, of workers.
        hit: Kills of a worker that was running a job.
        unanswered: Requests that a kill broke off, or that came while no web process was there.
        acknowledged: Check-ins and comments that were answered with success.
        again: Jobs that a kill interrupted, and that ran again.
    broken: Name of a task to the attempts at its jobs that kills broke off.
        lost: Acknowledged and not there.
        halves: Check-ins that hold another number than their words, or entries, deliveries and notices that
            are not one for each write.
        undone: Jobs that did not end well.
        untold: Deliveries that did not come to the receiver, and notices that did not come as mail.
        without_key: Arrived without idempotency key.
        hooks_twice: Deliveries more than one for each event.
        mails_twice: The same of mails.
    """

    kills: tuple[int, int]
    hit: int
    unanswered: int
    acknowledged: int
    hooks: int
    mails: int
    again: int
    broken: dict[str, int]
    lost: int
    halves: int
    undone: int
    untold: int
    without_key: int
    hooks_twice: int
    mails_twice: int


def figures(folder: Path) -> Iterator[Figure]:
    """200 kills, half of them of the worker."""
    company.make_company(10)
    found = killed(folder, kills=KILLS, between=(0.5, 3.5))
    web, worker = found.kills
    yield Figure("kills of web processes", web, None, "")
    yield Figure("kills of workers", worker, None, "")
    yield Figure(
        "kills of workers that hit no running job", worker - found.hit, worker / 2, "", f"{found.hit} hit one"
    )
    yield Figure(
        "requests that nobody answered", found.unanswered, None, "", "nobody knows what became of them"
    )
    tasks = ", ".join(f"{name} {number}" for name, number in sorted(found.broken.items()))
    broken = sum(found.broken.values())
    yield Figure("jobs that a kill interrupted, and that ran again", found.again, None, "")
    yield Figure("attempts at them that a kill broke off", broken, None, "", tasks)
    yield Figure(
        "acknowledged writes that were lost", found.lost, 0, "", f"{found.acknowledged} acknowledged"
    )
    yield Figure("half-written ones, and effects in the database not exactly once", found.halves, 0, "")
    yield Figure("jobs that did not end well", found.undone, 0, "")
    yield Figure(
        "webhooks and mails that never came",
        found.untold,
        0,
        "",
        f"{found.hooks} webhooks, {found.mails} mails",
    )
    yield Figure("webhooks and mails without idempotency key", found.without_key, 0, "")
    yield Figure(
        "webhooks and mails that came once more than they should",
        found.hooks_twice + found.mails_twice,
        found.hit,
        "",
        f"at most one for each kill that hit a job; {found.hooks_twice} webhooks, {found.mails_twice} mails",
    )


def killed(
    folder: Path,
    *,
    kills: int,
    between: tuple[float, float],
    pause: float = _PAUSE_SECONDS,
    kills_worker: bool = True,
) -> Found:
    """Run it.

    Args:
        folder: For a certificate and logs.
        kills: How many.
        between: Seconds from one to the next, drawn from this range.
        pause: Seconds of a client between two writes.
        kills_worker: The worker too, half of the times; its jobs then run again a minute later.
    """
    pem, mails = certificate(folder), Mails(_TAKES)
    hooks = Hooks(pem, _TAKES)
    clients = _clients(hooks.url)
    environment = {"BENCH_CERTIFICATE": str(pem), "HOLDFAST_MAIL_URL": mails.url}
    with Application(folder / "kills.log", environment, processes=2, has_worker=True) as application:
        stop = threading.Event()
        threads = [threading.Thread(target=_writes, args=(application, one, stop, pause)) for one in clients]
        for thread in threads:
            thread.start()
        counts, hit = _kill(application, kills, between, has_worker=kills_worker)
        stop.set()
        for thread in threads:
            thread.join()
        _until_done()
    return _judged(clients, hooks, mails, counts, hit)


def _clients(url: str) -> list[Client]:
    from holdfast.web.audit.actions import Actor
    from holdfast.web.configuration.models import Decided
    from holdfast.web.objectives.models import KeyResult
    from holdfast.web.people.models import Person
    from holdfast.web.webhooks.actions import make_endpoint

    Decided.objects.update_or_create(pk=1, defaults={"values": {"quiet_from": 0, "quiet_until": 0}})
    people = list(Person.objects.order_by("pk"))
    told = people[-1]
    told.name = "Zoe"
    told.save()
    make_endpoint(Actor(None, "command", company.NOW), url, ["check_in.made", "check_in.edited"])
    rows = KeyResult.objects.filter(series=None, kind="change").order_by("pk")[:CLIENTS]
    return [
        Client(person.pk, row.pk, row.objective_id, "Zoe") for person, row in zip(people, rows, strict=False)
    ]


def _writes(application: Application, client: Client, stop: threading.Event, pause: float) -> None:
    from holdfast.web.people.models import Person

    browser = application.browser(Person.objects.get(pk=client.person))
    while not stop.wait(pause):
        client.write(browser)


def _kill(
    application: Application, kills: int, between: tuple[float, float], *, has_worker: bool
) -> tuple[tuple[int, int], int]:
    """Web and worker in turn, and how many kills of the worker hit a job.

    Of the web it is mostly one that answers, and now and then the one above them. One worker in ten is killed
    whether or not it has begun to work, the others at a moment after that.
    """
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    web = worker = hit = 0
    while web + worker < kills:
        is_web = web <= worker or not has_worker
        if not is_web and chance.random() >= 0.1:
            _until_working(application)
        # The first jobs of a worker take longest, since it loads what they need: some are left to run warm.
        time.sleep(chance.uniform(*between) * (1 if is_web else _WORKER_LIVES))
        if is_web:
            web += _kill_web(application, chance)
        else:
            hit += _kill_worker(application)
            worker += 1
    return (web, worker), hit


def _until_working(application: Application) -> None:
    """Until the worker has said that it is alive, or ended."""
    from holdfast.web.jobs.models import Worker

    process, last = application.worker, time.monotonic() + _START_SECONDS
    while process is not None and process.poll() is None and time.monotonic() < last:
        if Worker.objects.filter(name__contains=f"-{process.pid}-").exists():
            return
        time.sleep(0.05)


def _kill_worker(application: Application) -> int:
    """1 where it left a job behind that it was running, else 0."""
    from django_tasks_db.models import DBTaskResult

    process = application.worker
    if process is None:
        return 0
    process.kill()
    process.wait()
    running = DBTaskResult.objects.running().values_list("worker_ids", flat=True)
    left = sum(f"-{process.pid}-" in names[-1] for names in running if names)
    application.start_worker()
    return min(left, 1)


def _kill_web(application: Application, chance: random.Random) -> int:
    if chance.random() < 0.1:
        os.killpg(application.web.pid, signal.SIGKILL)
        application.web.wait()
        application.start_web()
        return 1
    answering = application.answering()
    if not answering:
        return 0
    with suppress(ProcessLookupError):
        os.kill(chance.choice(answering), signal.SIGKILL)
    return 1


def _until_done() -> None:
    """Until no job waits: one that was killed runs again a minute later, and later still the second time.

    One that was hit four times waits an hour for its next attempt, which is not waited for here.
    """
    from django.db.models import Q
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    last = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < last and DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).exists():
        now = timezone.now()
        # What may run at once bears the last date there is.
        much_later = Q(run_after__gt=now + timedelta(minutes=5), run_after__year__lt=9000)
        DBTaskResult.objects.filter(much_later, status="READY").update(run_after=now)
        time.sleep(1)


def _judged(clients: list[Client], hooks: Hooks, mails: Mails, kills: tuple[int, int], hit: int) -> Found:
    from django_tasks_db.models import DBTaskResult

    from holdfast.web.audit.models import Entry
    from holdfast.web.checkins.models import CheckIn
    from holdfast.web.notices.mailing import message_id
    from holdfast.web.notices.models import Notice
    from holdfast.web.objectives.models import Comment
    from holdfast.web.webhooks.models import Delivery

    lost = halves = 0
    for one in clients:
        rows = list(
            CheckIn.objects.filter(
                key_result_id=one.key_result, by_id=one.person, changed__startswith="number"
            )
        )
        value = int(rows[0].value or 0) if rows else 0
        lost += not one.known <= value <= one.sent
        halves += len(rows) > 1 or any(row.changed != f"number {value}" for row in rows)
        there = set(Comment.objects.filter(author_id=one.person).values_list("text", flat=True))
        lost += sum(text not in there for text in one.comments)
    written = Entry.objects.filter(action__in=("checked in", "edited a check-in")).count()
    acknowledged = sum(one.known for one in clients)
    events = {str(pk) for pk in Delivery.objects.values_list("event_id", flat=True)}
    comments = Comment.objects.filter(mentions__isnull=False, text__contains=" number ")
    notices = Notice.objects.filter(kind="mention")
    halves += abs(written - len(events)) + abs(comments.count() - notices.count())
    halves += Comment.objects.count() != Entry.objects.filter(action="commented").count()
    wanted = {message_id(key) for key in notices.values_list("key", flat=True)}
    ran = DBTaskResult.objects.values_list("task_path", "worker_ids")
    attempts = [(path.rpartition(".")[2], names) for path, names in ran]
    return Found(
        kills=kills,
        hit=hit,
        unanswered=sum(one.unanswered for one in clients),
        acknowledged=acknowledged + sum(len(one.comments) for one in clients),
        hooks=len(events),
        mails=len(wanted),
        again=sum(len(names) > 1 for _, names in attempts),
        broken=dict(sum((Counter({task: len(names) - 1}) for task, names in attempts if names), Counter())),
        lost=lost,
        halves=halves,
        undone=DBTaskResult.objects.exclude(status="SUCCESSFUL").count(),
        untold=len(events - set(hooks.taken)) + len(wanted - set(mails.taken)),
        without_key=hooks.taken["None"] + mails.taken["None"] + len(set(hooks.taken) - events),
        hooks_twice=sum(hooks.taken.values()) - len(hooks.taken),
        mails_twice=sum(mails.taken.values()) - len(mails.taken),
    )
