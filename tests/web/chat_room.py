"""A real server in the place of Discord's own, for tests of what is said in chats."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from apprise.plugins.discord import NotifyDiscord

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

DISCORD = "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
"""An address as Discord shows it."""


class Room(HTTPServer):
    """Keeps what was said, and answers with a status."""

    status = 204

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.said: list[tuple[str, str]] = []


class _Answering(BaseHTTPRequestHandler):
    server: Room

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.said.append((self.path, body["content"]))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def do_GET(self) -> None:
        self.server.said.append((self.path, "followed a redirect"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Silence."""


@contextmanager
def open_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A server at the only point where apprise names Discord's."""
    server = Room()
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://127.0.0.1:{server.server_port}/hooks")
    yield server
    server.shutdown()
    server.server_close()
