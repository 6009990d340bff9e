"""Text in lines for terminals: what people wrote made harmless, and wrapped by the columns that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

NARROWEST = 40
"""Columns below which a line is not made narrower."""
_STEERING = frozenset({"Cc", "Zl", "Zp", "Cs"})
# Embeddings, overrides and isolates: they turn the reading order of what follows on a terminal's line.
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_WITHOUT_WIDTH = frozenset({"Mn", "Me", "Cf"})
# Closing signs and those that lengthen or repeat one: no line begins with them.
_CLOSING = frozenset({"Pe", "Pf", "Po", "Lm"})
# By code point, because several of these signs are easily mistaken for their plain ones.
_ASCII = {
    0x2039: "<",
    0x203A: ">",
    0x201C: '"',
    0x201D: '"',
    0x2018: "'",
    0x2019: "'",
    0x2013: "-",
    0x2014: "-",
    0x2026: "...",
    0x2192: "->",
}


def readable(text: str) -> str:
    """The text on one line, without signs that could steer a terminal, begin a command or turn the order."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if category(sign) in _STEERING or sign in _TURNING else sign for sign in text)


def in_ascii(text: str) -> str:
    """The text for terminals that show nothing else: typographic signs become plain ones, others ``?``."""
    return text.translate(_ASCII).encode("ascii", "replace").decode()


def cells_width(text: str) -> int:
    """Columns that the text takes on a terminal: two for wide signs, none for those that join another.

    >>> cells_width("客户 ok"), cells_width("e\u0301te\u0301")
    (7, 3)
    """
    return len(text) if text.isascii() else sum(map(_width, text))


def wrapped(text: str, width: int, *, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Lines of at most `width` columns, 40 at least; none for a text of spaces.

    Args:
        text: Made readable first; runs of spaces become one.
        width: Columns.
        first: What the first line begins with.
        rest: What the others begin with; spaces as wide as `first` where None.
    """
    room = max(width, NARROWEST)
    later = " " * cells_width(first) if rest is None else rest
    line, used, is_empty = first, cells_width(first), True
    for gap, piece in _pieces(readable(text)):
        for part in _cut(piece, room - cells_width(later)):
            size = cells_width(part)
            if not is_empty and used + gap + size > room:
                yield line
                line, used, is_empty = later, cells_width(later), True
            space = "" if is_empty else " " * gap
            line, used, is_empty = f"{line}{space}{part}", used + len(space) + size, False
    if not is_empty:
        yield line


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """What must not be broken, each with the spaces before it: words, and single signs of wide scripts."""
    for word in text.split():
        if word.isascii():
            yield 1, word
            continue
        piece, gap = "", 1
        for sign in word:
            if piece and _breaks_between(piece[-1], sign):
                yield gap, piece
                piece, gap = "", 0
            piece += sign
        yield gap, piece


def _breaks_between(before: str, after: str) -> bool:
    is_wide = east_asian_width(before) in "WF" or east_asian_width(after) in "WF"
    if not is_wide or not _width(after) or category(before) in {"Ps", "Pi"}:
        return False
    return category(after) not in _CLOSING


def _cut(piece: str, room: int) -> Iterator[str]:
    """A piece that is wider than a line, cut to lines."""
    if cells_width(piece) <= room:
        yield piece
        return
    part, used = "", 0
    for sign in piece:
        if part and used + _width(sign) > room:
            yield part
            part, used = "", 0
        part, used = part + sign, used + _width(sign)
    yield part


def _width(sign: str) -> int:
    if category(sign) in _WITHOUT_WIDTH:
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1
