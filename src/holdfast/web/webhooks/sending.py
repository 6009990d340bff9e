"""One attempt to deliver: signed as Standard Webhooks says, to the address that was checked."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from hmac import digest
from http.client import HTTPException
from threading import Timer
from typing import TYPE_CHECKING

from django.conf import settings
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

from holdfast.errors import SourceError
from holdfast.web.webhooks.addresses import place_of, resolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SECONDS_QUIET, _SECONDS_ALL = 5.0, 15.0


def secret_of(key: str, rotation: int) -> bytes:
    """The 32 bytes that sign for an endpoint: derived, so that a copy of the database does not hold them."""
    return digest(settings.SECRET_KEY.encode(), f"webhook:{key}:{rotation}".encode(), sha256)


def shown_secret(secret: bytes) -> str:
    """As a receiver's library takes it."""
    return f"whsec_{b64encode(secret).decode()}"


def signed(name: str, body: str, secrets: Sequence[bytes], *, second: int) -> dict[str, str]:
    """The three headers of Standard Webhooks; a signature for each secret that holds."""
    content = f"{name}.{second}.{body}".encode()
    signatures = [f"v1,{b64encode(digest(one, content, sha256)).decode()}" for one in secrets]
    return {
        "webhook-id": name,
        "webhook-timestamp": str(second),
        "webhook-signature": " ".join(signatures),
    }


def send(url: str, body: str, headers: Mapping[str, str]) -> int:
    """Post it once; returns the status. A redirect is an answer like another, and is not followed.

    Raises:
        InputError: The address is not https.
        SourceError: It is not public, does not answer in time, or breaks off.
    """
    place = place_of(url)
    address = resolved(place, may_be_loopback=settings.WEBHOOKS_MAY_REACH_LOOPBACK)
    connection = HTTPSConnection(
        address,
        place.port,
        timeout=_SECONDS_QUIET,
        ssl_context=ssl.create_default_context(cafile=settings.WEBHOOKS_CA_FILE or None),
        server_hostname=place.host,
        assert_hostname=place.host,
    )
    host = place.host if place.port == 443 else f"{place.host}:{place.port}"  # noqa: PLR2004 - https
    plain = {"Host": host, "Content-Type": "application/json", "User-Agent": "Holdfast"}
    # A host that sends a byte now and then would never be quiet for long enough: all of it has an end too.
    watch = Timer(_SECONDS_ALL, _break_off, [connection])
    watch.start()
    try:
        connection.request("POST", place.path, body.encode(), {**plain, **headers}, preload_content=False)
        return connection.getresponse().status
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise SourceError(
            place.host, f"it did not answer ({type(error).__name__})", "an answer in time"
        ) from None
    finally:
        watch.cancel()
        connection.close()


def _break_off(connection: HTTPSConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
