"""What a review says of itself: lines that were not understood, and points left out on the author's wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.run import Review

MOST_LINES = 5
_LONGEST = 100


def remarks(review: Review) -> tuple[str, ...]:
    """One sentence each; none where all was read and nothing was left out."""
    return (*_unread(review), *_ignored(review))


def _unread(review: Review) -> tuple[str, ...]:
    unread = review.document.unread
    lines = [f"Line {number} was not understood: “{_short(words)}”." for number, words in unread[:MOST_LINES]]
    more = len(unread) - MOST_LINES
    if more > 0:
        lines.append(f"Nor {'was 1 further line' if more == 1 else f'were {more} further lines'}.")
    return tuple(lines)


def _ignored(review: Review) -> tuple[str, ...]:
    """How many points, of which rules; the reasons stand where the author wrote them."""
    number = len(review.ignored)
    if not number:
        return ()
    codes = ", ".join(dict.fromkeys(one.finding.rule for one in review.ignored))
    verb = "point is" if number == 1 else "points are"
    return (f"{number} {verb} left out on the author's wish: {codes}.",)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()} …"
