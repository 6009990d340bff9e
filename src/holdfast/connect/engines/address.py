"""The address of a database: known to the engine, shown to nobody with its password."""

from __future__ import annotations

import re
from urllib.parse import unquote

from holdfast.errors import InputError

_EXAMPLE = "postgresql://user:password@host:5432/database"
_URL = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+]*)://"
    r"(?:(?P<user>[^:@/?]*)(?::(?P<password>[^@/?]*))?@)?"
    r"(?P<hosts>[^@/?]*)"
    r"(?:/(?P<database>[^@/?]*))?"
    r"(?:\?(?P<options>[^@?]*))?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?::(?P<port>[0-9]*))?")
_OPTION = re.compile(r"(?P<key>[a-z_]+)=(?P<value>[^&=]*)")
_ESCAPE_AT_FAULT = re.compile(r"%(?![0-9A-Fa-f]{2})|%00")
_SECRET_OPTIONS = ("password", "sslpassword", "oauth_client_secret")


class Address:
    """A PostgreSQL URL, read strictly, so that no part of a password is ever taken for a host and shown.

    Its text is had from `reveal` alone: `str`, `repr` and `shown` leave the password out.

    Args:
        text: The URL.
        origin: Where it was given, as messages name it (``HOLDFAST_DATABASE_URL``).

    Raises:
        InputError: It is no such URL; the message holds no part of it.
    """

    __slots__ = ("_secrets", "_text", "database", "hosts", "option_names", "origin", "shown", "user")

    def __init__(self, text: str, *, origin: str = "the database's address") -> None:
        self._text = text.strip()
        self.origin = origin
        parts = _parts(self._text, origin)
        options = _options(parts["options"] or "", origin)
        self.option_names = frozenset(options)
        self.user = unquote(parts["user"] or "") or options.get("user", "")
        self.database = unquote(parts["database"] or "") or options.get("dbname", "")
        self.hosts = unquote(parts["hosts"]) or _with_port(options.get("host", ""), options.get("port", ""))
        who = f"{self.user}@" if self.user else ""
        self.shown = f"{who}{self.hosts or 'localhost'}/{self.database}"
        raw = [parts["password"] or "", *(options.get(key, "") for key in _SECRET_OPTIONS)]
        self._secrets = tuple({form for secret in raw for form in (secret, unquote(secret)) if form})

    def reveal(self) -> str:
        """The URL as given, password and all; for the driver alone."""
        return self._text

    def hidden_in(self, message: str) -> str:
        """The message with every occurrence of the URL or of a password in it struck out."""
        for secret in sorted((self._text, *self._secrets), key=len, reverse=True):
            message = message.replace(secret, "***")
        return message

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"

    def __str__(self) -> str:
        return self.shown

    def __reduce__(self) -> str:
        # Written to a file or a queue, the password would be in the open.
        raise TypeError("An address is not pickled: it may hold a password")


def _parts(text: str, origin: str) -> re.Match[str]:
    found = _URL.fullmatch(text)
    if found is None or found["scheme"].lower() not in {"postgres", "postgresql"}:
        raise _unusable(origin, "it is no URL of a PostgreSQL database" + _hint(text))
    if _ESCAPE_AT_FAULT.search(text):
        raise _unusable(origin, "it has a % that begins no escape, such as %25 for % itself")
    if not all(_HOST.fullmatch(host) for host in found["hosts"].split(",")):
        raise _unusable(origin, "what follows the host's colon is no port" + _hint(text))
    return found


def _options(text: str, origin: str) -> dict[str, str]:
    found = [_OPTION.fullmatch(part) for part in text.split("&")] if text else []
    if not all(found):
        raise _unusable(origin, "what follows its ? is not key=value, joined by &")
    return {one["key"]: unquote(one["value"]) for one in found if one}


def _hint(text: str) -> str:
    if text.count("@") > 1 or "/" in text.partition("://")[2].partition("@")[0]:
        return "; an @ within a name or password is written %40, a / is %2F, a ? is %3F"
    return ""


def _with_port(host: str, port: str) -> str:
    return f"{host}:{port}" if host and port else host


def _unusable(origin: str, found: str) -> InputError:
    return InputError(origin, found, f"an address such as {_EXAMPLE}", "Correct it where it is set")
