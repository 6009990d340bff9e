"""Finished texts and folders on disk: whole, or not there. Nothing half-written stays."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_document(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write a text in whole or not at all, over what was there.

    Args:
        path: The file; its folder exists.
        text: All of it.
        mode: Permissions; 0o600 for what its owner alone may read.

    Raises:
        SourceError: The folder is missing or the disk refuses; an earlier file is untouched.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.chmod(temporary, mode)  # noqa: PTH101 - mkstemp made it readable by its owner alone
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


def replace_document(path: Path, *, before: bytes, after: bytes) -> None:
    """Put new bytes in the place of a file's old ones, whole or not at all; its permissions stay.

    Behind a link, the file that it points to is written.

    Args:
        path: The file.
        before: What was read from it.
        after: What shall stand there.

    Raises:
        SourceError: It was changed since it was read, or the disk refuses; the file is untouched.
    """
    place = path.resolve()
    temporary = ""
    try:
        owner = place.stat()
        if place.read_bytes() != before:
            raise SourceError(str(path), "it was changed while it was reviewed", "", "Run the command again")
        handle, temporary = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(OSError, AttributeError):  # only some users may give files away
            os.chown(temporary, owner.st_uid, owner.st_gid)
        shutil.copystat(place, temporary)
        os.utime(temporary)
        os.replace(temporary, place)  # noqa: PTH105 - the string is what mkstemp gave
        temporary = ""
    except OSError as error:
        found = f"it cannot be written ({error.strerror})"
        raise SourceError(str(path), found, "", "Check permissions and disk, then try again") from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108


@contextlib.contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to fill that becomes `out` when all went well, and vanishes when not.

    Raises:
        InputError: `out` is a file, or a folder with something in it.
        SourceError: The disk refuses.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        found = "the folder is not empty" if out.is_dir() else "there is a file of that name"
        raise InputError(
            str(out), found, "a folder that is new or empty", "Name another one, or remove it first"
        )
    staging: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        inner = staging / out.name
        yield inner
        if out.exists():
            out.rmdir()
        inner.rename(out)
    except OSError as error:
        raise SourceError(
            str(out), f"it cannot be made ({error.strerror})", "", "Name a place that exists and is writable"
        ) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
