"""The header of a CSV file: encoding, delimiter and names are settled before DuckDB reads a row."""

from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.connect.sources.files.model import Encoding

_DELIMITERS = (",", ";", "\t", "|")
_MOST_HEADER_BYTES = 1_000_000
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_header(path: Path, *, encoding: Encoding, delimiter: str | None) -> tuple[tuple[str, ...], str]:
    """Names of the columns and the delimiter. A column without a name is called ``column_<number>``.

    Raises:
        InputError: The file is empty, in another encoding, without line ends, or names a column twice.
        SourceError: The file cannot be read.
    """
    line = _decode(path, _first_bytes(path), encoding).split("\n", 1)[0].rstrip("\r")
    mark = delimiter or _delimiter(line)
    fields = _fields(path, line, mark)
    names = tuple(field.strip() or f"column_{number}" for number, field in enumerate(fields, start=1))
    _refuse_doubled(path, names)
    return names, mark


def _fields(path: Path, line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error as error:
        # Line ends of old Macs, or a text that is no table: all of it seems to be one row.
        found = "its first row cannot be read as names of columns"
        remedy = "Save it as CSV (UTF-8), each row on a line of its own"
        raise InputError(str(path), found, "short names, separated by commas", remedy) from error


def _first_bytes(path: Path) -> bytes:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            start = file.read(_MOST_HEADER_BYTES)
    except OSError as error:
        raise SourceError(str(path), f"it cannot be read ({error.strerror or error})") from error
    if not start.strip():
        remedy = "Export it again, or take the table out of holdfast.toml"
        raise InputError(str(path), "the file is empty", "a header and rows", remedy)
    return start


def _decode(path: Path, start: bytes, encoding: Encoding) -> str:
    if start.startswith(_UTF16_MARKS) and encoding != "utf-16":
        raise _wrong_encoding(path, "the file is in UTF-16", encoding, "utf-16")
    line = start if encoding == "utf-16" else start.split(b"\n", 1)[0]
    try:
        return line.decode("utf-8-sig" if encoding == "utf-8" else encoding, "strict")
    except UnicodeDecodeError as error:
        found = f"row 1 is not {encoding} (byte {error.start + 1} is 0x{line[error.start]:02x})"
        raise _wrong_encoding(path, found, encoding, "latin-1") from error


def _wrong_encoding(path: Path, found: str, encoding: str, other: str) -> InputError:
    remedy = f'Save it as UTF-8, or write encoding = "{other}" for this table'
    return InputError(str(path), found, f"text in {encoding}", remedy)


def _delimiter(line: str) -> str:
    outside = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _refuse_doubled(path: Path, names: tuple[str, ...]) -> None:
    folded = [name.casefold() for name in names]
    doubled = next((name for name, low in zip(names, folded, strict=True) if folded.count(low) > 1), None)
    if doubled:
        found = f"the header names the column {doubled!r} twice"
        raise InputError(str(path), found, "each name once", "Rename one of the two columns")
