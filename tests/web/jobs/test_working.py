"""Jobs: each turn once, and again when its worker died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from holdfast.web.jobs.models import Worker
from holdfast.web.jobs.tasks import tidy_up
from holdfast.web.jobs.working import DEAD_AFTER, Periodic, Working, enqueue_turns, run_again

NOW = datetime(2026, 8, 24, 12, 34, tzinfo=UTC)
HOURLY = Periodic("tidy", timedelta(hours=1), tidy_up)

pytestmark = pytest.mark.django_db


def test_a_turn_begins_at_a_whole_multiple_of_its_length() -> None:
    assert HOURLY.turn(NOW) == datetime(2026, 8, 24, 12, tzinfo=UTC)


def test_a_turn_is_enqueued_once_however_often_it_is_looked_at() -> None:
    begun = [enqueue_turns([HOURLY], NOW + timedelta(minutes=m)) for m in (0, 1, 25, 26)]

    assert begun == [1, 0, 0, 1]
    assert DBTaskResult.objects.count() == 2


def test_a_job_whose_worker_gave_no_sign_of_life_runs_again() -> None:
    tidy_up.enqueue("2026-08-24T12:00:00+00:00")
    DBTaskResult.objects.get().claim("dead")
    Worker.objects.create(name="dead", started_at=NOW, seen_at=NOW)

    soon = run_again(NOW + timedelta(seconds=DEAD_AFTER - 1))
    later = run_again(NOW + timedelta(seconds=DEAD_AFTER + 1))

    assert (soon, later) == (0, 1)
    assert DBTaskResult.objects.get().status == "READY"


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_what_is_due_and_what_is_ready() -> None:
    working = Working([HOURLY], interval=0.01)

    did = [working.turn() for _ in range(3)]

    assert did == [True, False, False]
    assert DBTaskResult.objects.successful().count() == 1
