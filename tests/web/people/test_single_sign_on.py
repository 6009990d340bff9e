"""Single sign-on against a real OpenID provider, which runs beside the test."""

from __future__ import annotations

import secrets
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.conf import settings as django_settings
from django.core.cache import cache
from oidc_provider_mock import run_server_in_thread

from holdfast.web.audit.models import Entry
from holdfast.web.people.models import Invitation, Person
from holdfast.web.security import content_security_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

WAIT = 10
# The provider program uses parts of its own libraries that are about to go; that is its affair.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def issuer(settings: Settings) -> Iterator[str]:
    """The address of a provider that this deployment trusts."""
    cache.clear()
    with run_server_in_thread(require_nonce=False) as server:
        url = f"http://localhost:{server.server_port}"
        settings.DEPLOYMENT = replace(django_settings.DEPLOYMENT, oidc_issuer=url, oidc_client_id="holdfast")
        application = {
            "provider_id": "company",
            "name": "Acme account",
            "client_id": "holdfast",
            "secret": secrets.token_hex(8),
            "settings": {"server_url": url},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [application]}
        }
        yield url


def _through(client: Client, issuer: str, subject: str, **claims: Any) -> tuple[int, str]:  # noqa: ANN401
    """Log somebody in whom the provider knows by these claims; status and body of where it ends."""
    requests.put(f"{issuer}/users/{subject}", json=claims, timeout=WAIT).raise_for_status()
    begun = client.post("/log-in/with/company")
    there = requests.post(begun["Location"], data={"sub": subject}, allow_redirects=False, timeout=WAIT)
    back = urlsplit(there.headers["Location"])
    answer = client.get(f"{back.path}?{back.query}", follow=True)
    return answer.status_code, answer.content.decode()


def _is_in(client: Client) -> bool:
    return client.get("/profile").status_code == HTTPStatus.OK


def test_a_person_is_logged_in_by_the_address_that_the_provider_has_verified(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str
) -> None:
    client = as_(None)

    status, _ = _through(client, issuer, "b-1", email="Bob@X.example", email_verified=True)

    assert status == HTTPStatus.OK
    assert client.session["_auth_user_id"] == str(staff.bob.pk)
    staff.bob.refresh_from_db()
    assert staff.bob.check_password("correct horse")


def test_the_second_time_the_provider_may_have_another_address_for_the_same_person(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str
) -> None:
    _through(as_(None), issuer, "b-2", email="bob@x.example", email_verified=True)
    client = as_(None)

    _through(client, issuer, "b-2", email="bob.larsen@x.example", email_verified=True)

    assert client.session["_auth_user_id"] == str(staff.bob.pk)


@pytest.mark.parametrize("claims", [{"email_verified": False}, {}, {"email_verified": "no"}])
def test_an_address_that_the_provider_has_not_verified_lets_nobody_in(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str, claims: dict[str, object]
) -> None:
    client = as_(None)

    _, page = _through(client, issuer, "m-1", email="alice@x.example", **claims)

    assert "not invited" in page
    assert not _is_in(client)


def test_whom_the_provider_knows_and_nobody_invited_gets_no_account(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str
) -> None:
    client = as_(None)

    _, page = _through(client, issuer, "n-1", email="nia@x.example", email_verified=True)

    assert "not invited" in page
    assert not Person.objects.filter(email="nia@x.example").exists()


def test_an_invited_person_goes_on_with_single_sign_on_and_has_the_role(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str
) -> None:
    as_(staff.bob).post(
        "/people/invite", {"email": "nia@x.example", "team": staff.success.pk, "role": "viewer"}
    )
    client = as_(None)

    _through(client, issuer, "n-2", email="nia@x.example", email_verified=True, name="Nia Novak")
    made = Person.objects.get(email="nia@x.example")

    assert _is_in(client)
    assert (made.name, made.has_usable_password()) == ("Nia Novak", False)
    assert made.memberships.get().role == "viewer"
    assert Invitation.objects.get().accepted_at is not None
    assert Entry.objects.get(action="accepted the invitation").by == made


def test_somebody_who_has_left_is_not_let_in_by_the_provider(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str
) -> None:
    _through(as_(None), issuer, "b-3", email="bob@x.example", email_verified=True)
    staff.bob.is_active = False
    staff.bob.save()
    client = as_(None)

    _through(client, issuer, "b-3", email="bob@x.example", email_verified=True)

    assert not _is_in(client)


def test_an_answer_that_belongs_to_another_browser_logs_nobody_in(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str
) -> None:
    requests.put(f"{issuer}/users/b-4", json={"email": "bob@x.example", "email_verified": True}, timeout=WAIT)
    begun = as_(None).post("/log-in/with/company")
    there = requests.post(begun["Location"], data={"sub": "b-4"}, allow_redirects=False, timeout=WAIT)
    victim = as_(None)

    answer = victim.get(there.headers["Location"].removeprefix("http://testserver"))

    assert "did not work" in answer.content.decode()
    assert not _is_in(victim)


def test_the_way_to_the_provider_carries_a_state_and_a_challenge(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str
) -> None:
    page = as_(None).get("/log-in").content.decode()

    asked = parse_qs(urlsplit(as_(None).post("/log-in/with/company")["Location"]).query)

    assert "/log-in/with/company" in page
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/log-in/with/company/callback"]
    assert asked["state"]
    assert f"form-action 'self' {issuer}" in content_security_policy(issuer)


def test_a_provider_that_is_not_ours_has_no_address(
    as_: Callable[[Person | None], Client], staff: Staff, issuer: str
) -> None:
    assert as_(None).post("/log-in/with/evil").status_code == HTTPStatus.NOT_FOUND
