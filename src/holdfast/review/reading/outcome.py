"""What happens to whom, in few words: the thing a key result is about and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.clause import object_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.quantity import Frame
    from holdfast.review.reading.words import Word

_LIMIT = 8
_SUBJECT = 24  # words that may hold the thing
_SKIPPED = frozenset({"determiner", "all", "adverb", "cadence", "qualifier", "modal"})


def read_outcome(frame: Frame) -> str | None:
    """A few words such as "onboarding call scheduled", or None where the sentence names no thing."""
    words, head = frame.sentence.words, frame.clause.head
    if head is None:
        thing = _trim(frame, words[frame.clause.start : frame.clause.start + _SUBJECT])
        return " ".join(thing) or None
    named = _trim(frame, object_words(words, head))
    if not named:
        return None
    state = _participle(frame, head)
    return " ".join([*named, state] if state else named)


def _trim(frame: Frame, words: Sequence[Word]) -> list[str]:
    """Words of the thing without its figures, its time limits and the customers it is done with."""
    taken = {
        index
        for name in ("window", "deadline", "rolling", "cadence", "segment")
        for match in frame.spans.places[name]
        for index in range(match.start, match.end)
    }
    starts = {frame.sentence.words[index].start for index in taken}
    kept: list[str] = []
    for position, word in enumerate(words):
        if ("outcome_stops" in word.roles or word.lower == ",") and kept:
            break
        if (
            word.amount is not None
            or word.start in starts
            or word.tags & _SKIPPED
            or not word.text[0].isalnum()
        ):
            continue
        if "preposition" in word.tags and (not kept or "of" not in word.roles):
            if kept and "ends_thing" in word.roles:
                break
            continue
        followed = any(w.tags & {"event", "measure", "artefact"} for w in words[position + 1 :])
        if "plain_customer" in word.roles and followed:
            continue
        kept.append(word.lemma if word.tags & {"event"} else word.lower)
    return kept[:_LIMIT]


def _participle(frame: Frame, head: int) -> str | None:
    """What becomes of a thing that is made or done: scheduled, completed."""
    word = frame.sentence.words[head]
    if frame.clause.action not in ("act", "make", "serve") or word.length > 1:
        return None
    language = frame.sentence.language
    return language.inflection.participle(word.verb or word.lower, language.participles)
