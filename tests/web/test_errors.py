"""Pages of errors, when what every other page needs is gone."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django import Settings
    from tests.web.conftest import Staff

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
