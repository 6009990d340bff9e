"""Tokens: shown once, kept as a digest, ended by hand, by time and by standing in an address."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from holdfast.web.api.logging_in import LIMITER
from holdfast.web.audit.actions import Actor
from holdfast.web.tokens.actions import make_token
from holdfast.web.tokens.models import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def unhurried() -> None:
    LIMITER.clear()


def test_a_new_token_is_shown_once_and_only_its_digest_is_kept(
    as_: Callable[..., Client], staff: Staff
) -> None:
    browser = as_(staff.bob)

    answer = browser.post("/tokens", {"name": "Nightly", "days": "30", "scopes": ["read"]})

    text = re.search(r"hf_[\w-]{43}", answer.content.decode())
    assert text is not None
    assert text[0] not in browser.get("/tokens").content.decode()
    assert text[0] not in str(Token.objects.values().get())
    assert _status(text[0]) == 200


def test_a_token_that_was_revoked_or_has_expired_or_whose_person_left_is_refused(
    as_: Callable[..., Client], staff: Staff, now: Callable[[timedelta], None]
) -> None:
    actor = Actor(staff.bob, "page", NOON)
    revoked, kept = make_token(actor, "one", ["read"], days=7), make_token(actor, "two", ["read"], days=7)
    long = make_token(actor, "three", ["read"], days=30)

    as_(staff.bob).post(f"/tokens/{revoked[0].pk}/revoke")
    first = [_status(one[1]) for one in (revoked, kept)]
    now(timedelta(days=8))
    later = [_status(one[1]) for one in (kept, long)]
    type(staff.bob).objects.filter(pk=staff.bob.pk).update(is_active=False)

    assert first == [401, 200]
    assert later == [401, 200]
    assert _status(long[1]) == 401


def test_nobody_revokes_the_token_of_somebody_else(as_: Callable[..., Client], staff: Staff) -> None:
    made, text = make_token(Actor(staff.bob, "page", NOON), "one", ["read"], days=7)

    answer = as_(staff.erin).post(f"/tokens/{made.pk}/revoke")

    assert answer.status_code == 404
    assert _status(text) == 200


@pytest.mark.parametrize("address", ["/api/me?token={}", "/?x=%20{}", "/log-in?next=/{}", "/{}"])
def test_a_token_in_any_address_is_refused_and_revoked(staff: Staff, address: str) -> None:
    _, text = make_token(Actor(staff.bob, "page", NOON), "one", ["read"], days=7)

    answer = Client().get(address.format(text))

    assert answer.status_code == 400
    assert text not in answer.content.decode()
    assert _status(text) == 401
    assert Token.objects.get().revoked_because == "it stood in an address"


def test_a_token_that_administers_is_made_by_administrators_alone(staff: Staff) -> None:
    with pytest.raises(PermissionDenied):
        make_token(Actor(staff.bob, "page", NOON), "one", ["administer"], days=7)

    assert make_token(Actor(staff.alice, "page", NOON), "one", ["administer"], days=7)[0].pk


def test_a_token_that_calls_too_often_is_told_to_wait(staff: Staff) -> None:
    made, text = make_token(Actor(staff.bob, "page", NOON), "one", ["read"], days=7)
    # Emptied a while ahead of the clock, so that nothing flows in while the test runs.
    LIMITER.wait(str(made.pk), cost=300, now=time.monotonic() + 60)

    answer = Client(headers={"Authorization": f"Bearer {text}"}).get("/api/me")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1


def _status(text: str) -> int:
    return Client(headers={"Authorization": f"Bearer {text}"}).get("/api/me").status_code
