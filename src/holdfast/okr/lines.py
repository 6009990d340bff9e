"""Lines of a pasted text: indentation, list marker, body, each with its place.

Only the first characters of a line are searched for markers and labels, so that a line of a megabyte costs
no more than its length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.okr.model import Anchor
    from holdfast.okr.rows import Row

Marker = Literal["", "number", "bullet"]

SEARCHED_CHARACTERS = 120
TAB_WIDTH = 4
_HEADING = re.compile(r"#{1,6}(?=[ \t]|$)|h[1-6]\.(?=[ \t])")
_NUMBER = re.compile(
    r"(?:\((\d{1,3})\)|(\d{1,3}(?=\D)|\d{4,5}(?=[.)][ \t]))(?:[.)](?!\d)|[\u3001\uff0e\uff09]|\ufe0f?\u20e3)"
    r"|\d{1,2}(?:\.\d{1,2}){1,2}[.)](?=[ \t])|[\u0660-\u0669\u06f0-\u06f9]{1,2}[.)\-](?=[ \t])"
    r"|(?:[A-Za-z]|[ivx]{2,4}|[IVX]{2,4})[.)](?=[ \t])|\((?:[A-Za-z]|[ivx]{2,4})\)(?=[ \t]))",
    re.ASCII,
)
_BULLET = re.compile(
    r"(?:[-*+–—‐‑‒―§Øü](?=[ \t]|$)"  # noqa: RUF001
    r"|[•◦▪▫‣⁃∙·●○■□▸▹►▻➤➢→⇒⮚✓✔✅☐☑☒◆◇❖★☆➔①-⑳\uf0a7\uf0b7\uf0d8\uf0fc]\ufe0f?|o(?=[ \t]))"  # noqa: RUF001
)
_STARS = re.compile(r"\*{2,5}(?=[ \t]+\S)(?!.{0,300}\*\*[ \t]*$)")
"""A bullet of a wiki: as many stars as the item is deep; no bold words."""

# A sign of more than one code point: skin tones, joined signs, variation selectors.
_EMOJI = re.compile(
    r"[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u23e9-\u23fa]"
    r"(?:[\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[\U0001f300-\U0001faff\u2600-\u27bf]){0,8}(?=[ \t]+\S)"
)
_CHECKBOX = re.compile(r"\[([ xX✓✔]?)\](?=[ \t])")
_DONE_SIGNS = "✓✔✅☑"
_PAIRS = (
    ("**", "**"),
    ("__", "__"),
    ("“", "”"),
    ('"', '"'),
    ("«", "»"),
    ("„", "“"),
    ("*", "*"),
    ("_", "_"),
    ("`", "`"),
)
QUOTES = '“"«„'


@dataclass(frozen=True, slots=True)
class Line:
    """One line taken apart.

    Attributes:
        number: From 1, in the file as its author sees it.
        start: Offset of the line's first character in the document's text.
        raw: The line without its line feed.
        indent: Columns of white space before it; a tab, or a further star of a wiki's bullet, counts as 4.
        marker: ``number`` (also letters), ``bullet`` (also a bare check box), or empty.
        ordinal: The number of a numbered item, or None.
        heading: Level of a Markdown heading, 0 for other lines.
        is_done: State of a check box, None where there is none.
        at: Offset of the body within the line.
        body: What remains, without white space at either end; may be empty.
        anchors: Where the characters of `raw` stand in the file.
        cells: Start and end within the body of each cell, where the line is a row of a table.
        is_emoji: The marker is a picture, which may as well begin a title.
    """

    number: int
    start: int
    raw: str
    indent: int
    marker: Marker
    ordinal: int | None
    heading: int
    is_done: bool | None
    at: int
    body: str
    anchors: tuple[Anchor, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    is_emoji: bool = False

    @property
    def depth(self) -> int:
        """Column from which a following line counts as nested under this one."""
        width = self.at - (len(self.raw) - len(self.raw.lstrip()))
        return self.indent + (2 if self.is_done is not None else max(2, width))


def scan_line(raw: str, *, number: int = 1, start: int = 0, anchors: tuple[Anchor, ...] = ()) -> Line:
    """One line taken apart; at most one list marker and one check box are removed."""
    at = len(raw) - len(raw.lstrip())
    indent = sum(TAB_WIDTH if char == "\t" else 1 for char in raw[: min(at, SEARCHED_CHARACTERS)])
    stars = _STARS.match(raw, at)
    indent += TAB_WIDTH * (len(stars.group()) - 1) if stars else 0
    heading, at = _heading(raw, at)
    marker, ordinal, is_done, at = _marker(raw, at)
    emoji = None if marker else _EMOJI.match(raw, at)
    if emoji:
        marker, at = "" if heading else "bullet", _skip_blanks(raw, emoji.end())
    checkbox = _CHECKBOX.match(raw, at)
    if checkbox:
        at = _skip_blanks(raw, checkbox.end())
        is_done = checkbox.group(1).strip() != ""
        marker = marker or "bullet"
    body = raw[at:].rstrip()
    return Line(
        number,
        start,
        raw,
        indent,
        marker,
        ordinal,
        heading,
        is_done,
        at,
        body,
        anchors,
        (),
        emoji is not None,
    )


def table_line(row: Row, *, start: int) -> Line:
    """A row of a table: its cells are what counts, and nothing in it is a list marker."""
    at = len(row.text) - len(row.text.lstrip())
    cells = tuple((first - at, last - at) for first, last in row.cells)
    body = row.text[at:].rstrip()
    return Line(row.number, start, row.text, at, "", None, 0, None, at, body, row.anchors, cells)


def as_prose(line: Line) -> Line:
    """A row with tabs or commas that makes no sense as a table, taken apart as any other line."""
    if not line.cells or "|" in line.body:
        return line
    return scan_line(line.raw, number=line.number, start=line.start, anchors=line.anchors)


def undress(value: str) -> tuple[int, int]:
    """Start and end of a value without one layer of emphasis or quotation marks around the whole of it."""
    for opening, closing in _PAIRS:
        if not (value.startswith(opening) and value.endswith(closing)):
            continue
        inner = value[len(opening) : len(value) - len(closing)]
        if inner and inner == inner.strip() and opening not in inner and closing not in inner:
            return len(opening), len(value) - len(closing)
    return 0, len(value)


def dressings(text: str) -> tuple[str, ...]:
    """The text as it is, then within each kind of mark that `undress` removes."""
    return (text, *(f"{opening}{text}{closing}" for opening, closing in _PAIRS))


def _skip_blanks(raw: str, at: int) -> int:
    return len(raw) - len(raw[at:].lstrip())


def _heading(raw: str, at: int) -> tuple[int, int]:
    match = _HEADING.match(raw, at)
    return (len(match.group()), _skip_blanks(raw, match.end())) if match else (0, at)


def _marker(raw: str, at: int) -> tuple[Marker, int | None, bool | None, int]:
    number = _NUMBER.match(raw, at)
    if number:
        digits = number.group(1) or number.group(2)
        return "number", int(digits) if digits else None, None, _skip_blanks(raw, number.end())
    bullet = _STARS.match(raw, at) or _BULLET.match(raw, at)
    if bullet:
        sign = bullet.group()[0]
        is_done = (sign in _DONE_SIGNS) if sign in _DONE_SIGNS + "☐☒□" else None
        return "bullet", None, is_done, _skip_blanks(raw, bullet.end())
    return "", None, None, at
