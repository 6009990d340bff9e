"""A pasted text before it is understood: the marks of a quoted e-mail off, wrapped lines joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.okr.labels import find_label, is_courtesy
from holdfast.okr.lines import Line, scan_line

if TYPE_CHECKING:
    from collections.abc import Iterable

# A mail program wraps at 72 or so; a shorter line was ended by its author.
SHORTEST_WRAPPED_LINE = 50
_QUOTED = re.compile(r"(?:[ \t]?>){1,5} ?")


def lay_out(text: str) -> tuple[str, tuple[Line, ...]]:
    """The text with its wrapped items joined, and its lines with offsets into that text."""
    rows = _joined(scan_line(raw, number=number) for number, raw in enumerate(_unquoted(text.split("\n")), 1))
    lines: list[Line] = []
    start = 0
    for number, raw in rows:
        lines.append(scan_line(raw, number=number, start=start))
        start += len(raw) + 1
    return "\n".join(raw for _, raw in rows), tuple(lines)


def _unquoted(rows: list[str]) -> list[str]:
    """Rows without the marks of a quoted e-mail, where most of them have one."""
    filled = sum(1 for row in rows if row.strip())
    quoted = sum(1 for row in rows if row.startswith((">", " >")))
    if 2 * quoted <= filled:
        return rows
    return [row[match.end() :] if (match := _QUOTED.match(row)) else row for row in rows]


def _joined(lines: Iterable[Line]) -> list[tuple[int, str]]:
    rows: list[tuple[int, list[str]]] = []
    item: Line | None = None
    last = ""
    for line in lines:
        if item is not None and _continues(item, last, line):
            rows[-1][1].append(line.raw.strip())
        else:
            rows.append((line.number, [line.raw]))
            item = line if line.marker and line.body else None
        last = line.raw
    return [(number, parts[0] if len(parts) == 1 else _one_line(parts)) for number, parts in rows]


def _one_line(parts: list[str]) -> str:
    return " ".join([parts[0].rstrip(), *parts[1:]])


def _continues(item: Line, last: str, line: Line) -> bool:
    """Whether a line goes on with the list item before it."""
    if not line.body or line.marker or line.heading or line.body[0] in "|`" or find_label(line.body):
        return False
    if line.indent >= item.depth and line.indent > item.indent:
        return True
    is_wrapped = len(last) >= SHORTEST_WRAPPED_LINE and last.rstrip()[-1:] not in ".!?:;"
    return is_wrapped and line.body[0].islower() and not is_courtesy(line.body)
