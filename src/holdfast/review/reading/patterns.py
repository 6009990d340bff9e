"""A small language of patterns over words, so that a grammar can live in a data file.

A pattern is a row of steps parted by spaces. A step is a word, ``a|b`` (either), ``<tag>`` (a word of that
class), each with ``?`` behind it where it may be missing, or ``..3``: up to three words of any kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.review.reading.words import Word


class Step(NamedTuple):
    """One step of a pattern: words and tags it takes, may it be missing, how many words it may skip."""

    words: frozenset[str]
    tags: frozenset[str]
    is_optional: bool
    gap: int


Patterns = dict[str, tuple[tuple[Step, ...], ...]]
"""Patterns by each word and each ``<tag>`` that their first step takes, so that most are never tried."""


class Match(NamedTuple):
    """Where a pattern stands: index of its first word and of the word after its last."""

    start: int
    end: int


def compile_patterns(text: str) -> Patterns:
    """Patterns of a data file's text, one a line; a line that starts with # is a remark."""
    found: dict[str, list[tuple[Step, ...]]] = {}
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for steps in (tuple(_step(part) for part in line) for line in lines):
        for first in _openings(steps):
            for key in (*steps[first].words, *(f"<{tag}>" for tag in steps[first].tags)):
                found.setdefault(key, []).append(steps[first:])
    return {key: tuple(group) for key, group in found.items()}


def _openings(steps: tuple[Step, ...]) -> Iterator[int]:
    """Steps a pattern may open with: the first, and the next ones while those before may be missing."""
    for index, step in enumerate(steps):
        yield index
        if not step.is_optional:
            return


def _step(part: str) -> Step:
    """One step from its spelling."""
    if part.startswith(".."):
        return Step(frozenset(), frozenset(), is_optional=False, gap=int(part[2:]))
    is_optional = part.endswith("?") and len(part) > 1
    options = (part[:-1] if is_optional else part).split("|")
    tags = frozenset(option[1:-1] for option in options if option.startswith("<") and option.endswith(">"))
    return Step(frozenset(o for o in options if o and o[1:-1] not in tags), tags, is_optional, 0)


def find_patterns(
    patterns: Patterns, words: Sequence[Word], keys: frozenset[str] | None = None
) -> list[Match]:
    """Every place where one of the patterns stands, at most one per first word: the longest.

    ``keys`` are all that the words may be taken by together: most patterns open with none of them.
    """
    opens = patterns.keys() if keys is None else patterns.keys() & keys
    if not opens:
        return []
    opening = [index for index, word in enumerate(words) if not opens.isdisjoint(word.keys)]
    return [match for index in opening if (match := match_at(patterns, words, index))]


def match_at(patterns: Patterns, words: Sequence[Word], index: int) -> Match | None:
    """The longest of the patterns that stands at that word, or None."""
    best = -1
    for key in patterns.keys() & words[index].keys:
        for steps in patterns[key]:
            best = max(best, _follow(steps, 0, words, index))
    return Match(index, best) if best > index else None


def _takes(step: Step, word: Word) -> bool:
    """The step takes that word."""
    words = step.words
    if not word.tags.isdisjoint(step.tags):
        return True
    return bool(words) and (word.lower in words or word.lemma in words or word.verb in words)


def _follow(steps: tuple[Step, ...], at: int, words: Sequence[Word], index: int) -> int:
    """Index after the last word the remaining steps take from there, or -1."""
    if at == len(steps):
        return index
    step = steps[at]
    if step.gap:
        ends = (_follow(steps, at + 1, words, index + skip) for skip in range(step.gap + 1))
        return next((end for end in ends if end >= 0), -1)
    if index < len(words) and _takes(step, words[index]):
        end = _follow(steps, at + 1, words, index + 1)
        if end >= 0:
            return end
    return _follow(steps, at + 1, words, index) if step.is_optional else -1
