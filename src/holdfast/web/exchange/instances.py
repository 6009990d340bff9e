"""Which Holdfast an id comes from: the same number means something else elsewhere."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Literal

from django.conf import settings

Kind = Literal["objective", "key-result"]
_ID = re.compile(r"(?P<kind>objective|key-result)-(?P<pk>[1-9][0-9]{0,17})@(?P<instance>[0-9a-f]{8})")


def instance() -> str:
    """The name of this one: it stays as long as the secret key does, and tells nothing of it."""
    return sha256(f"exchange:{settings.SECRET_KEY}".encode()).hexdigest()[:8]


def external_id(kind: Kind, pk: int) -> str:
    """An id that means one thing everywhere."""
    return f"{kind}-{pk}@{instance()}"


def own_id(kind: Kind, written: str) -> int | None:
    """The key of something of this instance; None for an id of elsewhere."""
    match = _ID.fullmatch(written)
    if match is None or match["kind"] != kind or match["instance"] != instance():
        return None
    return int(match["pk"])
