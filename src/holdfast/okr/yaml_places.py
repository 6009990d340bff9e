"""Where the words of a YAML scalar stand in the file: plain, quoted, folded or literal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.okr.cleaning import visible
from holdfast.okr.model import Anchor, Place
from holdfast.okr.positions import anchors_between, position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BREAKS = "\n\r\x85\u2028\u2029"
_LENGTHS = {"x": 4, "u": 6, "U": 10}
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


class Source(NamedTuple):
    """A file with plain line feeds, and the anchors of its lines."""

    text: str
    lines: tuple[Anchor, ...]


class Sign(NamedTuple):
    """One character that a scalar stands for, and the stretch of the file that says it."""

    start: int
    end: int
    character: str


def scalar_place(text: str, source: Source, span: tuple[int, int]) -> Place:
    """The place of a statement in the scalar that holds it.

    Args:
        text: The statement on one line.
        source: The whole file.
        span: Start and end of the scalar in the source, with its quotation marks or its block sign.

    Returns:
        Offsets of the statement where it stands there as it is, else of the whole scalar; anchors either way.
    """
    words, lines = source
    start, end = content_span(words, *span)
    at = words.find(text, start, end)
    if at >= 0:
        found = anchors_between(lines, at, at + len(text))
        return Place(found[0].line, at, at + len(text), found)
    aligned = tuple(_aligned(text, tuple(signs(words, *span)), lines))
    line = position(lines, span[0])[0]
    return Place(line, *span, aligned or anchors_between(lines, start, max(start, end)))


def content_span(source: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of a scalar without its quotation marks or the line of its block sign."""
    sign = source[start : start + 1]
    if sign in ("'", '"'):
        return start + 1, end - 1
    if sign in ("|", ">"):
        return min(end, source.find("\n", start) + 1 or end), end
    return start, end


def signs(source: str, start: int, end: int) -> Iterator[Sign]:
    """The characters of a scalar with the stretch of each; an escaped line break stands for none."""
    quote = source[start : start + 1]
    at, end = content_span(source, start, end)
    while at < end:
        sign = _sign(source, at, quote)
        if sign.character:
            yield sign
        at = sign.end


def _sign(source: str, at: int, quote: str) -> Sign:
    if quote == "'" and source.startswith("''", at):
        return Sign(at, at + 2, "'")
    if quote != '"' or source[at] != "\\":
        return Sign(at, at + 1, source[at])
    kind = source[at + 1 : at + 2]
    if kind in BREAKS:
        rest = source[at + 2 : at + 2_000]
        return Sign(at, at + 2 + len(rest) - len(rest.lstrip()), "")
    end = at + _LENGTHS.get(kind, 2)
    character = chr(int(source[at + 2 : end], 16)) if kind in _LENGTHS else _ESCAPES.get(kind, kind)
    return Sign(at, end, character)


def _aligned(text: str, scalar: Sequence[Sign], lines: Sequence[Anchor]) -> Iterator[Anchor]:
    """Anchors of the text's characters; none where text and scalar do not go together."""
    anchors: list[Anchor] = []
    index = 0
    before = -1
    for at, character in enumerate(text):
        index = _next(scalar, index, character)
        if index < 0:
            return
        sign = scalar[index]
        if sign.start != before or at == 0:
            anchors.append(Anchor(at, *position(lines, sign.start)))
        # After an escape, which is longer than what it stands for, a new run begins.
        before = sign.end if sign.end == sign.start + 1 and sign.character not in BREAKS else -1
        index += 1
    if scalar and text:
        yield from anchors
        yield Anchor(len(text), *position(lines, scalar[index - 1].end))


def _next(scalar: Sequence[Sign], index: int, character: str) -> int:
    """Index of the sign for a character: white space around line breaks is one space, or none."""
    while index < len(scalar):
        found = scalar[index].character
        if found == character or (character == " " and found in BREAKS):
            return index
        if not found.isspace() and visible(found):
            return -1
        index += 1
    return -1
