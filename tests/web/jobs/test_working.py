"""Jobs: each turn once, whoever else looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from holdfast.web.jobs.tasks import tidy_up
from holdfast.web.jobs.working import Periodic, Working, enqueue_turns

NOW = datetime(2026, 8, 24, 12, 34, tzinfo=UTC)
HOURLY = Periodic("tidy", timedelta(hours=1), tidy_up)

pytestmark = pytest.mark.django_db


def test_a_turn_begins_at_a_whole_multiple_of_its_length() -> None:
    assert HOURLY.turn(NOW) == datetime(2026, 8, 24, 12, tzinfo=UTC)


def test_a_turn_is_enqueued_once_however_often_it_is_looked_at() -> None:
    begun = [enqueue_turns([HOURLY], NOW + timedelta(minutes=m)) for m in (0, 1, 25, 26)]

    assert begun == [1, 0, 0, 1]
    assert DBTaskResult.objects.count() == 2


def test_a_clock_that_jumps_back_runs_no_turn_twice() -> None:
    enqueue_turns([HOURLY], NOW)
    enqueue_turns([HOURLY], NOW + timedelta(days=3))

    back = [enqueue_turns([HOURLY], NOW), enqueue_turns([HOURLY], NOW + timedelta(days=3))]

    assert back == [0, 0]


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_what_is_due_and_what_is_ready() -> None:
    working = Working([HOURLY], interval=0.01)

    did = [working.turn() for _ in range(3)]

    assert did == [True, False, False]
    assert DBTaskResult.objects.successful().count() == 1
