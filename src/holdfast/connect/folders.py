"""OKR files in folders, found in an order that does not depend on the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENDINGS = (".md", ".markdown", ".txt", ".yaml", ".yml")
#: Folders of tools, which hold other people's files; hidden folders are left out as well.
PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


def files_in(folder: Path, *, is_left_out: Callable[[Path], bool]) -> Iterator[Path]:
    """Files below a folder that may hold an OKR by their ending, sorted by path.

    Hidden files and folders, folders of tools and links to folders are passed over.

    Args:
        folder: Where to look, at any depth.
        is_left_out: True for files and folders that the settings exclude.

    Raises:
        SourceError: The folder cannot be listed.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise SourceError(
            str(folder), f"it cannot be listed ({error.strerror})", "", "Check permissions, then try again"
        ) from error
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or is_left_out(path):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in PASSED_OVER:
                yield from files_in(path, is_left_out=is_left_out)
        elif entry.name.lower().endswith(ENDINGS) and entry.is_file():
            yield path


def matching(pattern: str) -> list[Path]:
    """Files and folders of a pattern such as ``okrs/**/*.md``, sorted.

    Raises:
        InputError: It matches nothing.
    """
    from glob import glob  # noqa: PLC0415 - most shells have expanded it already

    found = sorted(Path(name) for name in glob(pattern, recursive=True))  # noqa: PTH207 - of any folder
    if not found:
        raise InputError(pattern, "no file matches this pattern", "the path of an OKR file", "Check the name")
    return found
