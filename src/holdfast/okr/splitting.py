"""Lines that hold several statements, as in "O1: … KR1: … KR2: …", taken apart into one row for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.late import late
from holdfast.okr.cleaning import LINE_BREAK
from holdfast.okr.labels import find_label
from holdfast.okr.lines import scan_line
from holdfast.okr.rows import Row, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_INNER = late(
    r"(?<=[\s;,|])(?:\*\*|__)?(?:"
    r"(?:(?:o ?\d{1,2} ?[/.\-]? ?)?(?:kr|key[ \-]?result) ?#?\d{0,2}(?:\.\d{1,2})?"
    r"|o ?\d{1,2}|objective ?#?\d{1,2})"
    r"(?:\*\*|__)? ?[:\u2013\u2014]|(?:key[ \-]?results|krs)(?:\*\*|__)? ?:)(?=\s|\*\*|__)",
    re.IGNORECASE,
)
_ORDINAL = late(r"(?:^|(?<=\s))\(?(\d{1,2})[.)](?=\s)")
MOST_STATEMENTS = 1_000
_STATEMENTS = frozenset({"objective", "key-result", "key-results"})


def split(row: Row) -> list[Row]:
    """The rows that a line stands for; itself where it holds one statement."""
    rows: list[Row] = []
    for broken in _at_breaks(row):
        for piece in _at_labels(broken):
            rows += _at_items(piece)
    return rows


def _at_breaks(row: Row) -> list[Row]:
    if LINE_BREAK not in row.text:
        return [row]
    parts = _parts(row, [at + 1 for at, sign in enumerate(row.text) if sign == LINE_BREAK])
    return [part._replace(text=part.text.replace(LINE_BREAK, " ")) for part in parts]


def _at_labels(row: Row) -> list[Row]:
    matches = list(_INNER.finditer(row.text))
    if not matches:
        return [row]
    starts: list[int] = []
    last = 0
    for match in matches:
        label = find_label(scan_line(row.text[last : match.start()]).body)
        if label is None or label.name not in _STATEMENTS:
            break
        # A list's own heading holds nothing but the items that follow it.
        if label.value.strip(" ;,|") or (label.name == "key-results" and last):
            starts.append(match.start())
            last = match.start()
    return _parts(row, starts)


def _at_items(row: Row) -> list[Row]:
    """Items after "Key results:" on its own line: numbered, or with semicolons between them."""
    line = scan_line(row.text)
    label = find_label(line.body)
    if label is None or label.name != "key-results" or not label.value:
        return [row]
    at = line.at + label.start
    starts = list(_ordinals(row.text, at))
    if len(starts) > 1 and starts[0] == at:
        return _parts(row, starts)
    ends = [match.end() for match in re.finditer(r";\s", row.text[at:])]
    return _parts(row, [at, *(at + end for end in ends)]) if ends else [row]


def _ordinals(text: str, at: int) -> Iterator[int]:
    expected = 1
    for match in _ORDINAL.finditer(text, at):
        if int(match.group(1)) == expected:
            expected += 1
            yield match.start()


def _parts(row: Row, starts: list[int]) -> list[Row]:
    """The row cut before each start, without what separates the parts."""
    starts = starts[:MOST_STATEMENTS]
    if not starts:
        return [row]
    ends = [*starts[1:], len(row.text)]
    first = row.text[: starts[0]].rstrip(" \t;,|\n")
    parts = [part_of(row, 0, len(first))] if first.strip() else []
    for start, end in zip(starts, ends, strict=True):
        words = row.text[start:end]
        is_last = end == len(row.text)
        parts.append(
            part_of(row, start, start + len(words.rstrip() if is_last else words.rstrip(" \t;,|\n")))
        )
    return [part for part in parts if part.text.strip()] or [part_of(row, 0, 0)]
