"""The front page: it reviews what is pasted, and keeps nothing of it."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from http import HTTPStatus
from types import SimpleNamespace
from typing import TYPE_CHECKING
from zlib import decompress

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from holdfast.web.configuration.models import Decided
from holdfast.web.paste.views import EXAMPLES, limiter
from holdfast.web.reviews.reviewing import FIRST_DRAFT

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    limiter.clear()


@pytest.fixture
def anybody(db: None) -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_pasted_okr_is_reviewed_without_an_account_and_nothing_is_kept(
    anybody: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    page = anybody.post("/", {"text": FIRST_DRAFT})

    assert page.status_code == HTTPStatus.OK
    assert "The key results do not measure the objective." in page.content.decode()
    assert (dict(page.cookies), Session.objects.count()) == ({}, 0)
    assert "onboarding" not in caplog.text


def test_the_page_itself_sets_no_cookie_and_asks_the_database_once(
    anybody: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(1):
        page = anybody.get("/")

    assert page.status_code == HTTPStatus.OK
    assert dict(page.cookies) == {}


def test_typing_is_answered_with_the_review_alone(anybody: Client) -> None:
    part = anybody.post("/", {"text": FIRST_DRAFT}, headers=HTMX).content.decode()

    assert "<html" not in part
    assert '<textarea id="text"' not in part
    assert "K201" in part


def test_a_rewrite_is_put_in_place_of_the_words_and_all_else_stays(anybody: Client) -> None:
    part = anybody.post("/", {"text": FIRST_DRAFT, "apply": "K201.1.1.0.0"}, headers=HTMX).content.decode()

    assert (
        "1. 95% of new customers have a date for their onboarding call within 5 days of signing\n2." in part
    )
    assert "2. Complete 80% of customer onboarding calls" in part


def test_a_do_is_kept_as_an_initiative_under_a_key_result_with_gaps(anybody: Client) -> None:
    part = anybody.post("/", {"text": FIRST_DRAFT, "apply": "K201.1.1.0.2"}, headers=HTMX).content.decode()

    text = part.partition("hx-swap-oob")[2]
    assert "Schedule 95% of new customer onboarding calls within 5 days signing" in text
    assert "‹" in text


def test_a_rewrite_of_words_that_have_changed_is_not_applied(anybody: Client) -> None:
    page = anybody.post("/", {"text": FIRST_DRAFT, "apply": "K999.1.1.0.0"}).content.decode()

    assert "the words have changed since it was offered" in page
    assert "Schedule 95%" in page


@pytest.mark.parametrize("name", ["first-draft", *EXAMPLES])
def test_an_example_is_reviewed_where_it_is_opened(anybody: Client, name: str) -> None:
    page = anybody.get(f"/?example={name}").content.decode()

    assert "Conclusion" in page


def test_the_link_carries_the_text_in_a_part_that_no_server_is_sent(anybody: Client) -> None:
    page = anybody.post("/", {"text": FIRST_DRAFT}).content.decode()

    fragment = page.partition('href="/review#okr=')[2].partition('"')[0]
    packed = urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4))
    assert decompress(packed, -15).decode().splitlines() == FIRST_DRAFT.splitlines()


def test_the_reply_is_a_letter_whose_paragraphs_are_lines(anybody: Client) -> None:
    page = anybody.post("/", {"text": FIRST_DRAFT}).content.decode()

    letter = page.partition("readonly>")[2].partition("</textarea>")[0]
    assert letter.startswith("Objective")
    assert any(len(line) > 200 for line in letter.splitlines())


def test_the_leavers_test_names_the_reasons_that_no_key_result_touches(anybody: Client) -> None:
    page = anybody.post("/", {"text": FIRST_DRAFT, "leavers": "Acme: too expensive\nBeta: slow support"})

    assert "2 of 2 reasons are touched by no key result." in page.content.decode()


def test_what_is_no_okr_is_answered_with_what_to_write(anybody: Client) -> None:
    page = anybody.post("/", {"text": "hello"})

    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Objective: …" in page.content.decode()
    assert "hello</textarea>" in page.content.decode()


def test_scripts_in_a_paste_are_text(anybody: Client) -> None:
    words = "Objective: <script>alert(1)</script> stay\nKey results:\n1. </textarea><b>x</b> from 1 to 2"

    page = anybody.post("/", {"text": words}).content.decode()

    assert "<script>alert" not in page
    assert "</textarea><b>" not in page


@pytest.mark.parametrize(
    ("size", "status"),
    [
        (20_001, HTTPStatus.UNPROCESSABLE_ENTITY),
        (10_000_000, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (20_000_000, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ],
)
def test_a_paste_that_is_too_large_is_refused_with_the_size_that_is_taken(
    anybody: Client, size: int, status: HTTPStatus
) -> None:
    page = anybody.post("/", "text=" + "a" * size, content_type="application/x-www-form-urlencoded")

    assert page.status_code == status
    assert "20,000" in page.content.decode()


def test_one_address_that_asks_without_end_is_told_when_to_go_on_and_others_are_not(
    anybody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its clock stands: on a busy machine a hundred reviews take as long as the allowance needs to come back.
    monkeypatch.setattr("holdfast.web.paste.views.time", SimpleNamespace(monotonic=lambda: 5.0))
    answers = [anybody.post("/", {"text": FIRST_DRAFT}, headers=HTMX) for _ in range(100)]
    other = anybody.post("/", {"text": FIRST_DRAFT}, REMOTE_ADDR="192.0.2.7")

    refused = [one for one in answers if one.status_code == HTTPStatus.TOO_MANY_REQUESTS]
    assert refused
    assert int(refused[0]["Retry-After"]) >= 1
    assert other.status_code == HTTPStatus.OK


def test_where_it_is_switched_off_the_front_page_leads_to_the_log_in(anybody: Client) -> None:
    Decided.objects.create(values={"paste_is_open": False})

    opened, sent = anybody.get("/"), anybody.post("/", {"text": FIRST_DRAFT})

    assert [one["Location"] for one in (opened, sent)] == ["/log-in", "/log-in"]


def test_whoever_is_logged_in_starts_at_the_quarter(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    assert as_(staff.dave).get("/")["Location"] == "/quarter"


def test_a_link_that_carries_a_text_opens_for_whoever_is_logged_in_too(
    as_: Callable[[Person | None], Client], staff: Staff, anybody: Client
) -> None:
    pages = [as_(staff.dave).get("/review"), anybody.get("/review")]

    assert [one.status_code for one in pages] == [HTTPStatus.OK, HTTPStatus.OK]
    assert "Log in" not in pages[0].content.decode()
