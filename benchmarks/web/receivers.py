"""Who is told: a mail server and an HTTPS server on this machine that count what comes twice."""

from __future__ import annotations

import email
import socketserver
import ssl
import threading
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path


class Hooks(ThreadingHTTPServer):
    """Takes webhooks by HTTPS.

    Attributes:
        taken: Idempotency key to how often it came.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
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
            self.server.taken[self.headers["webhook-id"]] += 1
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

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Mail)
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
            self.server.taken[str(email.message_from_bytes(b"".join(lines))["Message-ID"])] += 1
            self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def certificate(folder: Path) -> Path:
    """A key and a certificate for localhost in one file, for the receiver and for whoever trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "receiver.pem"
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(written + made.public_bytes(serialization.Encoding.PEM))
    return path
