"""Logging in: by password, with a second factor, by a link that sets a new password."""

from __future__ import annotations

import re
import socket
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache

from holdfast.web.audit.models import Entry
from holdfast.web.people.login import urlpatterns

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

PASSWORD = "correct horse"  # noqa: S105 - of the people of the tests
PUBLIC = {
    "log-in",
    "account_login",
    "log-out",
    "account_logout",
    "account_inactive",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


@pytest.fixture(autouse=True)
def _no_attempts() -> None:
    """Attempts of an earlier test do not count."""
    cache.clear()


def _log_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/log-in", {"login": email, "password": password, **more}).status_code


def test_nothing_of_the_package_is_public_but_what_a_log_in_needs() -> None:
    public = {one.name for one in urlpatterns if one.callback.access == "public"}  # type: ignore[attr-defined]

    assert public == PUBLIC


def test_an_address_in_any_case_and_its_password_lead_to_the_quarter(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(None)

    answer = client.post("/log-in", {"login": " Bob@X.example", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/quarter")
    assert client.get("/profile").status_code == HTTPStatus.OK


def test_a_log_in_leads_to_no_other_host(as_: Callable[[Person | None], Client], staff: Staff) -> None:
    answers = [
        as_(None).post("/log-in", {"login": "bob@x.example", "password": PASSWORD, "next": where})["Location"]
        for where in ("https://evil.example/", "//evil.example", "/people?words=a")
    ]

    assert answers == ["/quarter", "/quarter", "/people?words=a"]


def test_a_wrong_password_and_an_address_that_nobody_has_are_told_in_the_same_words(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    pages = [
        as_(None).post("/log-in", {"login": email, "password": "wrong"}).content.decode()
        for email in ("bob@x.example", "nobody@x.example")
    ]
    told = [re.findall(r'role="alert">(.*?)<', page) for page in pages]

    assert told[0] == told[1] != []


def test_after_several_wrong_passwords_even_the_right_one_has_to_wait(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(None)
    for _ in range(10):
        _log_in(client, "bob@x.example", "wrong")

    answer = client.post("/log-in", {"login": "bob@x.example", "password": PASSWORD})

    assert answer.status_code in {HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS}
    assert "sessionid" not in client.cookies or client.get("/profile").status_code == HTTPStatus.FOUND


def test_somebody_who_has_left_is_out_at_once_and_stays_out(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.bob)
    staff.bob.is_active = False
    staff.bob.save()

    again = as_(None)
    _log_in(again, "bob@x.example")

    assert client.get("/quarter").status_code == HTTPStatus.FOUND
    assert again.get("/quarter").status_code == HTTPStatus.FOUND


def test_logging_out_ends_the_session_and_a_link_alone_does_not(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.bob)

    client.get("/log-out")
    still = client.get("/quarter").status_code
    client.post("/log-out")

    assert still == HTTPStatus.OK
    assert client.get("/quarter").status_code == HTTPStatus.FOUND


def test_a_new_password_is_set_by_the_link_of_a_mail_once(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(None)
    client.post("/password/reset", {"email": "BOB@x.example"})
    (message,) = mail.outbox
    link = re.findall(r"https?://[^/]+(/password/reset/\S+)", str(message.body))[0]

    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = {"password1": "three green ladders", "password2": "three green ladders"}
    client.post(address, new)

    assert message.to == ["bob@x.example"]
    assert _log_in(as_(None), "bob@x.example", "three green ladders") == HTTPStatus.FOUND
    assert "works no more" in as_(None).get(link, follow=True).content.decode()


def test_asking_for_a_new_password_tells_nobody_whether_the_address_is_here(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    answer = as_(None).post("/password/reset", {"email": "nobody@x.example"})

    assert (answer.status_code, answer["Location"]) == (302, "/password/reset/sent")
    assert mail.outbox == []


def test_nobody_signs_up_without_an_invitation(as_: Callable[[Person | None], Client], staff: Staff) -> None:
    given = {"email": "new@x.example", "password1": "three green ladders"}

    answer = as_(None).post("/log-in/closed", given)

    assert "not invited" in answer.content.decode()
    assert not type(staff.bob).objects.filter(email="new@x.example").exists()


def test_with_an_authenticator_app_the_password_alone_is_not_enough(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(None)
    _log_in(client, "bob@x.example")
    client.post("/profile/confirm", {"password": PASSWORD})
    page = client.get("/profile/security/app").content.decode()
    secret = re.findall(r'class="secret">(\w+)<', page)[0]
    client.post("/profile/security/app", {"code": _code(secret)})
    cache.clear()

    second = as_(None)
    answer = second.post("/log-in", {"login": "bob@x.example", "password": PASSWORD})
    between = second.get("/quarter").status_code
    wrong = second.post("/log-in/second-factor", {"code": "000000"}).status_code
    codes = re.findall(r"<code>(\d{8})</code>", client.get("/profile/security/codes").content.decode())
    second.post("/log-in/second-factor", {"code": codes[0]})

    assert answer["Location"].startswith("/log-in/second-factor")
    assert between == HTTPStatus.FOUND
    assert wrong == HTTPStatus.OK
    assert len(codes) == 10
    assert second.get("/quarter").status_code == HTTPStatus.OK


def test_the_log_in_offers_single_sign_on_only_where_there_is_one(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    assert "/log-in/with/" not in as_(None).get("/log-in").content.decode()


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


@pytest.mark.django_db(transaction=True)  # the package tells of it after the commit
def test_an_administrator_takes_away_the_second_factor_of_somebody_who_lost_it(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(None)
    _log_in(client, "bob@x.example")
    client.post("/profile/confirm", {"password": PASSWORD})
    page = client.get("/profile/security/app").content.decode()
    secret = re.findall(r'class="secret">(\w+)<', page)[0]
    client.post("/profile/security/app", {"code": _code(secret)})
    cache.clear()

    refused = as_(staff.erin).post(f"/people/{staff.bob.pk}/second-factor").status_code
    shown = as_(staff.alice).get(f"/people/{staff.bob.pk}").content.decode()
    as_(staff.alice).post(f"/people/{staff.bob.pk}/second-factor")
    again = as_(None).post("/log-in", {"login": "bob@x.example", "password": PASSWORD})

    assert "authenticator app" in mail.outbox[0].subject.casefold()
    assert refused == HTTPStatus.FORBIDDEN
    assert "Take away the second factor" in shown
    assert again["Location"] == "/quarter"
    assert [(one.by, one.action) for one in Entry.objects.order_by("pk")] == [
        (staff.bob, "added a second factor"),
        (staff.bob, "added a second factor"),
        (staff.alice, "took away the second factors"),
    ]


def test_a_changed_password_is_recorded_without_its_words_and_ends_other_sessions(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    here, there = as_(None), as_(None)
    for client in (here, there):
        _log_in(client, "bob@x.example")
    new = {"oldpassword": PASSWORD, "password1": "three green ladders", "password2": "three green ladders"}

    here.post("/password/change", new)

    entry = Entry.objects.get()
    assert (entry.action, entry.changes) == ("changed their password", {})
    assert here.get("/profile").status_code == HTTPStatus.OK
    assert there.get("/profile").status_code == HTTPStatus.FOUND


def test_a_mail_server_that_is_down_does_not_tell_that_an_address_is_here(
    as_: Callable[[Person | None], Client], staff: Staff, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answers = [
        as_(None).post("/password/reset", {"email": email}) for email in ("bob@x.example", "nobody@x.example")
    ]

    assert {(one.status_code, one["Location"]) for one in answers} == {(302, "/password/reset/sent")}


def test_a_slow_mail_server_does_not_tell_that_an_address_is_here(
    as_: Callable[[Person | None], Client], staff: Staff, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as never_answers:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = never_answers.getsockname()
        settings.EMAIL_TIMEOUT, settings.MAILS_BESIDE = 5, True

        began = time.monotonic()
        answer = as_(None).post("/password/reset", {"email": "bob@x.example"})
        took = time.monotonic() - began
        never_answers.accept()[0].close()

    assert answer["Location"] == "/password/reset/sent"
    assert took < 4
