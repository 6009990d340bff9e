"""Health is of the process alone; readiness is of the database, its tables and a worker."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client

from holdfast.web import clock
from holdfast.web.jobs import views
from holdfast.web.jobs.models import Worker


@pytest.fixture(autouse=True)
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """No database was looked at before."""
    monkeypatch.setattr(views, "_complete", set())


def _worker(ago: timedelta) -> None:
    Worker.objects.create(name="w", started_at=clock.real() - ago, seen_at=clock.real() - ago)


@pytest.mark.django_db
def test_all_that_is_needed_is_there() -> None:
    _worker(timedelta(seconds=5))

    answer = Client().get("/ready")

    assert answer.status_code == HTTPStatus.OK
    assert answer.json() == {"database": True, "tables": True, "worker": True}


@pytest.mark.django_db
def test_a_worker_that_gave_no_sign_for_two_minutes_is_missed() -> None:
    _worker(timedelta(minutes=2))

    answer = Client().get("/ready")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json() == {"database": True, "tables": True, "worker": False}


@pytest.mark.django_db
def test_a_migration_that_waits_is_missed_although_a_worker_is_alive() -> None:
    _worker(timedelta(seconds=5))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")

    answer = Client().get("/ready")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json() == {"database": True, "tables": False, "worker": False}


@pytest.mark.django_db
def test_a_second_look_reads_no_migrations_again() -> None:
    _worker(timedelta(seconds=5))
    Client().get("/ready")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")

    assert Client().get("/ready").status_code == HTTPStatus.OK


def test_health_asks_nothing_of_the_database() -> None:
    # No mark of a database: every query is refused here.
    answer = Client().get("/health")

    assert answer.status_code == HTTPStatus.OK


def test_a_probe_on_the_machine_is_not_sent_to_https(settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]  # what pytest-django hands over

    assert Client().get("/health").status_code == HTTPStatus.OK
    assert Client().get("/log-in").status_code == HTTPStatus.MOVED_PERMANENTLY
