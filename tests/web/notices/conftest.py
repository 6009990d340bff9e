"""A mail server that takes what the notices send, or refuses it."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, cast

import pytest
from aiosmtpd.controller import Controller

from holdfast.web.jobs.working import Working
from holdfast.web.notices.planning import plan
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from email.message import EmailMessage

    from aiosmtpd.smtp import SMTP, Envelope, Session
    from pytest_django import Settings


class PostOffice:
    """What a real mail server was given.

    Attributes:
        answer: What it says to each mail.
        mails: Those it has taken, in order.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.answer = "250 Taken"
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        if self.answer.startswith("250"):
            content = cast("bytes", envelope.content)
            self.mails.append(message_from_bytes(content, policy=policy.default))
        return self.answer

    def work(self, at: datetime) -> None:
        """What a worker does at an instant: it looks what is due, and runs every job that is ready."""
        self._settings.CLOCK = lambda: at
        plan(at)
        working = Working((), interval=0.01)
        while working.turn():
            pass

    @property
    def subjects(self) -> list[str]:
        """Of all mails, each with who got it."""
        return [f"{one['To']}: {one['Subject']}" for one in self.mails]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """The plain part of a mail, or its HTML."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.fixture
def post(settings: Settings) -> Iterator[PostOffice]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    office = PostOffice(settings)
    server = Controller(office, hostname="127.0.0.1", port=port, ready_timeout=10)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield office
    server.stop()


@pytest.fixture
def deputy(staff: object) -> Person:
    """Erin, of another team, who is Carol's deputy."""
    erin = Person.objects.get(email="erin@x.example")
    Person.objects.filter(email="carol@x.example").update(deputy=erin)
    return erin
