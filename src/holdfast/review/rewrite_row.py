"""The words of a sentence in a row, with the questions that taking it apart asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.language import lemma_of
from holdfast.review.reading.spans import find_spans
from holdfast.review.rewrite_words import CADENCES, NUMBERS, is_people, listed
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.review.reading.sentence import Sentence
    from holdfast.review.reading.words import Word

NOUNS = frozenset({"customer", "event", "artefact", "measure", "won", "ticket", "staff", "channel"})
_OBJECT_OPENERS = frozenset({"them", "it", "each", "every", "their", "its", "those", "these"})
_PURPOSES = (
    ("in", "order", "to"), ("so", "that"), ("so", "as", "to"), ("with", "the", "aim"),
    ("with", "the", "goal"), ("resulting", "in"), ("leading", "to"), ("aiming", "to"), ("so", "we"),
    ("so", "they"), ("thereby",),
)  # fmt: skip
_ENDINGS = ("tion", "ment", "ing", "ance", "ity", "ness", "al", "ive", "back", "ed", "ly", "ary", "ful")
_JOINTS = frozenset({"and", "&", ",", "then", ";", "+"})
_FAR = 8  # words


@dataclass(frozen=True, slots=True)
class Row:
    """Words of a sentence, and where times and rhythms stand: first word to word after the last.

    Attributes:
        times: Windows and deadlines.
        rolling: Spans that only say how a number is taken: "in the last 30 days".
        cadences: How often.
    """

    sentence: Sentence
    times: dict[int, int]
    rolling: dict[int, int]
    cadences: dict[int, int]

    @staticmethod
    def of(sentence: Sentence) -> Row:
        """The row of a sentence."""
        places = find_spans(sentence).places
        windows = {m.start: m.end for name in ("window", "deadline") for m in places[name]}
        rolling = {m.start: m.end for m in places["rolling"]}
        return Row(sentence, windows, rolling, {m.start: m.end for m in places["cadence"]})

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, signs and figures."""
        return self.sentence.words

    def at(self, place: int) -> Word | None:
        """The word there, or None beyond the end."""
        return self.words[place] if 0 <= place < len(self.words) else None

    def low(self, place: int) -> str:
        """The word in small letters, or nothing beyond the end."""
        return self.words[place].lower if 0 <= place < len(self.words) else ""

    def cut(self, start: int, end: int) -> str:
        """The text from one word to before another, without signs at its end."""
        end = min(end, len(self.words))
        if start >= end:
            return ""
        return self.sentence.text[self.words[start].start : self.words[end - 1].end].strip(" ,;.")

    def without_capital(self, text: str) -> str:
        """The text without the capital letter that only opens the sentence."""
        first, known = text.split(" ", 1)[0], self.sentence.language
        low = first.lower()
        is_word = low in known.verbs or bool(known.tags.get(lemma_of(first))) or first.endswith(_ENDINGS)
        is_word = is_word or any(
            low in listed("nouns", kind) for kind in ("mass", "used", "read", "occasions")
        )
        plain = first[1:].islower() and (is_word or low in CADENCES or low in NUMBERS)
        return text[:1].lower() + text[1:] if plain else text

    def ends(self, place: int) -> bool:
        """Nothing follows there."""
        return place >= len(self.words) or self.low(place) in {".", ",", ";", ")"}

    def is_verb(self, place: int, *shapes: str) -> bool:
        """A verb in one of the shapes stands there."""
        word = self.at(place)
        return word is not None and bool(word.action) and word.shape in shapes

    def is_noun(self, place: int) -> bool:
        """The word that may be a verb is rather a noun: no article or quantity follows."""
        word = self.words[place]
        if word.shape == "ing":
            return not (self.opens_object(place + 1) or self.is_people_head(place + 2))
        return bool(word.tags & NOUNS) and not self.opens_object(place + word.length)

    def opens_object(self, place: int) -> bool:
        """An article, a quantity or a pronoun stands there."""
        word = self.at(place)
        if word is None:
            return False
        opens = word.tags & {"determiner", "all", "pronoun"} or word.amount is not None
        return bool(opens) or word.lower in _OBJECT_OPENERS

    def names_people(self, place: int) -> bool:
        """The word names customers or staff."""
        word = self.at(place)
        return word is not None and (bool(word.tags & {"customer", "staff"}) or is_people(word.text))

    def is_people_head(self, place: int) -> bool:
        """Customers or staff stand there, as the noun of their phrase."""
        if not self.names_people(place) or "measure" in self.words[place].tags:
            return False
        following = self.at(place + 1)
        if following is None or not following.text[0].isalpha():
            return following is None or not following.glued
        small = {"preposition", "conjunction", "adverb", "modal", "cadence", "determiner"}
        return bool(
            following.tags & small
            or following.amount is not None
            or place + 1 in self.times
            or place + 1 in self.cadences
            or following.shape in ("ed", "ing")
            or following.lower in {"who", "due", "up", "worth"}
        )

    def leads_to_people(self, place: int) -> bool:
        """A preposition that leads to people before anything else begins: "with all accounts over $1m"."""
        for further in range(place + 1, min(len(self.words), place + _FAR)):
            word = self.words[further]
            if self.is_people_head(further):
                return True
            if word.lower in {",", ";", ".", "(", ":"} or further in self.times:
                return False
            if "preposition" in word.tags and word.lower not in {"of", "at", "up", "over", "under"}:
                return False
            if "conjunction" in word.tags and word.lower not in {"and", "or", "that"}:
                return False
        return False

    def opens_purpose(self, place: int) -> bool:
        """Such as "to learn why they left", "in order to", "so that"."""
        following = tuple(self.low(place + k) for k in range(3))
        if any(following[: len(words)] == words for words in _PURPOSES):
            return True
        following_word = self.at(place + 1)
        is_name = self.words[place].glued or (following_word is not None and following_word.glued)
        if self.low(place) != "to" or is_name:
            return False
        verb = place + 2 if self.low(place + 1).endswith("ly") else place + 1
        return self.is_verb(verb, "base") and self.words[verb].text[0].islower() and self._acts(verb)

    def _acts(self, place: int) -> bool:
        """The word behind "to" is a verb and no noun: "to fix bugs", not "to support teams"."""
        word, following = self.words[place], self.at(place + 1)
        if not word.tags & NOUNS or self.opens_object(place + 1):
            return True
        if following is None or following.tags & {"preposition", "conjunction"} or "channel" in word.tags:
            return False
        return following.text[0].isalpha() and not word.tags & {"customer", "staff"}

    def next_verb(self, place: int, shape: str) -> int | None:
        """The verb of a further deed behind "and", or None where "and" joins something else."""
        verb = place
        while self.low(verb) in _JOINTS:
            verb += 1
        if verb == place:
            return None
        while self.low(verb).endswith("ly"):
            verb += 1
        if not self.is_verb(verb, shape) or self.is_noun(verb):
            return None
        is_listed = self.low(place) == "," and verb == place + 1
        return None if is_listed and not self.opens_object(verb + 1) else verb

    def opens_occasion(self, head: int) -> bool:
        """The verb is the first half of a name: "welcome call with …", "review meeting for …"."""
        following = self.at(head + 1)
        if following is None or self.words[head].shape != "base" or self.low(head + 2) not in {"with", "for"}:
            return False
        return following.lower == following.lemma and following.lower in listed("nouns", "occasions")
