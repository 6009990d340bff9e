"""Five typed numbers: without data, account or cookie they say how hard a target is, and what cannot be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from holdfast.web.paste.views import limiter

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPED = {
    "customers": "2,000",
    "new": "240",
    "leaving": "60",
    "values": "55%, 57%, 56%, 58%",
    "goal": "80%",
    "of": "new",
    "answers": "",
    "better": "up",
}


@pytest.fixture(autouse=True)
def _fresh(db: None) -> Iterator[None]:
    limiter.clear()
    yield
    limiter.clear()


def _told(**typed: str) -> tuple[int, str]:
    answer = Client().post("/numbers", TYPED | typed)
    return answer.status_code, re.sub(r"\s+", " ", answer.content.decode())


def test_five_numbers_say_how_hard_it_is_whether_it_could_be_seen_and_what_it_reaches() -> None:
    status, page = _told()

    assert status == 200
    assert "heroic" in page
    assert "visible this quarter" in page
    assert "One customer is 0.4 points." in page
    assert "These key results touch 12% of the customers in the objective." in page
    assert "This OKR can succeed completely without its objective moving." in page


def test_one_per_cent_sign_is_enough() -> None:
    assert _told(values="55 57 56 58", goal="80 %")[1] == _told()[1].replace(
        'value="55%, 57%, 56%, 58%"', 'value="55 57 56 58"'
    ).replace('value="80%"', 'value="80 %"')


def test_a_score_with_its_answers_is_held_against_its_own_noise() -> None:
    _, page = _told(values="31, 28, 35, 30", goal="80", answers="100", of="all")

    assert "heroic" in page
    assert "points" in page


def test_two_values_say_the_noise_and_that_the_difficulty_cannot_be_said_yet() -> None:
    status, page = _told(values="56%, 58%")

    assert status == 200
    assert "cannot say yet" in page
    assert "would be visible" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"customers": ""}, "it was left empty"),
        ({"customers": "many"}, "is no number"),
        ({"customers": "0"}, "at least 1"),
        ({"customers": "9" * 60}, "is no number"),
        ({"leaving": "3000"}, "none to all of them"),
        ({"values": ""}, "none was given"),
        ({"values": "55%, x"}, "is not a number"),
        ({"goal": "180%"}, "0 to 1"),
        ({"goal": "<script>alert(1)</script>"}, "&lt;script&gt;"),
        ({"goal": "nan"}, "is not a number"),
    ],
)
def test_what_cannot_be_is_said_with_what_to_type_and_nothing_typed_is_lost(
    typed: dict[str, str], said: str
) -> None:
    status, page = _told(**typed)

    assert status == 422
    assert said in page
    assert "<script>alert" not in page
    assert 'value="240"' in page


def test_nothing_is_kept_of_it() -> None:
    browser = Client()

    browser.post("/numbers", TYPED)

    assert browser.cookies == {}


def test_whoever_asks_for_more_than_one_person_types_waits() -> None:
    statuses = [Client().post("/numbers", TYPED).status_code for _ in range(40)]

    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_a_body_that_is_too_large_is_not_read() -> None:
    assert Client().post("/numbers", TYPED | {"values": "1," * 20_000}).status_code == 413
