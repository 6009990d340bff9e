"""A pasted text before it is understood: the marks of a quoted e-mail off, wrapped lines joined."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from holdfast.okr.cleaning import cleaned
from holdfast.okr.comments import Comment, take_comments
from holdfast.okr.labels import find_label, is_courtesy
from holdfast.okr.lines import Line, scan_line, table_line
from holdfast.okr.numbering import with_full_stops
from holdfast.okr.rows import Cut, Row, joined, rows_of, stripped, trimmed, without
from holdfast.okr.splitting import split
from holdfast.okr.tables import with_cells

if TYPE_CHECKING:
    from collections.abc import Iterable

# A mail program wraps at 72 or so; a shorter line was ended by its author.
SHORTEST_WRAPPED_LINE = 50
YEARS = range(1900, 2100)
_QUOTED = re.compile(r"(?:[ \t]?>){1,5} ?")


class Layout(NamedTuple):
    """A pasted text without comments, with its wrapped items joined; its lines have offsets into it."""

    text: str
    lines: tuple[Line, ...]
    comments: tuple[Comment, ...]


def lay_out(text: str) -> Layout:
    """The lines of a pasted text, and the comments that were taken out of it."""
    kept, comments = take_comments(_unquoted(rows_of(text)))
    pieces = with_full_stops([piece for row in kept for piece in split(cleaned(row))])
    rows = _joined(with_cells(pieces))
    lines: list[Line] = []
    start = 0
    for row in rows:
        lines.append(_line(row, start))
        start += len(row.text) + 1
    return Layout("\n".join(row.text for row in rows), tuple(lines), tuple(comments))


def _line(row: Row, start: int) -> Line:
    if row.cells:
        return table_line(row, start=start)
    return scan_line(row.text, number=row.number, start=start, anchors=row.anchors)


def quote_mark(raw: str) -> str:
    """The mark of a quoted e-mail that a line begins with, or nothing."""
    mark = _QUOTED.match(raw)
    return mark.group() if mark else ""


def _unquoted(rows: list[Row]) -> list[Row]:
    """Rows without the marks of a quoted e-mail: all rows, or the runs of them that hold an OKR."""
    filled = sum(1 for row in rows if row.text.strip())
    quoted = [row.text.startswith((">", " >")) for row in rows]
    if 2 * sum(quoted) > filled:
        return [_unmarked(row) for row in rows]
    found: list[Row] = []
    for is_quoted, run in groupby(zip(quoted, rows, strict=True), key=lambda pair: pair[0]):
        lines = [row for _, row in run]
        plain = [_unmarked(row) for row in lines] if is_quoted else lines
        found += plain if is_quoted and any(map(_names_a_statement, plain)) else lines
    return found


def _unmarked(row: Row) -> Row:
    mark = _QUOTED.match(row.text)
    return without(row, [Cut(0, mark.end())]) if mark else row


def _names_a_statement(row: Row) -> bool:
    label = find_label(scan_line(row.text).body)
    return label is not None and label.name in {"objective", "key-result", "key-results"}


def _joined(rows: Iterable[Row]) -> list[Row]:
    groups: list[list[Row]] = []
    item: Line | None = None
    last = ""
    for row in rows:
        line = _line(row, 0)
        if item is not None and not row.cells and _continues(item, last, line):
            groups[-1].append(stripped(row))
        else:
            groups.append([row])
            item = line if line.marker and line.body else None
        last = row.text
    return [group[0] if len(group) == 1 else _one_line(group) for group in groups]


def _one_line(rows: list[Row]) -> Row:
    return joined([trimmed(rows[0]), *rows[1:]], " ")


def _continues(item: Line, last: str, line: Line) -> bool:
    """Whether a line goes on with the list item before it."""
    if (
        not line.body
        or (line.marker and not _is_year(line, item))
        or line.heading
        or line.body[0] in "|`"
        or find_label(line.body)
    ):
        return False
    if line.indent >= item.depth and line.indent > item.indent:
        return True
    is_wrapped = len(last) >= SHORTEST_WRAPPED_LINE and last.rstrip()[-1:] not in ".!?:;"
    if line.marker:
        return is_wrapped
    return is_wrapped and line.body[0].islower() and not is_courtesy(line.body)


def _is_year(line: Line, item: Line) -> bool:
    """Whether a wrapped sentence ends with a year, "2027.", where a list would go on with another number."""
    return line.ordinal in YEARS and line.ordinal != (item.ordinal or 0) + 1
