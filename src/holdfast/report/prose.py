"""A review as a letter that one could send to the team, for terminals and mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.letter import letter
from holdfast.report.lines import in_ascii, wrapped
from holdfast.report.remarks import remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.run import Review

WIDEST = 80
"""Longer lines are hard to read in a text that runs."""


def review_prose(review: Review, *, width: int, ascii_only: bool = False) -> str:
    """The review as paragraphs of at most `width` columns (40 at least, 80 at most), ending with a newline.

    Args:
        review: At least one objective.
        width: Columns of the terminal.
        ascii_only: For terminals that show nothing else: typographic signs become plain ones, others ``?``.
    """
    text = "\n".join(line for lines in _blocks(review, min(width, WIDEST)) for line in (*lines, ""))
    return in_ascii(text) if ascii_only else text


def _blocks(review: Review, width: int) -> Iterator[list[str]]:
    is_only = len(review.objectives) == 1
    for number, part in enumerate(review.objectives, start=1):
        for section in letter(part, number=number, is_only=is_only).sections:
            yield [line for title in section.titles for line in wrapped(title, width)]
            for paragraph in section.paragraphs:
                yield list(wrapped(paragraph, width))
    told = remarks(review)
    if told:
        yield list(wrapped(f"P.S. {' '.join(told)}", width))
