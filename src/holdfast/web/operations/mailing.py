"""Whether mails can go out: what the environment says of the server, and what the server says itself."""

from __future__ import annotations

import smtplib
import ssl
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from holdfast.web.operations.findings import Finding

if TYPE_CHECKING:
    from holdfast.web.environment import Deployment

_REMEDY = "Set HOLDFAST_MAIL_URL=smtp+starttls://user:password@host:587"
_SCHEMES = frozenset({"smtp", "smtps", "smtp+starttls"})
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_SECONDS = 5.0


def of_mail(place: Deployment, *, reach: bool) -> Finding:
    """One finding.

    Args:
        place: As the environment states it.
        reach: Speak to the server, which may take some seconds; no mail is sent.
    """
    if not place.mail_url:
        says = f"mails are kept as files in {place.state / 'mail'}, and reach nobody"
        return Finding("mail", "mind", says, _REMEDY)
    server, fault = _read(place.mail_url)
    if server is None:
        return Finding("mail", "mend", f"HOLDFAST_MAIL_URL {fault}", _REMEDY)
    _, sender = parseaddr(place.mail_from)
    if sender.partition("@")[2] in {"", *_HERE}:
        says = f"other servers refuse mails from {sender or 'nobody'}"
        return Finding("mail", "mend", says, "Set HOLDFAST_MAIL_FROM=Holdfast <okr@example.com>")
    fault = _refused(server) if reach else ""
    if fault:
        says = f"{server.hostname} does not take mails: {fault}"
        return Finding("mail", "mend", says, "Correct HOLDFAST_MAIL_URL, or start that server")
    if server.scheme == "smtp" and server.hostname not in _HERE:
        says = f"{server.hostname} is told mails and passwords in clear"
        return Finding("mail", "mind", says, "Use smtp+starttls:// or smtps://")
    return Finding("mail", "well", f"sent by {server.hostname} as {sender}")


def _read(url: str) -> tuple[SplitResult | None, str]:
    """The server, or what is wrong; never a part of the address, which holds a password."""
    try:
        server = urlsplit(url)
        _ = server.port
    except ValueError:
        return None, "cannot be read"
    if server.scheme not in _SCHEMES:
        return None, "begins with none of smtp://, smtps://, smtp+starttls://"
    return (server, "") if server.hostname else (None, "names no server")


def _refused(server: SplitResult) -> str:
    """Why the server would not take a mail; empty where it would."""
    host, context = server.hostname or "", ssl.create_default_context()
    port = server.port or 25
    try:
        with (
            smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
            if server.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=_SECONDS)
        ) as spoken:
            if server.scheme == "smtp+starttls":
                spoken.starttls(context=context)
            if server.username:
                spoken.login(unquote(server.username), unquote(server.password or ""))
            spoken.noop()
    except smtplib.SMTPResponseException as error:
        return f"it answered {error.smtp_code}"
    except (OSError, smtplib.SMTPException) as error:
        return getattr(error, "strerror", None) or type(error).__name__
    return ""
