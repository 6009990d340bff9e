"""Sessions: who has one is known by it, until it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session

from holdfast.web.people.sessions import SessionStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person


def test_a_session_whose_time_is_over_lets_nobody_in(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.bob)
    before = client.get("/profile").status_code

    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    after = client.get("/profile").status_code

    assert (before, after) == (HTTPStatus.OK, HTTPStatus.FOUND)


def test_a_session_that_was_ended_elsewhere_lets_nobody_in(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.bob)

    Session.objects.all().delete()

    assert client.get("/profile").status_code == HTTPStatus.FOUND


def test_what_is_kept_in_a_session_is_read_again(db: None) -> None:
    kept = SessionStore()
    kept["seen"] = {"pages": 3}
    kept.save()

    read = SessionStore(kept.session_key)

    assert dict(read.items()) == {"seen": {"pages": 3}}


def test_a_key_that_somebody_made_up_is_never_used(db: None) -> None:
    made_up = SessionStore("a" * 32)

    made_up["seen"] = True
    made_up.save()

    assert made_up.session_key != "a" * 32
    assert not Session.objects.filter(pk="a" * 32).exists()
