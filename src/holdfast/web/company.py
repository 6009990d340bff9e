"""The company as its workspace file states it: name, time zone, currency."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from holdfast.service.workspace import Company
from holdfast.service.workspace_file import FILE_NAME, read_workspace_file

if TYPE_CHECKING:
    from pathlib import Path

_UNNAMED = Company("Your company", "UTC", "EUR", 1, "monday")


def company() -> Company:
    """Who measures, read again when the file changes; a stand-in where there is no workspace yet.

    Raises:
        InputError: The file cannot be read as a workspace.
    """
    path: Path = settings.DEPLOYMENT.workspace / FILE_NAME
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return _UNNAMED
    return _read(path, changed)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Company:  # noqa: ARG001 - a changed file is another question
    return Company(**read_workspace_file(path).company.model_dump())
