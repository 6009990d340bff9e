"""Rows of a file that know where each of their characters stands in it, whatever was taken out of them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from holdfast.okr.model import Anchor
from holdfast.okr.positions import position

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Row(NamedTuple):
    """One line, or several that were joined; the first anchor stands at 0.

    A row of a table has cells: start and end of the words of each.
    """

    text: str
    anchors: tuple[Anchor, ...]
    cells: tuple[tuple[int, int], ...] = ()

    @property
    def number(self) -> int:
        """Line in the file, from 1."""
        return self.anchors[0].line


class Cut(NamedTuple):
    """A part of a row that is taken out, and what stands in its place."""

    start: int
    end: int
    text: str = ""


def rows_of(text: str) -> list[Row]:
    """The lines of a text with plain line feeds."""
    return [Row(line, (Anchor(0, number, 1),)) for number, line in enumerate(text.split("\n"), 1)]


def without(row: Row, cuts: Iterable[Cut]) -> Row:
    """The row after cuts, which come in order and do not overlap."""
    parts: list[Row] = []
    at = 0
    for cut in cuts:
        parts.append(part_of(row, at, cut.start))
        if cut.text:
            parts.append(Row(cut.text, (Anchor(0, *position(row.anchors, cut.start)),)))
        at = cut.end
    return row if not parts else joined([*parts, part_of(row, at, len(row.text))])


def joined(parts: Sequence[Row], between: str = "") -> Row:
    """Rows as one; what stands between them counts to the row before."""
    anchors: list[Anchor] = []
    at = 0
    for part in parts:
        anchors.extend(Anchor(at + anchor.at, anchor.line, anchor.column) for anchor in part.anchors)
        at += len(part.text) + len(between)
    return Row(between.join(part.text for part in parts), tuple(anchors))


def stripped(row: Row) -> Row:
    """The row without white space at its ends."""
    return trimmed(part_of(row, len(row.text) - len(row.text.lstrip()), len(row.text)))


def trimmed(row: Row) -> Row:
    """The row without white space at its end."""
    return part_of(row, 0, len(row.text.rstrip()))


def part_of(row: Row, start: int, end: int) -> Row:
    """The characters from start to end as a row."""
    first, last = (bisect_left(row.anchors, at, key=_at) for at in (start + 1, end))
    inner = (Anchor(anchor.at - start, anchor.line, anchor.column) for anchor in row.anchors[first:last])
    return Row(row.text[start:end], (Anchor(0, *position(row.anchors, start)), *inner))


def _at(anchor: Anchor) -> int:
    return anchor.at
