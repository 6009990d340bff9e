"""One text: from a row of a table to the customer's own words."""

from __future__ import annotations

import re
from typing import NamedTuple

from holdfast.reasons.texts.html_mail import plain
from holdfast.reasons.texts.quoting import own_words
from holdfast.reasons.texts.speakers import customers_turns

MOST_CHARACTERS = 5_000
"""Of a text's own words; what a customer has not said by then is not why it writes."""
_MOST_RAW = 100_000
"""Markup and quotes included."""

_GAPS = re.compile(r"[ \t\u00a0\u2009\u202f]+")
_LINES = re.compile(r"\s*\n\s*")
# Vowel signs of the scripts of India, Myanmar and Cambodia are no letters to Python: they part every word.
_WORD = re.compile(r"[^\W\d_]{2,}|[\u3040-\u30ff\u4e00-\u9fff]|[\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]{2,}")
_FILLERS = frozenset(
    {
        "n/a",
        "na",
        "none",
        "nothing",
        "no comment",
        "no comments",
        "nil",
        "no",
        "test",
        "asdf",
        "keine",
        "nein",
        "xx",
        "nan",
        "null",
    }
)


class Cleaned(NamedTuple):
    """Words of a text.

    Attributes:
        words: Empty where nothing was said.
        is_cut: It was longer than is read.
        has_agent: An agent's part was left out.
    """

    words: str
    is_cut: bool
    has_agent: bool


def cleaned(raw: str) -> Cleaned:
    """The customer's own words: without markup, agents, quotes, signatures and too much length.

    A dot, a dash, or a filler such as "n/a" says nothing. Takes a time that does not grow beyond 100,000
    characters.

    >>> cleaned(" . ").words, cleaned("<p>Too slow</p>").words
    ('', 'Too slow')
    """
    text = plain(raw[:_MOST_RAW])
    turns = customers_turns(text)
    own = _LINES.sub("\n", _GAPS.sub(" ", own_words(turns))).strip()
    is_cut = len(raw) > _MOST_RAW or len(own) > MOST_CHARACTERS
    words = _whole_words(own) if len(own) > MOST_CHARACTERS else own
    if not _WORD.search(words) or words.lower().strip(" .!-") in _FILLERS:
        words = ""
    return Cleaned(words, is_cut, turns != text)


def _whole_words(text: str) -> str:
    """Cut at a gap, so that no personal datum is cut in two and then not known."""
    cut = text[:MOST_CHARACTERS]
    return cut[: max(cut.rfind(" "), cut.rfind("\n"))] or cut
