"""Getting a file from where it is: a public https address, an allowed folder, or a database."""

from __future__ import annotations

import os
import socket
import ssl
import stat
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from django.conf import settings
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

from holdfast.connect.engines.secret import Secret
from holdfast.errors import InputError, SourceError
from holdfast.web.webhooks.addresses import place_of, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDERS = "HOLDFAST_PULL_FOLDERS"
DATABASE = "HOLDFAST_PULL_DATABASE_"
HEADER = "HOLDFAST_PULL_HEADER_"
SECONDS_QUIET, SECONDS_ALL = 20.0, 600.0
_PIECE = 256 * 1024


def folders() -> tuple[str, ...]:
    """Folders below which files may be taken, as the operator says; none unless stated."""
    stated = _variables().get(FOLDERS, "")
    return tuple(str(Path(one).resolve()) for one in stated.split(os.pathsep) if one.strip())


def databases() -> tuple[str, ...]:
    """Names of the databases that may be asked, as the operator says."""
    return _named(DATABASE)


def headers() -> tuple[str, ...]:
    """Names of the values that may be sent as ``Authorization``, as the operator says."""
    return _named(HEADER)


def from_url(url: str, header: str) -> Iterator[bytes]:
    """What a public https address answers, in pieces. A redirect is not followed.

    Args:
        url: The address.
        header: Name of the value to send as ``Authorization``, or empty.

    Raises:
        InputError: It is no https address, or there is no such value.
        SourceError: It is not public, answers something else than 200, is too slow, or breaks off.
    """
    place = place_of(url)
    sent = {"Host": place.host, "User-Agent": "Holdfast", "Accept-Encoding": "identity"}
    if place.port != 443:  # noqa: PLR2004 - of https
        sent["Host"] = f"{place.host}:{place.port}"
    if header:
        sent["Authorization"] = _stated(HEADER, header, headers())
    address = resolved(place, may_be_loopback=settings.WEBHOOKS_MAY_REACH_LOOPBACK)
    connection = HTTPSConnection(
        address,
        place.port,
        timeout=SECONDS_QUIET,
        ssl_context=ssl.create_default_context(cafile=settings.WEBHOOKS_CA_FILE or None),
        server_hostname=place.host,
        assert_hostname=place.host,
    )
    # A host that sends a byte now and then is never quiet for long enough: all of it has an end too.
    watch = Timer(SECONDS_ALL, _break_off, [connection])
    watch.start()
    try:
        connection.request("GET", place.path, headers=sent, preload_content=False, decode_content=False)
        answer = connection.getresponse()
        _refuse_other_than_ok(place.host, answer.status)
        yield from answer.stream(_PIECE, decode_content=False)
        if watch.finished.is_set():
            raise SourceError(place.host, f"it took longer than {SECONDS_ALL:.0f} s", "a faster answer")
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise SourceError(
            place.host, f"it broke off or did not answer ({type(error).__name__})", "an answer in time"
        ) from None
    finally:
        watch.cancel()
        connection.close()


def from_folder(folder: str, name: str) -> Iterator[bytes]:
    """The newest file of a folder whose name fits, in pieces.

    Args:
        folder: Below one that the operator allows.
        name: A name, or a pattern such as ``orders-*.csv``.

    Raises:
        InputError: The folder is not allowed, or the name leads elsewhere.
        SourceError: There is no such file, or it changes while it is read.
    """
    place = allowed_folder(folder)
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise InputError("the file", repr(name), "a name or pattern without a folder", "Correct it")
    found = [path for path in place.glob(name) if path.resolve().is_relative_to(place)]
    newest = max(found, key=lambda path: path.stat().st_mtime, default=None)
    if newest is None:
        remedy = "Look whether whoever exports it still does"
        raise SourceError(str(place), f"no file fits {name}", "at least one", remedy)
    yield from _pieces(newest)


def from_database(name: str, query: str) -> Iterator[bytes]:
    """The rows of a query as CSV, in pieces, from a database that the operator named.

    Raises:
        InputError: There is no such database, or no query.
        SourceError: The database refuses or is too slow.
    """
    # The driver of PostgreSQL is an extra, which who pulls no database need not have.
    from holdfast.connect.sources.database.rows_out import query_csv  # noqa: PLC0415

    address = _stated(DATABASE, name, databases())
    yield from query_csv(Secret(address, origin=f"{DATABASE}{name}"), query, timeout_seconds=int(SECONDS_ALL))


def allowed_folder(folder: str) -> Path:
    """A folder, links followed, which lies in one that the operator allows.

    Raises:
        InputError: It does not.
    """
    place = Path(folder).resolve()
    if not Path(folder).is_absolute() or not any(place.is_relative_to(one) for one in folders()):
        expected = f"a folder below {' or '.join(folders())}" if folders() else f"one that {FOLDERS} names"
        raise InputError(folder, "files may not be taken from there", expected, "Ask whoever runs the server")
    return place


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        # Not a pipe, on which one would wait for ever, and not a link that was put there meanwhile.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as stream:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise SourceError(path.name, "it is no plain file", "a file", "Correct the name")
            while piece := stream.read(_PIECE):
                yield piece
            after = os.fstat(handle)
    except OSError as error:
        raise SourceError(path.name, f"it cannot be read ({error.strerror})", "", "Check it") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError(
            path.name, "it was changed while it was read", "a finished file", "It is tried again"
        )


def _refuse_other_than_ok(host: str, status: int) -> None:
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        remedy = "Name the address that it leads to"
        raise SourceError(host, f"it answers with a redirect ({status}), which is not followed", "", remedy)
    if status != HTTPStatus.OK:
        raise SourceError(
            host, f"it answers {status}", "200 with the file", "Check the address and the token"
        )


def _break_off(connection: HTTPSConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _named(prefix: str) -> tuple[str, ...]:
    return tuple(sorted(one.removeprefix(prefix) for one in _variables() if one.startswith(prefix)))


def _stated(prefix: str, name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        remedy = f"Ask whoever runs the server to set {prefix}…"
        raise InputError(name, "there is no such name", f"one of {', '.join(known) or 'none yet'}", remedy)
    return _variables()[f"{prefix}{name}"]


def _variables() -> Mapping[str, str]:
    found: Mapping[str, str] = settings.DEPLOYMENT.variables
    return found
