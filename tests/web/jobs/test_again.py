"""Jobs that did not end: again, later, a bounded number of times, and visible after that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from holdfast.web.jobs.again import DEAD_AFTER, WAITS, alive, run_again, try_again
from holdfast.web.jobs.models import Worker
from holdfast.web.jobs.tasks import tidy_up
from holdfast.web.jobs.working import Working

NOW = datetime(2026, 8, 24, 12, 34, tzinfo=UTC)
LATER = NOW + timedelta(seconds=DEAD_AFTER + 1)

pytestmark = pytest.mark.django_db


@task()
def broken() -> None:
    """Fail."""
    raise ValueError


def _claimed(by: str) -> DBTaskResult[Any, Any]:
    tidy_up.enqueue("2026-08-24T12:00:00+00:00")
    job = DBTaskResult.objects.latest("enqueued_at")
    job.claim(by)
    return job


def _status() -> str:
    return DBTaskResult.objects.get().status


def test_a_job_whose_worker_gave_no_sign_of_life_runs_again() -> None:
    _claimed("dead")
    Worker.objects.create(name="dead", started_at=NOW, seen_at=NOW)

    soon = run_again(NOW + timedelta(seconds=DEAD_AFTER - 1))
    later = run_again(LATER)

    assert (soon, later, _status()) == (0, 1, "READY")


def test_a_worker_seen_in_the_future_is_dead_once_the_clock_is_set_right() -> None:
    _claimed("killed while the clock was a day ahead")
    Worker.objects.create(
        name="killed while the clock was a day ahead", started_at=NOW, seen_at=NOW + timedelta(days=1)
    )

    again = run_again(NOW)

    assert again == 1
    assert not alive(NOW).exists()


def test_a_job_that_its_own_worker_left_behind_runs_again_while_that_worker_lives() -> None:
    _claimed("w")
    Worker.objects.create(name="w", started_at=NOW, seen_at=NOW)

    by_another, by_itself = run_again(NOW, own="another"), run_again(NOW, own="w")

    assert (by_another, by_itself) == (0, 1)


def test_two_workers_that_find_the_same_dead_one_put_its_job_back_once() -> None:
    job = _claimed("dead")
    first = run_again(NOW)

    DBTaskResult.objects.get().claim("alive")
    Worker.objects.create(name="alive", started_at=NOW, seen_at=NOW)

    assert (first, run_again(NOW)) == (1, 0)
    assert DBTaskResult.objects.get(pk=job.pk).worker_ids == ["dead", "alive"]


def test_a_job_that_kills_each_worker_lets_the_others_go_first_and_fails_in_the_end() -> None:
    job = _claimed("dead 0")

    waits = []
    for attempt in range(len(WAITS) + 1):
        run_again(NOW)
        job.refresh_from_db()
        waits.append(job.run_after - NOW)
        if job.status == "READY":
            job.claim(f"dead {attempt + 1}")

    assert waits[:-1] == list(WAITS)
    assert (job.status, job.traceback) == ("FAILED", "its worker died")
    assert run_again(NOW) == try_again(NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_that_raises_is_tried_again_later_and_not_at_once() -> None:
    broken.enqueue()
    working = Working((), interval=0.01)

    did = [working.turn(), working.turn()]
    again = try_again(timezone.now())

    job = DBTaskResult.objects.get()
    assert did == [True, False]
    assert (again, job.status) == (1, "READY")
    assert timedelta() < job.run_after - timezone.now() <= WAITS[0]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_always_raises_stays_failed_with_its_cause_after_the_last_attempt() -> None:
    broken.enqueue()
    for attempt in range(len(WAITS)):
        DBTaskResult.objects.update(worker_ids=["w"] * attempt, status="READY", run_after=timezone.now())
        Working((), interval=0.01).turn()
    DBTaskResult.objects.update(worker_ids=["w"] * len(WAITS), status="READY", run_after=timezone.now())

    Working((), interval=0.01).turn()
    again = try_again(timezone.now())

    job = DBTaskResult.objects.get()
    assert (again, job.status, job.exception_class_path) == (0, "FAILED", "builtins.ValueError")
