"""What programs leave in a line and no reader sees: invisible characters, HTML, escapes of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.late import late
from holdfast.okr.labels import find_label
from holdfast.okr.lines import scan_line
from holdfast.okr.rows import Cut, Row, without

if TYPE_CHECKING:
    from collections.abc import Iterator

# Joiners of emoji and of Persian (200c, 200d) stay: they are part of the words.
INVISIBLE = "\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
LINE_BREAK, CELL_BREAK = "\n", "\v"
"""A line break of HTML before an item or a label, in a line and in a cell of a table."""

_TAGS = (
    "a|b|blockquote|del|div|em|font|h[1-6]|hr|i|li|mark|ol|p|s|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|"
    "u|ul"
)
_NOISE = late(
    rf"[{INVISIBLE}]+|<br ?/?>|</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>"
    r"|&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d{0,2});|\\\\?(?=[-.>&+~#=!*_])",
    re.IGNORECASE,
)
_INVISIBLE = late(f"[{INVISIBLE}]+")
_BLOCK_END = late(r"</(?:li|p|div|h[1-6])>", re.IGNORECASE)
_CELL = late(r"<t[dh][\s>]")
_SUSPICIOUS = late(rf"[<&\\{INVISIBLE}]")


def cleaned(row: Row) -> Row:
    """The row as a reader sees it."""
    return without(row, _cuts(row.text)) if _SUSPICIOUS.search(row.text) else row


def escaped(text: str) -> str:
    """The text such that `cleaned` gives it back, but for invisible characters."""
    return _NOISE.sub(_escape, text).replace("<!--", "&lt;!--")


def visible(text: str) -> str:
    """The text without characters that have no width and no meaning."""
    return _INVISIBLE.sub("", text)


def _cuts(text: str) -> Iterator[Cut]:
    is_row = text.lstrip().startswith("|")
    for match in _NOISE.finditer(text):
        noise = match.group()
        if not is_row and _BLOCK_END.fullmatch(noise):
            rest = _NOISE.sub("", text[match.end() : match.end() + 200])
            yield Cut(*match.span(), LINE_BREAK if rest.strip() else "")
        elif not noise.lower().startswith("<br"):
            yield Cut(*match.span(), _meant(noise))
        else:
            is_break = begins_statement(text[match.end() : match.end() + 200])
            yield Cut(*match.span(), " " if not is_break else CELL_BREAK if is_row else LINE_BREAK)


def begins_statement(text: str) -> bool:
    """True where the words begin with a list marker or a label."""
    line = scan_line(text)
    return line.marker != "" or find_label(line.body) is not None


def _escape(noise: re.Match[str]) -> str:
    words = noise.group()
    marks = {"&": "&amp;", "<": "&lt;", "\\": "\\" * (len(words) + 1)}
    return marks.get(words[0], words[0]) + (words[1:] if words[0] in "&<" else "")


def _meant(noise: str) -> str:
    lowered = noise.lower()
    if lowered.startswith("<li"):
        return "- "
    if _CELL.match(lowered):
        return "| "
    if lowered == "</tr>":
        return LINE_BREAK
    if noise[0] != "&":
        return noise[1:] if noise[0] == "\\" else ""
    from html import unescape  # noqa: PLC0415 (a large table, and few pastes hold entities)

    return unescape(noise).replace("\xa0", " ").replace("\n", " ")
