"""Word lists as patterns, and what a sentence is about once its empty words are gone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.review.reading.model import Span

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PLURAL_MIN = 4


@cache
def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the words, as whole words; ``*`` stands for any ending, case does not matter."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_fragment(word) for word in longest_first), re.IGNORECASE)


def _fragment(word: str) -> str:
    body = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+")
    end = r"\w*" if word.endswith("*") else r"(?!\w)"
    start = r"(?<!\w)" if word[0].isalnum() else ""
    return start + body + end


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether any of the words stands in the text; False for an empty list."""
    return bool(words) and pattern_of(words).search(text) is not None


def first_span(text: str, words: tuple[str, ...]) -> Span | None:
    """Where the first of the words stands, or None."""
    found = pattern_of(words).search(text) if words else None
    return found.span() if found else None


def content_words(text: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """What a statement is about: its words in the singular, without numbers and the given words."""
    dropped = frozenset(without)
    found = (match[0].lower() for match in _TOKEN.finditer(text))
    return frozenset(_singular(word) for word in found if word not in dropped)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of all words that both have, in 0..1; 0 where both are empty."""
    together = one | other
    return len(one & other) / len(together) if together else 0.0


def listed(items: Iterable[str], *, last: str = "and") -> str:
    """``a, b and c``; empty for no items."""
    *head, tail = tuple(items) or ("",)
    return f"{', '.join(head)} {last} {tail}" if head else tail


def _singular(word: str) -> str:
    if len(word) < _PLURAL_MIN or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")
