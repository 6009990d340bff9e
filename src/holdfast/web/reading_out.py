"""A body that nobody asked for is read to its end before the answer goes out.

A browser that still sends when the connection closes shows the broken connection and not the answer: whoever
pasted too much would not read that it was too much.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PIECE = 1024 * 1024
_MOST_BYTES = 256 * 1024 * 1024
_MOST_SECONDS = 30


def reads_out(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The same application, which leaves no request unread that is not larger than any file here."""

    def answer(environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
        said = application(environ, start_response)
        if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
            _read_out(environ["wsgi.input"])
        return said

    return answer


def _read_out(body: Any) -> None:  # noqa: ANN401 - whatever the server hands on
    last = time.monotonic() + _MOST_SECONDS
    left = _MOST_BYTES
    try:
        while left > 0 and time.monotonic() < last:
            read = len(body.read(_PIECE))
            if not read:
                return
            left -= read
    except OSError:  # whoever sent it has hung up
        return
