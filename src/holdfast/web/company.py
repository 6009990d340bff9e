"""The company as its workspace file states it: name, time zone, currency."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from holdfast.service.workspace import Company
from holdfast.service.workspace_file import FILE_NAME, read_workspace_file

_UNNAMED = Company("Your company", "UTC", "EUR", 1, "monday")


def company() -> Company:
    """Who measures, read again when the file changes; a stand-in where there is no workspace yet.

    Raises:
        InputError: The file cannot be read as a workspace.
    """
    # A text, and not a path that is put together anew: a page of many rows asks some hundred times.
    path = _file(settings.DEPLOYMENT.workspace)
    try:
        changed = os.stat(path).st_mtime_ns  # noqa: PTH116 - as said
    except OSError:
        return _UNNAMED
    return _read(path, changed)


def has_workspace() -> bool:
    """Whether there is a workspace file: without one there are no data, and nothing can be measured."""
    return Path(_file(settings.DEPLOYMENT.workspace)).exists()


@lru_cache(maxsize=2)
def _file(workspace: Path) -> str:
    return str(workspace / FILE_NAME)


@lru_cache(maxsize=2)
def _read(path: str, changed: int) -> Company:  # noqa: ARG001 - a changed file is another question
    return Company(**read_workspace_file(Path(path)).company.model_dump())
