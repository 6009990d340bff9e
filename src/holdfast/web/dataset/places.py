"""Where the data of the workspace lie, and how much may be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.web.dataset.models import Arrival

UPLOAD_MB = "HOLDFAST_UPLOAD_MB"
_USUAL_MB = 200


def folder() -> Path:
    """The folder of the workspace: ``holdfast.toml`` and the data."""
    place: Path = settings.DEPLOYMENT.workspace
    return place


def state() -> Path:
    """What the application writes beside the data; on the same disk, so that a file moves at one stroke."""
    place: Path = settings.DEPLOYMENT.state
    return place


def incoming(key: object) -> Path:
    """The folder of one file that waits."""
    return state() / "incoming" / str(key)


def waiting(row: Arrival) -> Path:
    """A file that waits."""
    return incoming(row.key) / row.name


def earlier(row: Arrival) -> Path:
    """The file that one replaced."""
    return state() / "earlier" / str(row.key) / row.placed


def most_bytes() -> int:
    """How large a file may be, as the operator says; 200 MB unless stated."""
    stated = settings.DEPLOYMENT.variables.get(UPLOAD_MB, "")
    return (int(stated) if stated.isdecimal() and int(stated) else _USUAL_MB) * 1_000_000
