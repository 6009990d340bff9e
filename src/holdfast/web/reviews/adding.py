"""One more key result in a text, in a line like the others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr import parse_okr
from holdfast.okr.model import KeyResult
from holdfast.web.reviews.reviewing import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.okr.model import OkrDocument

_MARK = re.compile(
    r"\s*(?:(?:KR|Key result)\s*)?(?:(?P<number>\d{1,3})[.):]|[-*\N{BULLET}])\s+", re.IGNORECASE
)


def with_key_result(text: str, words: str, *, objective: int) -> str:
    """A text with one more key result at the end of an objective's; nothing else in it changes.

    Args:
        text: An OKR.
        words: Of the new key result, on one line.
        objective: Which objective of the text, from 1.

    Raises:
        InputError: The text is no list of key results, one a line, so that it has to be added by hand.
    """
    before = parse_okr(text, name=NAME)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    results = before.objectives[objective - 1].key_results
    place = results[-1].place if results else None
    if place is not None:
        new = _like(lines[place.line - 1], words)
        for at in _ends(lines, place.line):
            made = "\n".join([*lines[:at], new, *lines[at:]])
            if _adds_only(before, made, words, objective=objective):
                return made
    found = "it cannot be told where it belongs in this text"
    raise InputError("The key result", found, "", "Add it by hand, in a line of its own")


def _ends(lines: Sequence[str], last: int) -> Iterator[int]:
    """Where a line may be put in: after the last key result, then after what is nested beneath it."""
    yield last
    for at in range(last, len(lines)):
        if not lines[at].startswith((" ", "\t")):
            break
        yield at + 1


def _like(line: str, words: str) -> str:
    """The words as a line like another key result's: its indent, and its bullet or the next number."""
    mark = _MARK.match(line)
    if mark is None:
        return words
    number = mark["number"]
    begun = mark[0].replace(number, str(int(number) + 1), 1) if number else mark[0]
    return begun + words


def _adds_only(before: OkrDocument, text: str, words: str, *, objective: int) -> bool:
    """Read again, the text says what it said, and the new key result after the others."""
    try:
        after = parse_okr(text, name=NAME)
    except InputError:
        return False
    own = before.objectives[objective - 1]
    meant = list(before.objectives)
    meant[objective - 1] = replace(own, key_results=(*own.key_results, KeyResult(words)))
    return list(after.objectives) == meant
