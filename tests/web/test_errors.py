"""Pages of errors, when what every other page needs is gone."""

from __future__ import annotations

import json
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from tests.web.conftest import NOON

from holdfast.web.api.logging_in import LIMITER
from holdfast.web.audit.actions import Actor
from holdfast.web.objectives.models import Comment
from holdfast.web.tokens.actions import make_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.db.backends.utils import CursorWrapper
    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person


def test_a_database_that_does_not_answer_gives_a_page_with_the_request_s_name() -> None:
    # No mark of a database: every query is refused here, as it would be there.
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "x" * 32

    answer = browser.get("/check-ins")

    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Something broke on our side" in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["walrus.example", "127.0.0.1:99999x", ""])
def test_another_host_name_than_ours_is_refused_with_a_page(host: str) -> None:
    answer = Client().get("/log-in", HTTP_HOST=host)

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "could not be read" in answer.text


def test_a_broken_workspace_file_is_named_on_a_page_that_does_not_need_it(
    as_: Callable[[Person | None], Client], staff: Staff, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "holdfast.toml").write_text('[company]\nnama = "Seed"\n')
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path)

    answer = as_(staff.alice).get("/notifications")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "there is no key &#39;nama&#39;" in answer.text
    assert "To the front page" in answer.text


@pytest.fixture
def full_disk() -> Iterator[None]:
    """The database takes no comment more, and says so as it does on a full disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _fill_free_pages(cursor)
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        else:
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
            )
            table = Comment._meta.db_table
            cursor.execute(
                f"CREATE TRIGGER refuse BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def _fill_free_pages(cursor: CursorWrapper) -> None:
    """Pages that earlier tests left free would take the comment."""
    cursor.execute("PRAGMA freelist_count")
    free = cursor.fetchone()[0]
    cursor.execute("PRAGMA page_size")
    size = free * cursor.fetchone()[0]
    cursor.execute("CREATE TABLE filler (content BLOB)")
    cursor.execute(f"INSERT INTO filler VALUES (zeroblob({size}))")


def test_a_full_disk_is_called_so_and_what_was_there_stays(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, full_disk: None
) -> None:
    browser = as_(staff.bob)
    browser.raise_request_exception = False

    answer = browser.post(f"/objectives/{objective.pk}/comments", {"text": "stay " * 1_900})

    assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert "The disk of the server is full. Nothing of this was saved" in answer.text
    assert not Comment.objects.exists()
    assert browser.get(f"/objectives/{objective.pk}").status_code == HTTPStatus.OK


def test_a_program_is_told_of_a_full_disk_as_of_other_problems(
    staff: Staff, objective: Objective, program: Client, full_disk: None
) -> None:
    sent = json.dumps({"text": "stay " * 1_900})

    answer = program.post(f"/api/objectives/{objective.pk}/comments", sent, content_type="application/json")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json()["detail"].startswith("The disk of the server is full")


@pytest.fixture
def program(staff: Staff) -> Client:
    """A program of Bob's; its token is kept before the disk is full."""
    LIMITER.clear()
    token = make_token(Actor(staff.bob, "page", NOON), "a program", ["read", "write"], days=1)[1]
    return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
