"""Spreadsheets as rows of texts: Excel workbooks, and texts with commas, semicolons, tabs or pipes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.exchange.cells import BYTE_ORDER_MARK, unguarded
from holdfast.web.exchange.workbook import workbook_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 100_000
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not empty.

    Attributes:
        number: In the file, from 1, as a spreadsheet numbers it.
        cells: Texts without space around them, as many as there are.
    """

    number: int
    cells: tuple[str, ...]


def is_workbook(content: bytes) -> bool:
    """It begins as an Excel workbook does, a new or an old one."""
    return content.startswith((_WORKBOOK, _OLD_WORKBOOK))


def sheet_lines(content: bytes, *, name: str) -> tuple[Line, ...]:
    """The rows of a spreadsheet that are not empty.

    Raises:
        InputError: It cannot be read, or is larger than the limits.
    """
    if content.startswith(_OLD_WORKBOOK):
        raise InputError(
            name, "it is locked by a password, or of Excel before 2007", "an .xlsx file", "Save it as .xlsx"
        )
    if content.startswith(_WORKBOOK):
        rows = workbook_rows(content, name=name, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
        return tuple(_lines(enumerate(rows, start=1)))
    return tuple(_lines(_text_rows(decoded(content, name=name), name)))


def decoded(content: bytes, *, name: str) -> str:
    """A text in UTF-8, or in UTF-16 with its byte order mark.

    Raises:
        InputError: Another encoding, with the line of the first byte that is none.
    """
    encoding = _WIDE.get(content[:2], "utf-8-sig")
    try:
        return content.decode(encoding).removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(
            f"{name}, line {line}",
            "letters in another encoding than UTF-8",
            "UTF-8",
            "In Excel choose Save as, then “CSV UTF-8”; or send the .xlsx",
        ) from error


def _text_rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_separator(text))
    before = 0
    try:
        for row in reader:
            if before >= MOST_ROWS:
                raise InputError(name, "more rows", f"at most {MOST_ROWS:,} rows", "Divide it into files")
            before += 1
            yield before, row[:MOST_COLUMNS]
    except csv.Error as error:
        raise InputError(
            f"{name}, row {before + 1}",
            f"it cannot be read ({error})",
            "",
            "Look for a quotation mark that has no end",
        ) from error


def _separator(text: str) -> str:
    """The separator that stands most often in the first lines, outside of quotation marks."""
    outside = "".join(text[:20_000].split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _lines(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Line]:
    for number, row in rows:
        cells = tuple(unguarded(cell.strip(" \u00a0")).strip() for cell in row)
        if any(cells):
            yield Line(number, cells)
