"""A text or an objective to the review that a page shows."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections import Counter
from typing import TYPE_CHECKING
from zlib import DEFLATED, compressobj

from holdfast.errors import InputError
from holdfast.report.letter import letter
from holdfast.report.outline import LEVEL_WORDS, outlines
from holdfast.report.remarks import remarks
from holdfast.review.finding import LEVELS
from holdfast.review.run import ANY_DAY
from holdfast.service.reviewing import review_bytes
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.report.outline import ObjectiveOutline
    from holdfast.review.rule import Occasion
    from holdfast.review.run import Review

NAME = "-"
"""What a text without a file is called, in messages and for guessing its form."""
FIRST_DRAFT = """\
Objective: Increase customer engagement & retention (paying accounts only)
Key results:
1. Schedule 95% of new customer onboarding calls within 5 days signing
2. Complete 80% of customer onboarding calls within 10 days of signing
3. Undertake monthly review call with all accounts over $1m
4. NPS (Net Promoter Score) up 50 over previous quarter
"""
"""What most first drafts look like: to show a review on."""
LONGEST_LINK = 6_000
"""Characters of a fragment: longer addresses are cut by mail programs and chats."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A review as a page shows it.

    Attributes:
        review: What it is made from.
        objectives: Outlines, in the order of the text.
        remarks: What was not understood, or left out on the author's wish.
        counts: How many findings there are of each level, the weightiest first: ``("problem", 2)``.
    """

    review: Review
    objectives: tuple[ObjectiveOutline, ...]
    remarks: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]


def review_text(text: str, *, longest: int, occasion: Occasion = ANY_DAY) -> Review:
    """The review of a text as somebody typed or pasted it.

    Args:
        text: In any form that `holdfast review` reads.
        longest: Characters that are reviewed while somebody waits.
        occasion: The day and purpose of the review.

    Raises:
        InputError: It is longer, or no OKR.
    """
    if len(text) > longest:
        raise InputError(
            "The text",
            f"it has {len(text):,} characters",
            f"at most {longest:,}: one OKR, or a few",
            "Cut out the objective and its key results and give only those",
        )
    return review_bytes(text.encode(errors="replace"), name=NAME, occasion=occasion)


def shown(review: Review) -> Shown:
    """A review in the order an expert tells it."""
    count = Counter(one.level for one in review.findings)
    counts = tuple((LEVEL_WORDS[level], count[level]) for level in reversed(LEVELS) if count[level])
    return Shown(review, outlines(review), remarks(review), counts)


def reply(review: Review) -> str:
    """The review as a letter to send: a paragraph is one line, so that any mail program wraps it."""
    is_only = len(review.objectives) == 1
    blocks = [
        block
        for number, part in enumerate(review.objectives, start=1)
        for section in letter(part, number=number, is_only=is_only).sections
        for block in ("\n".join(section.titles), *section.paragraphs)
    ]
    told = remarks(review)
    return "\n\n".join([*blocks, f"P.S. {' '.join(told)}"] if told else blocks)


def carried(text: str) -> str:
    """The text for the fragment of a link, which no browser sends to any server; empty where it is too long.

    Deflated without a header, in the alphabet of addresses.
    """
    packing = compressobj(9, DEFLATED, -15)
    packed = packing.compress(text.encode(errors="replace")) + packing.flush()
    fragment = urlsafe_b64encode(packed).decode().rstrip("=")
    return fragment if len(fragment) <= LONGEST_LINK else ""
