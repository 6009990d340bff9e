"""Comments in a file: ``<!-- … -->`` in text and Markdown, ``# holdfast: …`` in every form.

A comment is no part of the OKR: it is taken out before the lines are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holdfast.okr.labels import find_label
from holdfast.okr.lines import scan_line
from holdfast.okr.rows import Cut, Row, without

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENING, CLOSING = "<!--", "-->"
_HASH = re.compile(r"(?:^|(?<=\s))#[ \t]{0,3}holdfast:", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]*")
_OURS = re.compile(r"\s*(?:#\s*)?holdfast:", re.IGNORECASE)


class Comment(NamedTuple):
    """A comment that speaks to Holdfast.

    Attributes:
        line: Where it begins, from 1.
        words: What follows "holdfast:".
        is_alone: It stands on a line of its own, or beside a label whose statement follows.
    """

    line: int
    words: str
    is_alone: bool


def take_comments(rows: Sequence[Row]) -> tuple[list[Row], list[Comment]]:
    """The rows without comments, those that held nothing else left out; and the comments to Holdfast."""
    if not any(OPENING in row.text or _HASH.search(row.text) for row in rows):
        return list(rows), []
    kept: list[Row] = []
    comments: list[Comment] = []
    for row, parts in _commented(rows):
        rest = without(row, [Cut(start, _after_blanks(row.text, end)) for start, end, _ in parts])
        is_alone = not rest.text.strip()
        comments += [
            Comment(row.number, words.strip(), is_alone or _awaits_statement(rest.text))
            for _, _, text in parts
            if (words := words_to_holdfast(text)) is not None
        ]
        if not (parts and is_alone):
            kept.append(rest)
    return kept, comments


def words_to_holdfast(comment: str) -> str | None:
    """What a comment says to Holdfast, or None where it speaks to somebody else."""
    mark = _OURS.match(comment)
    return comment[mark.end() :] if mark else None


_Parts = list[tuple[int, int, str]]


def _commented(rows: Sequence[Row]) -> list[tuple[Row, _Parts]]:
    """Each row with its comments: start, end and text; the later lines of a comment have an empty text."""
    last = max((index for index, row in enumerate(rows) if CLOSING in row.text), default=-1)
    found: list[tuple[Row, _Parts]] = []
    pending: list[str] = []
    for index, row in enumerate(rows):
        at = 0
        parts: _Parts = []
        if pending:
            at = row.text.find(CLOSING) + len(CLOSING)
            is_over = at >= len(CLOSING)
            pending.append(row.text[: at - len(CLOSING)] if is_over else row.text)
            parts.append((0, at if is_over else len(row.text), ""))
            if not is_over:
                found.append((row, parts))
                continue
            _close(found, pending)
        opening = _scan(row.text, at, parts, is_closed_later=index < last)
        pending = [row.text[opening + len(OPENING) :]] if opening >= 0 else []
        found.append((row, parts))
    return found


def _scan(text: str, at: int, parts: _Parts, *, is_closed_later: bool) -> int:
    """Add the comments of one row; where one stays open at its end, the offset it opens at, else -1."""
    while (opening := text.find(OPENING, at)) >= 0:
        closing = text.find(CLOSING, opening + len(OPENING))
        if closing < 0:
            if is_closed_later:
                parts.append((opening, len(text), ""))
                return opening
            break
        at = closing + len(CLOSING)
        parts.append((opening, at, text[opening + len(OPENING) : closing]))
    mark = _HASH.search(text, at)
    if mark:
        parts.append((mark.start(), len(text), text[mark.start() :]))
    return -1


def _close(found: list[tuple[Row, _Parts]], pending: list[str]) -> None:
    """Give the words of a comment over several lines to the line it opened on."""
    words = " ".join(part.strip() for part in pending)
    parts = found[-len(pending) + 1][1]
    start, end, _ = parts[-1]
    parts[-1] = (start, end, words)
    pending.clear()


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _awaits_statement(text: str) -> bool:
    label = find_label(scan_line(text).body)
    return label is not None and label.name in {"objective", "key-result"} and not label.value
