"""Who is told: a mail server and an HTTPS server on this machine that count what comes twice.

Both take their time, as servers elsewhere do: half of it before they have taken what comes, half before they
say so. A sender that is killed in the second half has to send again, since nobody told it.
"""

from __future__ import annotations

import email
import random
import socketserver
import ssl
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


Seconds = tuple[float, float]
"""From and to: what an answer takes is drawn from it."""


class Hooks(ThreadingHTTPServer):
    """Takes webhooks by HTTPS.

    Attributes:
        taken: Idempotency key to how often it came.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, certificate: Path, takes: Seconds = (0, 0)) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.takes = takes
        self.taken: Counter[str] = Counter()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """Of the receiver."""
        return f"https://localhost:{self.server_port}/hook"

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that is killed hangs up: that is what is looked at."""


class _Hook(BaseHTTPRequestHandler):
    server: Hooks

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        if len(self.rfile.read(length)) == length:
            half = _half(self.server.takes)
            time.sleep(half)
            self.server.taken[self.headers["webhook-id"]] += 1
            time.sleep(half)
            self.send_response(204)
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silence."""


class Mails(socketserver.ThreadingTCPServer):
    """Takes mails by SMTP.

    Attributes:
        taken: Message-ID to how often it came; a mail counts when it was taken whole.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, takes: Seconds = (0, 0)) -> None:
        super().__init__(("127.0.0.1", 0), _Mail)
        self.takes = takes
        self.taken: Counter[str] = Counter()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """As HOLDFAST_MAIL_URL takes it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """As above."""


class _Mail(socketserver.StreamRequestHandler):
    server: Mails

    def handle(self) -> None:
        self._say("220 localhost")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"QUIT":
                    self._say("221 bye")
                    return
                case b"DATA":
                    self._take()
                case _:
                    self._say("250 yes")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        if line:
            half = _half(self.server.takes)
            time.sleep(half)
            self.server.taken[str(email.message_from_bytes(b"".join(lines))["Message-ID"])] += 1
            time.sleep(half)
            self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def _half(takes: Seconds) -> float:
    return random.uniform(*takes) / 2  # noqa: S311 - how slow somebody is, no secret
