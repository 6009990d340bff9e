"""The workspace of a command that can do without one."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.service.workspace import Workspace

_FILE_NAME = "holdfast.toml"
_SECTION = "[company]"


@contextmanager
def given_or_here(path: Path | None, *, environment: Mapping[str, str]) -> Iterator[Workspace | None]:
    """The workspace that is given, else the one of this folder, else None.

    Args:
        path: Folder with holdfast.toml, or None.
        environment: Where the address of a database is looked up.

    Raises:
        InputError: The workspace cannot be opened.
        SourceError: The disk or the database failed.
    """
    if path is None and not _is_workspace(Path(_FILE_NAME)):
        yield None
        return
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415 - only the data path pays for it

    with open_workspace(path or Path(), environment=environment) as opened:
        yield opened


def _is_workspace(file: Path) -> bool:
    """A file with settings of reviews alone is none."""
    return file.is_file() and _SECTION in file.read_text(encoding="utf-8-sig", errors="replace")
