"""Word lists, and what a sentence is about once its empty words are gone."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.review.reading.model import Span

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PIECE = re.compile(r"\w+|[^\w\s]")
_PLURAL_MIN = 4
_HEAD = 3
MOST_READ = 2_000
"""Characters looked at: no statement is longer, and a pasted megabyte shall not hold up a review."""
MEMORY = 512
"""Statements whose findings by words are remembered: more than one OKR has, since many rules ask the same."""


class WordList(NamedTuple):
    """Words ready to be looked for. Patterns would say the same and take a tenth of a second to compile.

    Attributes:
        plain: Single words.
        stems: Beginnings of single words (``complet*``).
        heads: The first letters of the stems, to rule most texts out without trying each stem.
        phrases: Words of several pieces by their first one: the other pieces, and whether the last is a stem.
    """

    plain: frozenset[str]
    stems: tuple[str, ...]
    heads: frozenset[str]
    phrases: dict[str, list[tuple[tuple[str, ...], bool]]]


@cache
def word_list(words: tuple[str, ...]) -> WordList:
    """The words as whole words; ``*`` stands for any ending, case and width of blanks do not matter."""
    plain, stems = set[str](), list[str]()
    phrases: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for word in words:
        is_stem = word.endswith("*")
        first, *rest = _PIECE.findall(word.removesuffix("*").lower())
        if rest:
            phrases.setdefault(first, []).append((tuple(rest), is_stem))
        elif is_stem:
            stems.append(first)
        else:
            plain.add(first)
    return WordList(frozenset(plain), tuple(stems), frozenset(stem[:_HEAD] for stem in stems), phrases)


def spans_of(text: str, words: tuple[str, ...]) -> Iterator[Span]:
    """Where any of the words stands, from left to right, the longest at each place."""
    if not words:
        return
    listed_words = word_list(words)
    if not _may_hold(listed_words, text):
        return
    pieces, at = _pieces(text), 0
    while at < len(pieces):
        length = _match(listed_words, pieces, at)
        if length:
            yield pieces[at][1], pieces[at + length - 1][2]
        at += max(length, 1)


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether any of the words stands in the first `MOST_READ` characters; False for an empty list."""
    return next(spans_of(text, words), None) is not None


def first_span(text: str, words: tuple[str, ...]) -> Span | None:
    """Where the first of the words stands, or None."""
    return next(spans_of(text, words), None)


def without_words(text: str, words: tuple[str, ...]) -> str:
    """The text with a blank for each of the words."""
    kept, done = [], 0
    for start, end in spans_of(text, words):
        kept.append(text[done:start])
        done = end
    return " ".join((*kept, text[done:]))


@lru_cache(maxsize=MEMORY)
def _pieces(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (found[0].lower(), found.start(), found.end()) for found in _PIECE.finditer(text, 0, MOST_READ)
    )


@lru_cache(maxsize=MEMORY)
def _distinct(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The different pieces of a text, and their first letters."""
    pieces = frozenset(piece[0] for piece in _pieces(text))
    # A stem shorter than a head is its own head, so shorter beginnings are looked up too.
    return pieces, frozenset(piece[:length] for piece in pieces for length in range(1, _HEAD + 1))


def _may_hold(listed_words: WordList, text: str) -> bool:
    """False where no word can stand in the text: most lists are done with here, by three set tests."""
    pieces, heads = _distinct(text)
    return not (
        listed_words.plain.isdisjoint(pieces)
        and listed_words.heads.isdisjoint(heads)
        and listed_words.phrases.keys().isdisjoint(pieces)
    )


def _match(listed_words: WordList, pieces: tuple[tuple[str, int, int], ...], at: int) -> int:
    """How many pieces from here on are one of the words; 0 for none."""
    piece = pieces[at][0]
    own = piece in listed_words.plain or piece.startswith(listed_words.stems)
    if piece not in listed_words.phrases:
        return int(own)
    lengths = (
        1 + len(rest)
        for rest, is_stem in listed_words.phrases[piece]
        if _follows(pieces, at + 1, rest, is_stem=is_stem)
    )
    return max(lengths, default=int(own))


def _follows(
    pieces: tuple[tuple[str, int, int], ...], at: int, rest: tuple[str, ...], *, is_stem: bool
) -> bool:
    found = tuple(piece[0] for piece in pieces[at : at + len(rest)])
    if is_stem:
        return found[:-1] == rest[:-1] and len(found) == len(rest) and found[-1].startswith(rest[-1])
    return found == rest


def content_words(text: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """What a statement is about: its words in the singular, without numbers and the given words."""
    dropped = frozenset(without)
    found = (match[0].lower() for match in _TOKEN.finditer(text, 0, MOST_READ))
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
