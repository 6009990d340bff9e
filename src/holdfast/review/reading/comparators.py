"""What stands before a figure: a floor or a ceiling, "by", "to", "up"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.patterns import match_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word

_REACH = 5


class Approach(NamedTuple):
    """How a sentence arrives at a figure.

    Attributes:
        limit: ``floor``, ``ceiling`` or empty.
        before: Index of the word that stands before the figure and its limit, or -1.
    """

    limit: str
    before: int


def approach_of(sentence: Sentence, index: int) -> Approach:
    """Limit of a figure and the word before it."""
    words, limit, at = sentence.words, "", index - 1
    for start in range(max(0, index - _REACH), index):
        for name in ("ceiling", "floor"):
            match = match_at(sentence.language.patterns[name], words, start)
            if match and not limit and _only_fillers(words, match.end, index):
                limit, at = name, start - 1
    limit = limit or _behind(sentence, index)
    while at >= 0 and "comparators_fillers" in words[at].roles and "of" not in words[at].roles:
        at -= 1
    return Approach(limit, at - 1 if _is_particle(words, at) else at)


def _is_particle(words: Sequence[Word], at: int) -> bool:
    """An "up" that belongs to the verb before it: "set up 90% of calls" moves nothing up."""
    if at < 1 or "up_or_down_verb" not in words[at].roles:
        return False
    return bool(words[at - 1].verb) and words[at - 1].action not in ("", "up", "down")


def _only_fillers(words: Sequence[Word], start: int, end: int) -> bool:
    """Only words such as "about" stand between."""
    return start <= end and all("comparators_fillers" in word.roles for word in words[start:end])


def _behind(sentence: Sentence, index: int) -> str:
    """A limit behind the figure: 50+, 7 days or less."""
    words = sentence.words
    amount = words[index].amount
    if amount is not None and amount.floor:
        return "floor"
    for at in range(index + 1, min(index + 3, len(words))):
        if match_at(sentence.language.patterns["floor_behind"], words, at):
            return "floor"
        if match_at(sentence.language.patterns["ceiling_behind"], words, at):
            return "ceiling"
    return ""
