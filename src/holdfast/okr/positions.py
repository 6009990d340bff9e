"""Lines and columns of a file as it is on disk, for words that were read from it."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from holdfast.okr.model import Anchor
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.okr.model import KeyResult, Objective, Place


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a file: lines and columns from 1, columns in code points, the end column exclusive.

    A byte order mark has no column; a line ends with a line feed, a carriage return or both.
    """

    line: int
    column: int
    end_line: int
    end_column: int


def locate(place: Place, span: tuple[int, int] | None = None) -> Region:
    """Where a statement, or a span of characters within it, stands in the file.

    Args:
        place: Of the statement, as it was read.
        span: Start and end as offsets within the statement; all of it where None.

    Returns:
        The region in the file on disk, also where the statement is wrapped over lines, quoted or folded;
        the first column of its line where the statement was never in a file.
    """
    if not place.anchors:
        return Region(place.line, 1, place.line, 1)
    length = place.anchors[-1].at
    start, end = span or (0, length)
    start = min(max(start, 0), length)
    return Region(*position(place.anchors, start), *position(place.anchors, min(max(start, end), length)))


def position(anchors: Sequence[Anchor], at: int) -> tuple[int, int]:
    """Line and column of one character."""
    anchor = anchors[max(0, bisect_right(anchors, at, key=_at) - 1)]
    return anchor.line, anchor.column + at - anchor.at


def statements(objectives: Iterable[Objective]) -> tuple[Objective | KeyResult, ...]:
    """Every objective followed by its key results, in the order of the text."""
    found: list[Objective | KeyResult] = []
    for objective in objectives:
        found += [objective, *objective.key_results]
    return tuple(found)


def line_anchors(text: str) -> tuple[Anchor, ...]:
    """Anchors of a text with plain line feeds: one for each of its lines."""
    starts = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    return tuple(Anchor(start, number, 1) for number, start in enumerate(starts, 1))[:-1]


def anchors_between(anchors: Sequence[Anchor], start: int, end: int) -> tuple[Anchor, ...]:
    """Anchors of a part of a text, with offsets from the part's start and a last one for its end."""
    if len(anchors) == 1:  # nearly every line of every file
        at, line, column = anchors[0]
        return (Anchor(0, line, column + start - at), Anchor(end - start, line, column + end - at))
    first, last = (bisect_right(anchors, at, key=_at) for at in (start, max(start, end - 1)))
    inner = (Anchor(anchor.at - start, anchor.line, anchor.column) for anchor in anchors[first:last])
    line, column = position(anchors, max(start, end - 1))
    ending = Anchor(end - start, line, column + min(1, end - start))
    return (Anchor(0, *position(anchors, start)), *inner, ending)


def _at(anchor: Anchor) -> int:
    return anchor.at
