"""Which words of a sentence say when, how often, or for whom: their figures are no targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.patterns import Match, find_patterns

if TYPE_CHECKING:
    from holdfast.review.reading.sentence import Sentence

# What a word can only be one of, the strongest first.
_ORDER = ("rolling", "deadline", "window", "segment", "cadence", "per_time")
_EXEMPT = frozenset({"per_time", "cadence"})


class Spans(NamedTuple):
    """Places of a sentence by what they say, and the words whose figures are taken by them."""

    places: dict[str, list[Match]]
    taken: frozenset[int]

    def has(self, name: str) -> bool:
        """The sentence says something of that sort."""
        return bool(self.places[name])


def find_spans(sentence: Sentence) -> Spans:
    """When, how often and for whom, each word counted for one of them only."""
    places: dict[str, list[Match]] = {}
    used: set[int] = set()
    taken: set[int] = set()
    for name in _ORDER:
        found = find_patterns(sentence.language.patterns[name], sentence.words, sentence.keys)
        places[name] = _without_overlaps(found, used)
        inside = {index for match in places[name] for index in range(match.start, match.end)}
        if name not in _EXEMPT:
            used |= inside
            taken |= inside
    return Spans(places, frozenset(taken))


def _without_overlaps(found: list[Match], used: set[int]) -> list[Match]:
    """Matches that share no word with an earlier one."""
    kept: list[Match] = []
    end = 0
    for match in found:
        if match.start >= end and used.isdisjoint(range(match.start, match.end)):
            kept.append(match)
            end = match.end
    return kept
