"""Names of people whom the company knows: its own contact list, and nobody else's."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.reasons.privacy.model import Span

KIND = "name from your contact list"
MASK = "[name]"

_PART = re.compile(r"[^\W\d_]{2,}(?:['\u2019-][^\W\d_]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Contacts:
    """Names to be masked.

    Attributes:
        whole: First and last names that belong together, in small letters.
        single: Names that are masked also alone; words of the language are none of them.
        parts: All words of all names.
    """

    whole: frozenset[tuple[str, ...]]
    single: frozenset[str]
    parts: frozenset[str]


NOBODY = Contacts(frozenset(), frozenset(), frozenset())


def contacts(names: Iterable[str] = (), emails: Iterable[str] = ()) -> Contacts:
    """The names of a contact list: as they are written, and as addresses tell them (``anna.maier@…``).

    A name of one word that is also a word of the language (Mark, Grace, Price) is masked only beside the
    other part of it.

    >>> sorted(contacts(["Grace Maier"], ["jo.brandt@firm.example"]).single)
    ['brandt', 'maier']
    """
    whole = {parts for name in names if (parts := _parts(name))}
    whole |= {parts for email in emails if len(parts := _parts(email.partition("@")[0])) > 1}
    words = _ordinary()
    single = {part for parts in whole for part in parts if len(part) >= _LEAST and part not in words}
    several = frozenset(parts for parts in whole if len(parts) > 1)
    return Contacts(several, frozenset(single), frozenset(part for parts in whole for part in parts))


def spans(text: str, known: Contacts) -> Iterator[Span]:
    """Where known names stand: whole names in any case, single ones with a capital.

    >>> list(spans("Ask Anna Maier or MAIER.", contacts(["Anna Maier"])))
    [(4, 14), (18, 23)]
    """
    if not known.whole and not known.single:
        return
    words = list(_WORD.finditer(text))
    some = {place for place, word in enumerate(words) if _bare(word[0]) in known.parts}
    at = 0
    while some and at < len(words):
        end = None
        if at in some:
            end = _whole_from(text, words, at, known) or _single_at(words, at, known)
        if end:
            yield words[at].start(), words[end - 1].end()
        at = end or at + 1


def _whole_from(text: str, words: list[re.Match[str]], at: int, known: Contacts) -> int | None:
    """Past the last word of a whole name that begins here, either part first; None where none does."""
    for size in (3, 2):
        some = words[at : at + size]
        if len(some) == size and len(text[some[0].end() : some[-1].start()]) < 40:  # noqa: PLR2004 - a line's gap
            lowered = tuple(_bare(word[0]) for word in some)
            if lowered in known.whole or lowered[::-1] in known.whole:
                return at + size
    return None


def _single_at(words: list[re.Match[str]], at: int, known: Contacts) -> int | None:
    word = words[at][0]
    return at + 1 if word[0].isupper() and _bare(word) in known.single else None


def _bare(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("\u2019s")


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in _PART.findall(name))


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """Words of the language that are names too, and words of addresses that are nobody's name."""
    return frozenset(Path(__file__).with_name("ordinary_words.txt").read_text(encoding="utf-8").split())
