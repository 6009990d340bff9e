"""OKR files on disk, read. Kept apart from writing, whose library would slow every review's start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from pathlib import Path


def read_document(path: Path) -> bytes:
    """All bytes of a file.

    Raises:
        InputError: There is no such file, or it is a folder.
        SourceError: The file cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            str(path),
            "there is no such file",
            "the path of an OKR file, or - for standard input",
            "Check the name",
        ) from None
    except IsADirectoryError:
        raise InputError(
            str(path), "this is a folder", "a file", f"Name the files in it, for example {path}/*.md"
        ) from None
    except OSError as error:
        raise SourceError(
            str(path),
            f"it cannot be read ({error.strerror})",
            "",
            "Check permissions and disk, then try again",
        ) from error
