"""Keys under which what was imported is found again, so that the same file makes no doubles."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.web.exchange.files import FileForm

LONGEST = 80
_EVERYWHERE = re.compile(r"(?:objective|key-result)-[1-9][0-9]{0,17}@[0-9a-f]{8}")


def key_of(written: str, place: tuple[object, ...], text: str, *, form: FileForm) -> str:
    """The key of a row.

    Ids of Holdfast and of Viva Goals mean one thing everywhere. Those of a spreadsheet are often 1, 2, 3, so
    they mean something within their cycle and team alone. Without an id, it is the sentence in its place.

    Args:
        written: The id in the file, or empty.
        place: Cycle and team of an objective; the key of the objective of a key result.
        text: The sentence.
        form: Of the file.
    """
    if _EVERYWHERE.fullmatch(written):
        return written
    if written and form == "viva":
        key = f"viva:{written}"
        return key if len(key) <= LONGEST else _digest("viva", written)
    return _digest("id", *place, written) if written else _digest("text", *place, text.casefold())


def _digest(*parts: object) -> str:
    return sha256("\0".join(map(str, parts)).encode()).hexdigest()
