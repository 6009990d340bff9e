"""What authors ask not to hear: ``holdfast: ignore K201, S3 - reason``, about a statement or the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from holdfast.late import late
from holdfast.okr.model import Ignore
from holdfast.okr.positions import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.okr.comments import Comment
    from holdfast.okr.model import Objective

_WISH = late(r"\s*ignore(?P<file>[- ]file)?(?![\w-])", re.IGNORECASE)
_BEFORE_REASON = late(r"(?:^|\s)[-\u2013\u2014]{1,3}(?:\s|$)|:(?:\s|$)|\bbecause\b", re.IGNORECASE)
_RULE = late(r"[A-Za-z][\w.*\-]*", re.ASCII)


def find_ignores(comments: Sequence[Comment], objectives: Sequence[Objective]) -> tuple[Ignore, ...]:
    """The wishes in comments, each with the line of the statement that it is about."""
    lines = sorted(part.place.line for part in statements(objectives) if part.place)
    return tuple(_ignore(comment, lines) for comment in comments)


def read_ignore(words: str, *, line: int, applies_to: int | None) -> Ignore:
    """The wish in the words after ``holdfast:``; without rules and reason where it is not understood."""
    wish = _WISH.match(words)
    if wish is None:
        return Ignore(line, (), "", applies_to)
    rest = words[wish.end() :]
    mark = _BEFORE_REASON.search(rest)
    names = rest[: mark.start()] if mark else rest
    reason = rest[mark.end() :].strip() if mark else ""
    rules = tuple(name for name in re.split(r"[,;\s]+", names) if name and name.lower() != "all")
    if not all(_RULE.fullmatch(rule) for rule in rules):
        reason = ""
    return Ignore(line, rules, reason, None if wish.group("file") else applies_to)


def write_ignore(ignore: Ignore) -> str:
    """The words that `read_ignore` turns back into the same rules and reason."""
    word = "ignore-file" if ignore.applies_to is None else "ignore"
    rules = f" {', '.join(ignore.rules)}" if ignore.rules else ""
    reason = f" - {ignore.reason}" if ignore.reason else ""
    return f"holdfast: {word}{rules}{reason}"


def _ignore(comment: Comment, lines: Sequence[int]) -> Ignore:
    index = bisect_right(lines, comment.line)
    if not comment.is_alone and index:
        about = lines[index - 1]
    else:
        about = lines[index] if index < len(lines) else comment.line
    return read_ignore(comment.words, line=comment.line, applies_to=about)
