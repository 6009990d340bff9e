"""Figures for Prometheus: who may read them, and that they are those of all processes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from holdfast.web import clock
from holdfast.web.jobs.models import Worker
from holdfast.web.measurements.models import Series

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

TOKEN = "a token that only the watcher has"  # noqa: S105 - of this test
AT_ONCE = datetime(9999, 1, 1, tzinfo=clock.real().tzinfo)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded(settings: Settings, tmp_path: Path) -> None:
    """A token is stated, and the folder of state is one of this test."""
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, metrics_token=TOKEN, workspace=tmp_path)
    (tmp_path / ".holdfast").mkdir()


def _figures() -> dict[tuple[str, ...], float]:
    """Name and values of the labels, to the value."""
    answer = Client().get("/prometheus", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == HTTPStatus.OK
    families = text_string_to_metric_families(answer.text)
    return {
        (one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples
    }


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer walrus", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
def test_without_the_token_nothing_is_told(guarded: None, given: str) -> None:
    answer = Client().get("/prometheus", headers={"authorization": given})

    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "holdfast_" not in answer.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}, HTTPStatus.OK),
        ({"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}, HTTPStatus.OK),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "127.0.0.1"}, HTTPStatus.FORBIDDEN),
        ({"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, HTTPStatus.FORBIDDEN),
        ({"HTTP_HOST": "okr.x.example"}, HTTPStatus.FORBIDDEN),
        ({"REMOTE_ADDR": "", "HTTP_HOST": "localhost"}, HTTPStatus.FORBIDDEN),
    ],
)
def test_without_a_token_this_machine_alone_may_read_and_no_proxy_on_it(
    settings: Settings, asked: dict[str, str], status: HTTPStatus
) -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "okr.x.example"]

    assert Client().get("/prometheus", **asked).status_code == status  # type: ignore[arg-type]


def test_answers_are_counted_by_route_and_status_and_never_by_path(
    guarded: None, as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    before = _figures()
    alice = as_(staff.alice)
    alice.get(f"/people/{staff.bob.pk}")
    alice.get("/people/999999")
    alice.get("/no-such-page/walrus")
    alice.generic("WALRUS", "/people")
    after = _figures()

    def more(*key: str) -> float:
        return after.get((key[0], *sorted(key[1:])), 0) - before.get((key[0], *sorted(key[1:])), 0)

    assert more("holdfast_requests_total", "GET", "people/<int:pk>", "200") == 1
    assert more("holdfast_requests_total", "GET", "people/<int:pk>", "404") == 1
    assert more("holdfast_request_seconds_count", "people/<int:pk>") == 2
    assert more("holdfast_request_seconds_bucket", "people/<int:pk>", "+Inf") == 2
    assert more("holdfast_requests_total", "GET", "none", "404") == 1
    assert not any("walrus" in part.lower() for key in after for part in key)


def test_what_waits_fails_and_is_old_is_told(guarded: None, settings: Settings) -> None:
    now = clock.real()
    given = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "x", "backend_name": "default"}
    waiting = DBTaskResult.objects.create(run_after=AT_ONCE, **given)
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=now - timedelta(seconds=90))
    DBTaskResult.objects.create(run_after=now + timedelta(hours=1), **given)
    DBTaskResult.objects.create(run_after=now, status="FAILED", finished_at=now, **given)
    DBTaskResult.objects.create(run_after=now, status="FAILED", finished_at=now - timedelta(days=3), **given)
    Worker.objects.create(name="w", started_at=now, seen_at=now)
    measured_at = clock.now() - timedelta(hours=3)
    Series.objects.create(
        key="k", metric="nps", title="NPS", unit="count", better="up", error="gone", measured_at=measured_at
    )
    (settings.DEPLOYMENT.state / "last_backup.json").write_text(json.dumps({"made_at": now.isoformat()}))

    told = _figures()

    assert told["holdfast_jobs", "ready"] == 1
    assert told["holdfast_jobs", "later"] == 1
    assert told["holdfast_jobs", "failed"] == 1
    assert 89 < told["holdfast_oldest_job_seconds",] < 120
    assert told["holdfast_workers",] == 1
    assert told["holdfast_series", "failing"] == 1
    assert told["holdfast_oldest_measurement_timestamp_seconds",] == measured_at.timestamp()
    assert told["holdfast_last_backup_timestamp_seconds",] == pytest.approx(now.timestamp())
    assert told["holdfast_database_up",] == 1
    assert told["holdfast_disk_free_bytes",] > 0


def test_what_never_was_has_no_age(guarded: None) -> None:
    told = _figures()

    assert not any("timestamp" in key[0] for key in told)
