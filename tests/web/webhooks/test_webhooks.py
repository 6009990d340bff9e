"""Webhooks: signed, to public addresses alone, into a real HTTPS server, tried again where it fails."""

from __future__ import annotations

import ssl
import time
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import digest
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from tests.web.certificates import certificate

from holdfast.errors import InputError, SourceError
from holdfast.web.audit.actions import Actor
from holdfast.web.objectives.actions import archive_objective
from holdfast.web.webhooks import sending
from holdfast.web.webhooks.actions import attempt, make_endpoint, rotate_secret, secrets_of
from holdfast.web.webhooks.addresses import is_public, place_of
from holdfast.web.webhooks.models import Delivery
from holdfast.web.webhooks.sending import send, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective

# fmt: off
NOT_PUBLIC = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "198.18.0.1",  # noqa: S104 - refused
    "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
    "ff0e::1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
    "2002:7f00:1::", "2001:0:1::1", "nonsense",
]
# fmt: on
NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)


class _Receiver(HTTPServer):
    """Keeps what it was sent, and answers with a status, or a byte now and then."""

    status = 204
    is_slow = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.taken: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"https://localhost:{self.server_port}/hook?a=1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that hangs up is what the tests are about."""


class _Answering(BaseHTTPRequestHandler):
    server: _Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), body))
        for _ in range(40 if self.server.is_slow else 0):
            self.wfile.write(b"H")
            time.sleep(0.05)
        self.send_response(self.server.status)
        self.send_header("Location", "https://localhost/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Silence."""


@pytest.fixture
def receiver(tmp_path: Path, settings: Settings) -> Iterator[_Receiver]:
    """A real HTTPS server on this machine, with a certificate of its own that the tests trust."""
    pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = _Receiver()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.WEBHOOKS_CA_FILE, settings.WEBHOOKS_MAY_REACH_LOOPBACK = str(pem), True
    yield server
    server.shutdown()
    server.server_close()


def test_an_event_is_delivered_once_and_signed(
    staff: Staff, objective: Objective, receiver: _Receiver
) -> None:
    made = make_endpoint(_actor(staff), receiver.url, ["objective.archived"])

    archive_objective(_actor(staff), objective.pk)
    row = Delivery.objects.get()
    attempt(row.pk, NOON)
    attempt(row.pk, NOON)

    [(headers, body)] = receiver.taken
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}".encode()
    expected = b64encode(digest(secrets_of(made, NOON)[0], content, sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == str(row.event_id)
    assert headers["Host"] == f"localhost:{receiver.server_port}"
    assert Delivery.objects.get().state == "delivered"


def test_the_signature_is_that_of_the_published_standard() -> None:
    # The test vector that the libraries of Standard Webhooks, and Svix before them, publish.
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    made = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}', [secret], second=1614265330)

    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("status", [302, 410, 500])
def test_a_delivery_that_is_not_taken_is_tried_again_and_no_redirect_is_followed(
    staff: Staff, objective: Objective, receiver: _Receiver, status: int
) -> None:
    make_endpoint(_actor(staff), receiver.url, ["objective.archived"])
    receiver.status = status
    archive_objective(_actor(staff), objective.pk)
    pk = Delivery.objects.get().pk

    attempt(pk, NOON)
    waiting = Delivery.objects.get()
    for _ in range(6):
        attempt(pk, NOON)

    assert (waiting.state, waiting.attempts, waiting.said) == ("waiting", 1, f"answered {status}")
    assert Delivery.objects.get().state == "failed"
    assert {headers["webhook-id"] for headers, _ in receiver.taken} == {str(waiting.event_id)}


def test_a_host_that_answers_a_byte_now_and_then_is_left_in_time(
    receiver: _Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_SECONDS_ALL", 0.4)
    receiver.is_slow = True
    began = time.monotonic()

    with pytest.raises(SourceError):
        send(receiver.url, "{}", {})

    assert time.monotonic() - began < 1.5


def test_a_loopback_address_is_refused_unless_the_tests_allow_it(
    receiver: _Receiver, settings: Settings
) -> None:
    settings.WEBHOOKS_MAY_REACH_LOOPBACK = False

    with pytest.raises(SourceError, match="public"):
        send(receiver.url, "{}", {})

    assert receiver.taken == []


def test_a_certificate_that_nobody_trusts_is_refused(receiver: _Receiver, settings: Settings) -> None:
    settings.WEBHOOKS_CA_FILE = ""

    with pytest.raises(SourceError):
        send(receiver.url, "{}", {})

    assert receiver.taken == []


@pytest.mark.parametrize(
    "address",
    NOT_PUBLIC,
)
def test_an_address_that_is_not_public_or_hides_another_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://x.example",
        "https://",
        "ftp://x.example",
        "https://a:b@x.example",
        "https://x.example:99999",
        "x",
    ],
)
def test_what_is_no_https_address_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        place_of(url)


def test_the_secret_before_signs_for_a_day_after_the_change(staff: Staff) -> None:
    made = make_endpoint(_actor(staff), "https://x.example", ["comment.made"])
    before = secrets_of(made, NOON)

    after = rotate_secret(_actor(staff), made)

    assert secrets_of(after, NOON)[1:] == before
    assert len(secrets_of(after, NOON + timedelta(days=1))) == 1


def test_the_secret_is_shown_once_and_endpoints_are_of_administrators(
    as_: Callable[..., Client], staff: Staff
) -> None:
    browser, sent = as_(staff.alice), {"url": "https://x.example", "events": ["comment.made"]}

    shown = browser.post("/webhooks", sent).content.decode()

    assert "whsec_" in shown
    assert "whsec_" not in browser.get("/webhooks").content.decode()
    with pytest.raises(PermissionDenied):
        make_endpoint(Actor(staff.bob, "page", NOON), "https://x.example", ["comment.made"])


def _actor(staff: Staff) -> Actor:
    return Actor(staff.alice, "page", NOON)
