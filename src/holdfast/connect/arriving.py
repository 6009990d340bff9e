"""Files that arrive: written beside the data, looked at, and put in place whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import re
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.connect.sources.files.model import Encoding

_ENDINGS = (".csv", ".tsv", ".txt", ".parquet", ".pq", ".json", ".jsonl", ".ndjson")
WORKBOOK = ".xlsx"
_SPREADSHEETS = (".xlsm", ".xlsb", ".xls", ".ods", ".numbers")
_LONGEST_NAME = 100
_UNSAFE = re.compile(r"[^\w.() -]+", re.ASCII)
_HEAD = 8
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_KINDS = {
    b"PK\x03\x04": "a spreadsheet or archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old form",
    b"\x1f\x8b": "a compressed file",
    b"%PDF": "a PDF",
}


def plain_name(given: str) -> str:
    """A file's own name as it may stand in the folder of the data: no folder, no hidden file, a known ending.

    >>> plain_name("../../etc/Orders of May.csv")
    'Orders of May.csv'

    Raises:
        InputError: Nothing is left of it, or its ending is none that can be read.
    """
    own = given.replace("\\", "/").rpartition("/")[2]
    clean = _UNSAFE.sub("_", own).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    ending = f"{dot}{ending}".lower()
    if ending in _SPREADSHEETS:
        remedy = "Save it as .xlsx, or the sheet as CSV (UTF-8), and send that"
        raise InputError(repr(own[:60]), "it is a spreadsheet of another form", "CSV or .xlsx", remedy)
    if ending not in (*_ENDINGS, WORKBOOK) or not stem.strip("._ "):
        expected = f"a name that ends in one of {', '.join(_ENDINGS)}"
        raise InputError(repr(own[:60]), "its form cannot be told", expected, "Rename it or export it again")
    return f"{stem[: _LONGEST_NAME - len(ending)]}{ending}"


class Arriving:
    """A file while it is written. It is there under its name when `finish` returns, else not at all.

    Args:
        folder: Made for it alone; removed by `drop`.
        name: As `plain_name` gives it.
        most: Bytes that it may have.

    Raises:
        SourceError: The disk refuses.
    """

    def __init__(self, folder: Path, name: str, *, most: int) -> None:
        self.place = folder / name
        self.size = 0
        self._folder, self._most = folder, most
        self._digest = sha256()
        self._head = b""
        self._utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        with self._said():
            folder.mkdir(parents=True, mode=0o700)
            self._stream = (folder / f".{name}.part").open("wb")

    @property
    def digest(self) -> str:
        """SHA-256 of what was written so far."""
        return self._digest.hexdigest()

    @property
    def encoding(self) -> Encoding:
        """What a text that was written seems to be in; any bytes can be read as Latin-1."""
        if self._head.startswith(_UTF16):
            return "utf-16"
        return "latin-1" if self._utf8 is None else "utf-8"

    def write(self, data: bytes) -> None:
        """Add some bytes.

        Raises:
            InputError: It is larger than it may be.
            SourceError: The disk refuses.
        """
        self.size += len(data)
        if self.size > self._most:
            limit = f"{self._most // 1_000_000:,} MB"
            remedy = "Split it by month, or save it as Parquet, which is smaller"
            raise InputError(self.place.name, f"it is larger than {limit}", f"at most {limit}", remedy)
        self._head = (self._head + data[:_HEAD])[:_HEAD]
        self._digest.update(data)
        self._decode(data)
        with self._said():
            self._stream.write(data)

    def finish(self) -> None:
        """Let it stand under its name.

        Raises:
            InputError: It is empty, or its bytes are of another kind than its name says.
            SourceError: The disk refuses.
        """
        self._refuse_other_kind()
        self._decode(b"", final=True)
        with self._said():
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            (self._folder / f".{self.place.name}.part").rename(self.place)

    def drop(self) -> None:
        """Leave nothing of it."""
        with contextlib.suppress(OSError):
            self._stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self.drop()

    def _decode(self, data: bytes, *, final: bool = False) -> None:
        if self._utf8 is not None:
            try:
                self._utf8.decode(data, final)
            except UnicodeDecodeError:
                self._utf8 = None

    def _refuse_other_kind(self) -> None:
        if not self._head.strip():
            raise InputError(self.place.name, "the file is empty", "a header and rows", "Export it again")
        if self.place.suffix == WORKBOOK and self._head.startswith(b"PK\x03\x04"):
            return
        found = next((kind for head, kind in _OTHER_KINDS.items() if self._head.startswith(head)), None)
        if self.place.suffix == WORKBOOK:
            found = "no workbook"
        is_parquet = self.place.name.endswith((".parquet", ".pq"))
        if found is None and is_parquet != self._head.startswith(b"PAR1"):
            found = "no Parquet file" if is_parquet else "a Parquet file"
        if found is not None:
            remedy = "Name it as what it is, or export it as CSV"
            raise InputError(self.place.name, f"it is {found}", "what its name promises", remedy)

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            remedy = "Free some of the disk, or have the folder made writable, then try again"
            found = f"it cannot be written ({error.strerror})"
            raise SourceError(self.place.name, found, "", remedy) from error


def put_in_place(arrived: Path, place: Path, kept: Path | None) -> None:
    """Move a file to where the data are; what stood there is kept. At no moment is there no file.

    Args:
        arrived: Whole, on the same disk.
        place: Where it shall stand.
        kept: Where the one before stays, or None where it need not.

    Raises:
        SourceError: The disk refuses; the file before is untouched.
    """
    try:
        if kept is not None and place.exists():
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            kept.unlink(missing_ok=True)
            os.link(place, kept)
        arrived.chmod(0o644)
        arrived.replace(place)
    except OSError as error:
        found = f"it cannot be put in place ({error.strerror})"
        raise SourceError(place.name, found, "", "Check permissions and disk, then try again") from error


def lend(arrived: Path, place: Path) -> None:
    """Let a file stand where the data are too; where it arrived it stays until it is dropped.

    Args:
        arrived: Whole, on the same disk.
        place: Where it shall stand; nothing stands there.

    Raises:
        SourceError: The disk refuses, or something stands there meanwhile.
    """
    try:
        arrived.chmod(0o644)
        os.link(arrived, place)
    except OSError as error:
        found = f"it cannot be put in place ({error.strerror})"
        raise SourceError(place.name, found, "", "Check permissions and disk, then try again") from error


@contextlib.contextmanager
def alone(state: Path) -> Iterator[None]:
    """One process at a time changes the data of a workspace and its file; the others wait.

    Raises:
        SourceError: The disk refuses.
    """
    try:
        with (state / "dataset.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise SourceError(str(state), f"it cannot be locked ({error.strerror})") from error
