"""Words of a sentence as the grammar sees them: spelling, base forms, tags, and the amount of a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holdfast.review.reading.model import Span


NOTHING: frozenset[str] = frozenset()


class Amount(NamedTuple):
    """A figure with its unit.

    Attributes:
        value: None for a slot that somebody has to fill in (``X%``).
        kind: ``percent``, ``points``, ``money``, ``duration``, ``times``, ``score``, ``share`` (two thirds),
            ``ratio`` (3:1), ``ordinal`` or ``plain``.
        unit: ``%``, ``points``, ``hours``, a currency sign; empty where the sentence has to tell.
        high: Upper end of a range, else None.
        sign: ``+`` or ``-`` where one is written before the figure, else empty.
        floor: It is followed by a plus sign ("50+").
    """

    value: float | None
    kind: str
    unit: str = ""
    high: float | None = None
    sign: str = ""
    floor: bool = False


class Word(NamedTuple):
    """One word, sign or figure of a sentence.

    Attributes:
        text: As written.
        lower: In small letters.
        lemma: Singular form, small letters.
        verb: Base form where the word can be a verb, else None.
        shape: ``base``, ``s``, ``ed``, ``ing`` where the word can be a verb, else empty.
        action: Class of the verb that starts here (``make``, ``act``, ``up``), else empty.
        length: Words the verb takes ("roll out" takes two).
        tags: Classes of nouns, time words and signs it belongs to.
        start: First character.
        end: Character after the last.
        glued: Joined to the word before by a hyphen.
        amount: What it states, for figures.
        roles: Parts it may play by its spelling: the ``of`` of a language, its words before a level.
        keys: All that a step of a pattern may take it by: its spellings, and its tags as ``<tag>``.
    """

    text: str
    lower: str
    lemma: str
    verb: str | None
    shape: str
    action: str
    length: int
    tags: frozenset[str]
    start: int
    end: int
    glued: bool
    amount: Amount | None
    keys: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        """Characters of the sentence it covers."""
        return (self.start, self.end)
