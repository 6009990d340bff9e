"""Calls and meetings that a team has or finishes: a "do", although the verb alone does not say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.clause import head_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word


def is_occasion(sentence: Sentence, verb: str | None, thing: Sequence[Word]) -> bool:
    """The team has or finishes an event: "have a call", "finish 70% of set-up sessions"."""
    noun = head_noun(thing)
    return (
        verb in sentence.language.words["occasioning"]
        and noun is not None
        and "event" in noun.tags
        and "measure" not in noun.tags
    )
