"""Pages of errors, when what every other page needs is gone."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client


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
