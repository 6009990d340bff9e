"""Cells of spreadsheets: a text that a spreadsheet would take for a formula is made harmless, and made back.

A spreadsheet may run a cell that begins with ``=``, ``+``, ``-``, ``@``, one of their wide forms, a tab or a
line break. Such a text gets an apostrophe in front of it. So does a text that begins with apostrophes and
one of these, so that taking one off always gives the text again. Numbers are no texts.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
BYTE_ORDER_MARK = "\ufeff"
"""Without it, a spreadsheet takes UTF-8 for something else."""

Cell = str | int | float | bool | None


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs.

    >>> guarded("=1+1"), guarded("'=1"), guarded("it's")
    ("'=1+1", "''=1", "it's")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given.

    >>> unguarded("'=1+1"), unguarded("''=1"), unguarded("'n' words")
    ('=1+1', "'=1", "'n' words")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell | date]]) -> Iterator[str]:
    """A table as the lines of a CSV file, one after another: UTF-8 with a byte order mark, commas, CRLF."""
    yield BYTE_ORDER_MARK + _line(header)
    for row in rows:
        yield _line([_written(cell) for cell in row])


def _written(cell: Cell | date) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return cell
    return guarded(cell.replace("\0", "")) if isinstance(cell, str) else cell.isoformat()


def _line(row: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(row)
    return buffer.getvalue()
