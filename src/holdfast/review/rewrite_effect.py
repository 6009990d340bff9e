"""What a sentence says its doing is for: "… to reduce churn by 10%", "… that generates 500 leads"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from holdfast.review.reading.language import load_language
from holdfast.review.reading.sentence import read_sentence
from holdfast.review.rewrite_parts import MOST, take_apart
from holdfast.review.rewrite_phrases import join, subject_of
from holdfast.review.rewrite_things import FROM_TO
from holdfast.review.rewrite_words import Shape, past_participle

if TYPE_CHECKING:
    from holdfast.review.rewrite_deed import Deed

_MOVES = frozenset({"up", "down", "keep", "reach"})
_STAYING = frozenset({"stay", "remain", "continue", "keep", "ensure", "get", "move", "see", "bring"})
_PURPOSE = Shape(
    r"(?i)[\s,(]+(?:in order to|so as to|with the (?:aim|goal) (?:of|to)|aiming to|aimed at|thereby|thus"
    r"|to)\s+(?=[a-z])"
)
_DOING = Shape(r"(?i)(?:,\s*|\s*\()(?=[a-z]+ing\b)")
_ASIDE = Shape(r"(?i)\s*\((?=[a-z]+s\s)")
_THAT = Shape(r"(?i)\s+(?:that|which)\s+(?:will\s+)?(?=[a-z])")


class Effect(NamedTuple):
    """What is done, and what it is to bring.

    Attributes:
        means: The words before, as written.
        verb: Base form of the verb of the effect.
        deed: The effect, taken apart.
        is_down: The verb moves it downwards.
        is_of_thing: The thing itself brings it ("a campaign *that* brings"), not the doing.
    """

    means: str
    verb: str
    deed: Deed
    is_down: bool
    is_of_thing: bool

    @property
    def state(self) -> str:
        """The effect as a state: "churn has been reduced by 10%"; without a number, both ends are gaps."""
        thing = self.deed.thing
        if thing is None:
            return ""
        behind = join(self.deed.with_people, self.deed.place, self.deed.rhythm, self.deed.tail)
        if re.search(r"\d", join(thing.as_written, behind)):
            kept, _, start = f" {thing.behind}".partition(" from ")
            named = subject_of(replace(thing, behind=kept.strip()))
            ends = join(start and f"from {start}", behind)
            return join(named, thing.have, "been", past_participle(self.verb), ends)
        moved = join(subject_of(thing), thing.are, "down" if self.is_down else "up", behind)
        return f"{moved}, {FROM_TO}"

    @property
    def words(self) -> str:
        """What stands behind the verb, as written."""
        thing = self.deed.thing.as_written if self.deed.thing else ""
        return join(thing, self.deed.with_people, self.deed.place, self.deed.rhythm, self.deed.tail)


def effect_of(text: str) -> Effect | None:
    """The effect that the sentence names behind its doing; None for none that moves a number."""
    if len(text) > MOST:
        return None
    for pattern, is_of_thing in ((_THAT, True), (_PURPOSE, False), (_DOING, False), (_ASIDE, False)):
        for found in pattern().finditer(text):
            if found.start() == 0:
                continue
            effect = _effect(
                text[: found.start()], _unbracketed(text[found.end() :]), is_of_thing=is_of_thing
            )
            if effect is not None:
                return effect
    return None


def _unbracketed(words: str) -> str:
    """The words without the bracket that only closes what stood before them."""
    bare = words.rstrip(" .,;")
    return bare[:-1].rstrip() if bare.endswith(")") and bare.count("(") < bare.count(")") else bare


def _effect(means: str, words: str, *, is_of_thing: bool) -> Effect | None:
    """The effect in words such as "reducing churn by 10%"."""
    sentence = read_sentence(words, load_language())
    first = sentence.words[0] if sentence.words else None
    if (
        first is None
        or first.verb is None
        or first.action not in _MOVES
        or first.verb in _STAYING
        or first.length > 1
    ):
        return None
    if is_of_thing and first.shape not in {"s", "base"}:
        return None
    found = take_apart(f"{first.verb} {words[first.end :].strip()}")
    if found is None or len(found.deeds) != 1 or found.deeds[0].thing is None:
        return None
    deed = replace(found.deeds[0], subject="")
    if deed.thing is None or deed.thing.words.lower().startswith(("they", "it ", "them", "or ")):
        return None
    return Effect(means.rstrip(" ,("), first.verb, deed, first.action == "down", is_of_thing)
