"""Key results in a script that is not the language's: they are shown, and no rule judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.okr.model import OkrDocument
    from holdfast.review.finding import Finding
    from holdfast.review.ignoring import Notice

_FIRST_OTHER = "\u0250"
"""The letters before it are Latin, with all their accents."""


def without_foreign(
    found: tuple[Finding, ...], document: OkrDocument
) -> tuple[tuple[Finding, ...], tuple[Notice, ...]]:
    """The findings about what could be read, and a notice for each key result that could not be."""
    foreign = {
        (at, number): result
        for at, objective in enumerate(document.objectives, 1)
        for number, result in enumerate(objective.key_results, 1)
        if is_foreign(result.text)
    }
    if not foreign:
        return found, ()
    from holdfast.review.ignoring import Notice  # noqa: PLC0415 - most OKRs are in one language

    kept = tuple(one for one in found if (one.target.objective, one.target.number) not in foreign)
    lines: Iterable[int] = (result.place.line if result.place else 1 for result in foreign.values())
    return kept, tuple(Notice(line, "it is not in English, and was not reviewed") for line in lines)


def is_foreign(text: str) -> bool:
    """More than half of its letters are of another script: no word of it can be read."""
    if text.isascii():
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter >= _FIRST_OTHER for letter in letters) > len(letters)
