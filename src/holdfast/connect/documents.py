"""OKR files on disk, read. Kept apart from writing, whose library would slow every review's start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError
from holdfast.okr.decode import LARGEST_OKR, check_size

if TYPE_CHECKING:
    from pathlib import Path


def read_document(path: Path) -> bytes:
    """All bytes of a file; never more of it is read than an OKR may have.

    Raises:
        InputError: There is no such file, it is a folder, or it is too large.
        SourceError: The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_OKR + 1)
            size = max(len(data), os.fstat(stream.fileno()).st_size)
    except FileNotFoundError:
        raise InputError(
            str(path),
            "there is no such file",
            "the path of a file, or - for standard input",
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
    check_size(size, name=str(path), unit="bytes")
    return data
