"""Documents on disk: OKR files in, finished texts out. Nothing half-written stays."""

from __future__ import annotations

import contextlib
import os
import tempfile
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


def write_document(path: Path, text: str) -> None:
    """Write a text in whole or not at all, over what was there.

    Raises:
        SourceError: The folder is missing or the disk refuses; an earlier file is untouched.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.chmod(temporary, 0o644)  # noqa: PTH101 - mkstemp made it readable by its owner alone
        os.replace(temporary, path)  # noqa: PTH105 - the string is what mkstemp gave
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
        raise SourceError(
            str(path),
            f"it cannot be written ({error.strerror})",
            "",
            "Name a folder that exists and is writable",
        ) from error
