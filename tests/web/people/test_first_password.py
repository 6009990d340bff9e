"""The first administrator's password: good for one thing, choosing another."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.web.conftest import NOON

from holdfast.web.people.actions import first_administrator
from holdfast.web.people.first_password import keep_first_password

if TYPE_CHECKING:
    from holdfast.web.people.models import Person

GIVEN, OWN = "given and perhaps seen", "a horse of my own"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> Person:
    return first_administrator("ann@x.example", GIVEN, NOON)


@pytest.fixture
def anns(ann: Person) -> Client:
    """Logged in by its page, as a person does."""
    client = Client()
    client.post("/log-in", {"login": "ann@x.example", "password": GIVEN})
    return client


def _change(anns: Client, new: str) -> int:
    asked = {"oldpassword": GIVEN, "password1": new, "password2": new}
    return anns.post("/password/change", asked).status_code


@pytest.mark.parametrize("page", ["/quarter", "/settings", "/people", "/tokens"])
def test_no_page_opens_before_the_password_is_changed(anns: Client, page: str) -> None:
    answer = anns.get(page)

    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"] == "/password/change"


def test_a_form_is_not_taken_either(anns: Client, ann: Person) -> None:
    answer = anns.post("/teams/new", {"name": "Success"})

    assert answer["Location"] == "/password/change"


def test_the_page_of_changing_it_says_why_and_opens_all_others_afterwards(anns: Client, ann: Person) -> None:
    file = keep_first_password(GIVEN)
    anns.get("/people")
    asked = anns.get("/password/change")

    assert "Choose a password of your own first" in asked.text
    assert _change(anns, OWN) == HTTPStatus.FOUND
    assert anns.get("/people").status_code == HTTPStatus.OK
    assert not file.exists()
    ann.refresh_from_db()
    assert not ann.must_change_password
    assert ann.check_password(OWN)


def test_the_same_password_again_is_no_change(anns: Client, ann: Person) -> None:
    assert _change(anns, GIVEN) != HTTPStatus.FOUND

    assert anns.get("/people")["Location"] == "/password/change"


def test_who_does_not_want_to_may_log_out(anns: Client) -> None:
    assert anns.post("/log-out").status_code == HTTPStatus.FOUND
    assert anns.get("/people")["Location"].startswith("/log-in")
