"""Find somebody again in texts and JSON: by address, by whole name, by id, by the words they wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from holdfast.reasons.privacy.names import contacts
from holdfast.reasons.texts.model import RawText
from holdfast.reasons.texts.reading import read_texts
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.service.persons.who import Whom

ERASED = "[erased]"
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_GAP = re.compile(r"\s*")
_LEAST_LETTERS, _LEAST_WORDS = 16, 3
_FIRST_WORDS = 6
_LEAST_ID, _LEAST_DIGITS = 4, 7
_ID_KEYS = frozenset({"person_id", "customer_id", "person", "customer", "account"})
_WORD_KEYS = frozenset({"words", "text", "comment", "quote", "quotes"})


@dataclass(frozen=True, slots=True)
class Traces:
    """What tells of somebody.

    Attributes:
        marks: Patterns of addresses, names and ids.
        sentences: Beginning of each sentence they wrote, as a pattern, and the words that follow it.
        ids: Under keys of JSON that hold an id.
        short: Texts too short to be looked for inside others, in small letters.
        unsought: Ids that are like any other number or word, and so not looked for in texts.
    """

    marks: tuple[re.Pattern[str], ...]
    sentences: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    ids: frozenset[str]
    short: frozenset[str]
    unsought: tuple[str, ...]

    def cleared(self, text: str) -> tuple[str, int]:
        """A text with each trace replaced by a mark, and how many there were."""
        spans = sorted(self._spans(text))
        pieces: list[str] = []
        at = count = 0
        for start, end in spans:
            if start >= at:
                pieces += [text[at:start], ERASED]
                count += 1
            at = max(at, end)
        return "".join((*pieces, text[at:])), count

    def cleared_value(self, value: Any, key: str = "") -> tuple[Any, int]:  # noqa: ANN401 - JSON
        """The same of every text inside a value as JSON has it."""
        if isinstance(value, str):
            is_whole = (key in _ID_KEYS and value in self.ids) or (
                key in _WORD_KEYS and _plain(value) in self.short
            )
            return (ERASED, 1) if is_whole else self.cleared(value)
        if isinstance(value, list | tuple):
            made = [self.cleared_value(one, key) for one in value]
            return [one for one, _ in made], sum(count for _, count in made)
        if isinstance(value, dict):
            named = {self.cleared(name)[0]: self.cleared_value(one, name) for name, one in value.items()}
            keys = sum(self.cleared(name)[1] for name in value)
            return {name: one for name, (one, _) in named.items()}, keys + sum(n for _, n in named.values())
        return value, 0

    def is_theirs(self, words: str) -> bool:
        """Whether a text is, or holds, what they wrote."""
        return _plain(words) in self.short or bool(self.cleared(words)[1])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        for mark in self.marks:
            yield from (one.span() for one in mark.finditer(text))
        for pattern, following in self.sentences:
            for found in pattern.finditer(text):
                yield found.start(), _extended(text, found.end(), following)


def traces(who: Whom, words: Iterable[str]) -> Traces:
    """What tells of somebody.

    Args:
        who: They.
        words: The texts they wrote, as the tables have them.
    """
    texts = tuple(dict.fromkeys(_forms(words, who.emails)))
    sentences = {one for text in texts for one in _SENTENCE.split(text) if _is_telling(one)}
    short = {_plain(text) for text in texts if text.strip() and not _is_telling(text)}
    unsought = tuple(one for one in who.ids if not _is_distinct(one))
    return Traces(
        marks=tuple(_marks(who)),
        sentences=tuple(_beginning(one) for one in sorted(sentences)),
        ids=frozenset(who.ids),
        short=frozenset(short - {""}),
        unsought=unsought,
    )


def _forms(words: Iterable[str], emails: Sequence[str]) -> Iterator[str]:
    """As it stands, and as it is shown: cleaned and masked."""
    for one in words:
        yield one
        rows = [RawText("ticket", "", None, 0, one)]
        for known in (contacts(), contacts(emails=emails)):
            yield from (text.words for text in read_texts(rows, known).texts)


def _marks(who: Whom) -> Iterator[re.Pattern[str]]:
    for email in who.emails:
        yield re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-])", re.IGNORECASE)
    for parts in sorted(contacts(emails=who.emails).whole):
        for order in (parts, parts[::-1]):
            gap = r"[\s,._-]{1,3}"
            yield re.compile(rf"(?<!\w){gap.join(map(re.escape, order))}(?!\w)", re.IGNORECASE)
    for one in who.ids:
        if _is_distinct(one):
            yield re.compile(rf"(?<![\w-]){re.escape(one)}(?![\w-])")


def _is_distinct(known_id: str) -> bool:
    """No price, year or common word is like it."""
    has_both = any(map(str.isdigit, known_id)) and any(map(str.isalpha, known_id))
    return (has_both and len(known_id) >= _LEAST_ID) or len(known_id) >= _LEAST_DIGITS


def _is_telling(sentence: str) -> bool:
    return len(sentence.strip()) >= _LEAST_LETTERS and len(sentence.split()) >= _LEAST_WORDS


def _beginning(sentence: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    words = sentence.split()
    first = r"\s+".join(map(re.escape, words[:_FIRST_WORDS]))
    return re.compile(rf"(?<!\w){first}"), tuple(words[_FIRST_WORDS:])


def _extended(text: str, end: int, following: Sequence[str]) -> int:
    """Past the last word that goes on as they wrote it: quotes are cut after some of them."""
    for word in following:
        gap = _GAP.match(text, end)
        start = gap.end() if gap else end
        if not text.startswith(word, start):
            break
        end = start + len(word)
    return end


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
