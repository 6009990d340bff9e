"""The life of an invitation, from the mail to the person; and who may invite whom."""

from __future__ import annotations

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.people import invitations
from holdfast.web.people.invitations import Invited
from holdfast.web.people.models import Invitation, Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiosmtpd.smtp import SMTP, Envelope, Session
    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
PASSWORD = "three green ladders"  # noqa: S105 - typed by the invited
ACCEPTED = {"name": "  Nia \u202e Novak\n", "password": PASSWORD}


def _invited(client: Client, staff: Staff, **more: object) -> str:
    """The path of the link in the mail."""
    client.post(
        "/people/invite", {"email": "Nia@x.example", "team": staff.success.pk, "role": "editor"} | more
    )
    return _link(str(mail.outbox[-1].body))


def _link(body: str) -> str:
    return str(re.findall(r"https?://[^/\s]+(/invitation/\S+)", body)[0])


def test_an_invited_person_sets_a_password_and_is_in_with_the_role_they_were_invited_to(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    link = _invited(as_(staff.bob), staff)
    client = as_(None)
    seen = client.get(link).content.decode()

    answer = client.post(link, ACCEPTED)
    made = Person.objects.get(email="nia@x.example")

    assert "Bob invites you" in seen
    assert answer["Location"] == "/quarter"
    assert made.name == "Nia Novak"
    assert list(made.memberships.values_list("team__name", "role")) == [("Success", "editor")]
    assert client.get("/quarter").status_code == HTTPStatus.OK
    assert [one.action for one in Entry.objects.order_by("pk")] == ["invited", "accepted the invitation"]


def test_the_token_lies_nowhere_in_the_database(as_: Callable[[Person | None], Client], staff: Staff) -> None:
    token = _invited(as_(staff.bob), staff).rpartition("/")[2]

    kept = Invitation.objects.values().get()

    assert token not in str(kept)
    assert kept["digest"] == invitations.digest(token)


@pytest.mark.parametrize("what", ["used", "revoked", "sent again", "eight days old", "never made"])
def test_a_link_that_holds_no_more_says_so_and_makes_nobody(
    as_: Callable[[Person | None], Client],
    staff: Staff,
    now: Callable[[timedelta], None],
    what: str,
) -> None:
    client = as_(staff.bob)
    link = _invited(client, staff)
    row = Invitation.objects.get()
    match what:
        case "used":
            as_(None).post(link, ACCEPTED)
        case "revoked":
            client.post(f"/people/invitations/{row.pk}/revoke")
        case "sent again":
            client.post(f"/people/invitations/{row.pk}/resend")
        case "eight days old":
            now(timedelta(days=8))
        case _:
            link += "x"
    before = Person.objects.count()

    answers = [as_(None).get(link), as_(None).post(link, ACCEPTED)]

    assert {one.status_code for one in answers} == {HTTPStatus.NOT_FOUND}
    assert Person.objects.count() == before


def test_the_link_of_an_invitation_that_is_sent_again_works(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    client = as_(staff.bob)
    _invited(client, staff)

    client.post(f"/people/invitations/{Invitation.objects.get().pk}/resend")
    as_(None).post(_link(str(mail.outbox[-1].body)), ACCEPTED)

    assert Person.objects.filter(email="nia@x.example").exists()


@pytest.mark.parametrize(
    ("name", "team", "status"),
    [
        ("alice", "success", HTTPStatus.FOUND),
        ("bob", "success", HTTPStatus.FOUND),
        ("bob", "product", HTTPStatus.UNPROCESSABLE_ENTITY),
        ("carol", "success", HTTPStatus.FORBIDDEN),
        ("dave", "success", HTTPStatus.FORBIDDEN),
        ("erin", "success", HTTPStatus.UNPROCESSABLE_ENTITY),
    ],
)
def test_an_editor_invites_to_their_own_team_and_an_administrator_to_any(
    as_: Callable[[Person | None], Client], staff: Staff, name: str, team: str, status: HTTPStatus
) -> None:
    given = {"email": "nia@x.example", "team": getattr(staff, team).pk, "role": "viewer"}

    answer = as_(getattr(staff, name)).post("/people/invite", given)

    assert answer.status_code == status
    assert Invitation.objects.exists() == (status == HTTPStatus.FOUND)


def test_an_editor_cannot_make_an_administrator_by_inviting_one(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    _invited(as_(staff.bob), staff, is_administrator="on")

    assert not Invitation.objects.get().is_administrator


def test_an_editor_of_another_team_neither_sees_nor_touches_an_invitation(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    _invited(as_(staff.bob), staff)
    pk, client = Invitation.objects.get().pk, as_(staff.erin)

    statuses = [client.post(f"/people/invitations/{pk}/{verb}").status_code for verb in ("resend", "revoke")]

    assert statuses == [HTTPStatus.FORBIDDEN, HTTPStatus.FORBIDDEN]
    assert "nia@x.example" not in client.get("/people").content.decode()


@pytest.mark.parametrize("email", ["carol@x.example", "nia@x.example"])
def test_an_address_that_is_here_or_invited_is_not_invited_again(
    as_: Callable[[Person | None], Client], staff: Staff, email: str
) -> None:
    client = as_(staff.bob)
    _invited(client, staff)

    answer = client.post("/people/invite", {"email": email, "team": staff.success.pk, "role": "viewer"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"name": " ", "password": PASSWORD},
        {"name": "Nia", "password": "short"},
        {"name": "Nia", "password": "password1"},
        {"name": "Nia", "password": "nia@x.example"},
    ],
)
def test_a_name_of_nothing_and_a_password_that_is_guessed_are_refused(
    as_: Callable[[Person | None], Client], staff: Staff, given: dict[str, str]
) -> None:
    link = _invited(as_(staff.bob), staff)

    assert as_(None).post(link, given).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert as_(None).post(link, ACCEPTED).status_code == HTTPStatus.FOUND


def test_an_invitation_is_accepted_once(staff: Staff) -> None:
    actor = Actor(staff.bob, "page", NOON)
    _, token = invitations.invite(actor, invitations.Invited("nia@x.example", staff.success.pk, "viewer"))
    invitations.accept(token, "Nia", PASSWORD, Actor(None, "page", NOON))

    with pytest.raises(InputError, match="it was used"):
        invitations.accept(token, "Mallory", PASSWORD, Actor(None, "page", NOON))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Sink:
    """What a real mail server was given."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        self.taken.append(envelope)
        return "250 Taken"


def test_the_invitation_reaches_a_mail_server_and_its_link_works(
    as_: Callable[[Person | None], Client], staff: Staff, settings: Settings
) -> None:
    sink = _Sink()
    server = Controller(sink, hostname="127.0.0.1", port=_free_port(), ready_timeout=10)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port

    try:
        as_(staff.bob).post(
            "/people/invite", {"email": "nia@x.example", "team": staff.success.pk, "role": "viewer"}
        )
    finally:
        server.stop()
    (taken,) = sink.taken
    text = str(taken.content.decode() if isinstance(taken.content, bytes) else taken.content)

    assert taken.rcpt_tos == ["nia@x.example"]
    assert "Subject: Bob invites you to Holdfast" in text
    assert as_(None).post(_link(text.replace("=\r\n", "").replace("=3D", "=")), ACCEPTED).status_code == 302


def test_the_invitation_says_the_same_with_and_without_html_and_runs_nothing(
    as_: Callable[[Person | None], Client], staff: Staff
) -> None:
    staff.bob.name = "<script>alert(1)</script>"
    staff.bob.save()

    link = _invited(as_(staff.bob), staff)
    message = mail.outbox[-1]
    assert isinstance(message, EmailMultiAlternatives)
    html = str(message.alternatives[0][0])

    assert "as editor of the team Success" in str(message.body)
    assert "as editor of the team <bdi>Success</bdi>" in html
    assert html.count(f'{link}"') == 2
    assert "until 31 Aug 2026, 12:00 UTC" in str(message.body)
    assert "until 31 Aug 2026, 12:00 UTC" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>" not in html


def test_a_mail_server_that_is_down_loses_no_invitation_and_says_what_to_do(
    as_: Callable[[Person | None], Client], staff: Staff, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = as_(staff.bob)
    given = {"email": "nia@x.example", "team": staff.success.pk, "role": "viewer"}

    page = client.post("/people/invite", given, follow=True).content.decode()

    assert "did not take the mail" in page
    assert "Send again" in page
    assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_invite_or_accept_at_once_one_gets_it_and_the_others_are_told(staff: Staff) -> None:
    actor, told = Actor(staff.bob, "page", NOON), Invited("nia@x.example", staff.success.pk, "viewer")

    def at_once(act: Callable[[], object]) -> list[str]:
        def tried(_: int) -> str:
            try:
                act()
            except InputError:
                return "told"
            finally:
                connection.close()
            return "done"

        with ThreadPoolExecutor(4) as threads:
            return sorted(threads.map(tried, range(4)))

    invited = at_once(lambda: invitations.invite(actor, told))
    _, token = invitations.send_again(actor, Invitation.objects.get().pk)
    accepted = at_once(lambda: invitations.accept(token, "Nia", PASSWORD, Actor(None, "page", NOON)))

    assert invited == accepted == ["done", "told", "told", "told"]
    assert Person.objects.filter(email="nia@x.example").count() == 1
