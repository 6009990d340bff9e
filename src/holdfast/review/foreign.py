"""Statements that are not in the language of the rules: they are shown, and no rule judges them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from holdfast.review.ontology import words
from holdfast.review.reading.language import load_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.okr.model import KeyResult, Objective, OkrDocument
    from holdfast.review.finding import Finding
    from holdfast.review.ignoring import Notice

_FIRST_OTHER = "\u0250"
"""The letters before it are Latin, with all their accents."""
_MOST_READ = 2_000
_SHORT = 3  # letters of a word that is no plural
_WORD = re.compile(r"[^\W\d_]+")
_ELIDED = re.compile(r"(?i)\b(?:l|d|qu|n|j)['’](?=[^\W\d_]{2})")
_PLACE = tuple[int, int | None]


def without_foreign(
    found: tuple[Finding, ...], document: OkrDocument
) -> tuple[tuple[Finding, ...], tuple[Notice, ...]]:
    """The findings about what could be read, and a notice for each statement that could not be.

    Where the objective could not be read, nothing is said of the whole set either.
    """
    foreign = dict(_foreign(document))
    if not foreign:
        return found, ()
    from holdfast.review.ignoring import Notice  # noqa: PLC0415 - most OKRs are in one language

    kept = tuple(one for one in found if (one.target.objective, one.target.number) not in foreign)
    lines: Iterable[int] = (one.place.line if one.place else 1 for one in foreign.values())
    return kept, tuple(Notice(line, "it is not in English, and was not reviewed") for line in lines)


def _foreign(document: OkrDocument) -> Iterator[tuple[_PLACE, Objective | KeyResult]]:
    """The statements in another language by (objective, key result), in the order of the text."""
    for at, objective in enumerate(document.objectives, 1):
        statements: list[tuple[int | None, Objective | KeyResult]] = [
            (None, objective),
            *enumerate(objective.key_results, 1),
        ]
        told = [is_foreign(statement.text) for _, statement in statements]
        for (number, statement), is_told in zip(statements, told, strict=True):
            if is_told or (any(told) and _is_unknown(statement.text)):
                yield (at, number), statement


def is_foreign(text: str) -> bool:
    """No reader of English reads it: another script, or another language's small words."""
    return is_other_script(text) or _is_other_language(text[:_MOST_READ])


def is_other_script(text: str) -> bool:
    """More than half of its letters are of another script: no word of it can be read."""
    if text.isascii():
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter >= _FIRST_OTHER for letter in letters) > len(letters)


def _is_other_language(text: str) -> bool:
    """Another language's small words outnumber English ones, and the words that English knows.

    Names of products and places hold such words too ("La Poste", "Rio de Janeiro"), so that one of them
    counts only where no word is known, and a capital only at the beginning.
    """
    listed = _WORD.findall(text)
    small, own = _listed("small"), _listed("own")
    theirs = sum((word if at else word.lower()) in small for at, word in enumerate(listed))
    theirs += len(_ELIDED.findall(text))
    if not theirs:
        return False
    ours = sum(word.lower() in own for word in listed)
    known = sum(word.lower() not in small and _is_known(word) for word in listed)
    if theirs == 1:
        return not ours and not known and len(listed) > 1
    return theirs > ours and theirs >= known


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(words("foreign", name))


def _is_unknown(text: str) -> bool:
    """It has words, and English knows none of them; capitals and numbers are of no language."""
    listed = [word for word in _WORD.findall(text[:_MOST_READ]) if not word.isupper()]
    return bool(listed) and not any(_is_known(word) for word in listed)


def _is_known(word: str) -> bool:
    """A word of the English lists: small, a verb, or a noun, in the plural too; abbreviations are none."""
    if word.isupper():
        return False
    language, lower = load_language(), word.lower()
    forms = (lower, lower.removesuffix("s") if len(lower) > _SHORT else lower)
    return lower in _listed("own") or any(w in language.verbs or w in language.tags for w in forms)
