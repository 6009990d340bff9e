"""Calls and meetings that a team has or finishes: a "do", although the verb alone does not say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.clause import head_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.reading.words import Word

_HAVING = frozenset({"have", "finish", "complete", "wrap"})


def is_occasion(verb: str | None, thing: Sequence[Word]) -> bool:
    """The team has or finishes an event: "have a call", "finish 70% of set-up sessions"."""
    noun = head_noun(thing)
    return verb in _HAVING and noun is not None and "event" in noun.tags and "measure" not in noun.tags
