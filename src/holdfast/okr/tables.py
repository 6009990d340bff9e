"""Rows of tables in a pasted text: Markdown, and what spreadsheets leave: tabs, commas, semicolons."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from holdfast.late import late
from holdfast.okr.cleaning import CELL_BREAK, begins_statement
from holdfast.okr.labels import find_label
from holdfast.okr.lines import SEARCHED_CHARACTERS, scan_line
from holdfast.okr.model import Anchor
from holdfast.okr.positions import position
from holdfast.okr.rows import Cut, Row, joined, stripped, without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Cells = tuple[tuple[int, int], ...]
"""Start and end of each cell's words in a row."""

KEY_RESULT_COLUMNS = frozenset({"key-result", "key-results"})
LONGEST_HEADER = 60
MOST_CELLS = 200
MOST_LINES_OF_A_ROW = 60
_PIPE = late(r"(?<!\\)\|")
_ESCAPED = late(r"\\(?=\|)")
_RULE = late(r"[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*", re.ASCII)
_OPEN_CELL = late(r'(?:^|[\t,;]) ?"[^"]*$')
_FIELDS = {sign: late(rf'[ ]*"((?:[^"]|""){{0,5000}})"[ ]*(?={sign}|$)|[^{sign}]*') for sign in ",;\t"}


def with_cells(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of a table with their cells."""
    found: list[Row] = []
    index = 0
    while index < len(rows):
        split = _splitter(rows, index)
        if split is None:
            found.append(rows[index])
            index += 1
        while split is not None and index < len(rows):
            whole, taken = _whole(rows, index)
            row = split(whole)
            if row is None:
                break
            found.append(row)
            index += taken
    return found


def _whole(rows: Sequence[Row], index: int) -> tuple[Row, int]:
    """A row of a spreadsheet with the lines that a quoted cell runs over, and how many they are."""
    row = rows[index]
    if not _OPEN_CELL.search(row.text):
        return row, 1
    for end, following in enumerate(rows[index + 1 : index + MOST_LINES_OF_A_ROW], index + 2):
        if following.text.count('"') % 2:
            lines = rows[index:end]
            signs = [CELL_BREAK if begins_statement(line.text[:200]) else " " for line in lines[1:]]
            parts = [lines[0]]
            for sign, line in zip(signs, lines[1:], strict=True):
                end_of_line = position(parts[-1].anchors, len(parts[-1].text))
                parts += [Row(sign, (Anchor(0, *end_of_line),)), stripped(line)]
            return joined(parts), len(lines)
    return row, 1


def column_name(words: str) -> str:
    """What a header cell says its column holds; empty where it is not understood."""
    label = find_label(f"{words[:SEARCHED_CHARACTERS]}:") if len(words) <= LONGEST_HEADER else None
    return label.name if label and not label.value and not label.number else ""


def words_of(row: Row) -> list[str]:
    """The words of a row's cells."""
    return [row.text[start:end] for start, end in row.cells]


def _splitter(rows: Sequence[Row], index: int) -> Callable[[Row], Row | None] | None:
    """How to take apart the table that begins with a row, or None where none begins."""
    row, following = rows[index], rows[index + 1] if index + 1 < len(rows) else None
    if _is_framed(row):
        return _framed
    if following is None:
        return None
    if "|" in row.text and "|" in following.text and _RULE.fullmatch(following.text):
        return _unframed
    if _tabs(row) and _tabs(following):
        return lambda other: _tabbed(other) if _tabs(other) else None
    return next((split for sign in ",;" if (split := _separated(row, following, sign)) is not None), None)


def _is_framed(row: Row) -> bool:
    return row.text.lstrip().startswith("|")


def _framed(row: Row) -> Row | None:
    return _piped(row) if _is_framed(row) else None


def _unframed(row: Row) -> Row | None:
    return _piped(row) if "|" in row.text else None


def _piped(row: Row) -> Row:
    # What is literal is found again by its place: the escaping stroke is taken out of the words.
    escapes = [match.start() for match in _ESCAPED.finditer(row.text)]
    bars = [match.start() for match in islice(_PIPE.finditer(row.text), MOST_CELLS)]
    clean = without(row, [Cut(at, at + 1) for at in escapes])
    shifts = _shifted(bars, escapes)
    return clean._replace(cells=tuple(_between(clean.text, shifts)))


def _shifted(bars: list[int], escapes: list[int]) -> Iterator[int]:
    taken = 0
    for bar in bars:
        while taken < len(escapes) and escapes[taken] < bar:
            taken += 1
        yield bar - taken


def _between(text: str, bars: Iterator[int]) -> Iterator[tuple[int, int]]:
    is_framed = text.lstrip().startswith("|")
    start = -1
    for bar in bars:
        if start >= 0 or not is_framed:
            yield _trimmed(text, start + 1, bar)
        start = bar
    if text[start + 1 :].strip():
        yield _trimmed(text, start + 1, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return first, max(first, start + len(words.rstrip()))


def _tabs(row: Row) -> int:
    """Count of tabs between the first and the last word of a row; 0 where they only follow a list marker."""
    words = row.text.strip()
    count = words.count("\t")
    return count if count and not (scan_line(words).marker and count == 1) else 0


def _tabbed(row: Row) -> Row:
    if '"' in row.text:
        return _fields(row, "\t")
    first = len(row.text) - len(row.text.lstrip(" "))
    cells: list[tuple[int, int]] = []
    start = first
    for part in row.text[first:].split("\t"):
        cells.append(_trimmed(row.text, start, start + len(part)))
        start += len(part) + 1
    return row._replace(cells=tuple(cells))


def _separated(header: Row, following: Row, sign: str) -> Callable[[Row], Row | None] | None:
    """The way to take lines of a spreadsheet apart, where the header names a column of key results."""
    is_header = sign in header.text and ":" not in header.text and len(header.text) < LONGEST_HEADER * 10
    if not is_header or sign not in following.text:
        return None
    names = [column_name(words) for words in words_of(_fields(header, sign))]
    has_columns = len([name for name in names if name]) > 1 and KEY_RESULT_COLUMNS & set(names)
    return (lambda row: _fields(row, sign) if sign in row.text else None) if has_columns else None


def _fields(row: Row, sign: str) -> Row:
    """The row with its cells; quotation marks around a cell go, doubled ones within it become single."""
    spans: list[tuple[int, int]] = []
    cuts: list[Cut] = []
    at = 0
    while at <= len(row.text) and len(spans) < MOST_CELLS:
        match = _FIELDS[sign].match(row.text, at)
        if match is None:
            break
        shift = len(cuts)
        start, end = match.span(1) if match.group(1) is not None else _trimmed(row.text, *match.span())
        if match.group(1) is not None:
            cuts += [Cut(start + pair, start + pair + 1) for pair in _doubled(row.text[start:end])]
        spans.append((start - shift, end - len(cuts)))
        at = match.end() + 1
    return without(row, cuts)._replace(cells=tuple(spans))


def _doubled(words: str) -> list[int]:
    return [match.start() for match in re.finditer('""', words)]
