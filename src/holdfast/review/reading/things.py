"""What a verb acts on: the classes of its noun, and whether it is something that can be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.clause import head_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word

BETTER = frozenset({"comparative_up", "comparative_down", "vague"})
_COUNTED = 3  # words in which "number of" stands


def names_metric(sentence: Sentence, thing: Sequence[Word]) -> bool:
    """A metric's name stands among those words."""
    if not thing:
        return False
    start, end = thing[0].start, thing[-1].end
    return any(
        sentence.words[first].start >= start and sentence.words[last - 1].end <= end
        for _, first, last in sentence.metrics
    )


def tags_of(sentence: Sentence, thing: Sequence[Word]) -> frozenset[str]:
    """Classes of the noun that names the thing; of what is counted behind "number of"."""
    small = sentence.language.words
    count = next((i for i, word in enumerate(thing[:_COUNTED]) if word.lemma in small["counting"]), None)
    if count is not None and len(thing) > count + 1 and thing[count + 1].lower in small["of_word"]:
        noun = head_noun(thing[count + 2 :])
    else:
        noun = head_noun(thing)
    return noun.tags if noun else frozenset()


def has_measure(sentence: Sentence, thing: Sequence[Word]) -> bool:
    """A noun among the words makes them a measure ("rate", "time")."""
    counting = sentence.language.words["counting"]
    return any("measure" in word.tags and word.lower not in counting for word in thing)
