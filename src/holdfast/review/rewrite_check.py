"""Whether a rewrite keeps what the sentence says: numbers, unit, population, window and deadline."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from holdfast.review.reading import read_key_result
from holdfast.review.rewrite_phrases import capital

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.review.reading.model import Form, KeyResultReading

_LONGEST = 600  # characters of a statement that is still reworded
_GAP = re.compile(r"‹[^‹›]*›")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD_NUMBER = re.compile(
    r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|twelve|fifteen|twenty)\b"
)


def best_of(before: KeyResultReading, wordings: Iterable[str], *, unwanted: Form) -> str | None:
    """The first wording that reads as a result and keeps all that the sentence says.

    Where none is read in quite the same way, the first one that is not of the unwanted form and keeps
    numbers, window and deadline, rather one that holds all words of the population; None where there is none.
    """
    if len(before.text) > _LONGEST:
        return None
    others: dict[bool, str] = {}
    for sentence in dict.fromkeys(capital(wording) for wording in wordings):
        read = read_key_result(sentence)
        missing = lost(before, read)
        if not missing and read.form == "outcome":
            return sentence
        is_sound = read.form != unwanted and keeps_numbers(before.text, sentence)
        if is_sound and not {"window", "deadline"} & set(missing):
            others.setdefault(_names_people(before, sentence), sentence)
    return others.get(True) or others.get(False)


def _names_people(before: KeyResultReading, sentence: str) -> bool:
    """All words of the population stand in the sentence."""
    named = before.population
    return named is None or set(_plain(named).split()) <= set(_plain(sentence).split())


def keeps_numbers(before: str, after: str) -> bool:
    """Every number of the text stands in the other at least as often, and no other one does outside gaps."""
    rest = _GAP.sub(" ", after)
    return _keeps(_NUMBER.findall(before), _NUMBER.findall(rest)) and _keeps(
        [word.lower() for word in _WORD_NUMBER.findall(before)],
        [word.lower() for word in _WORD_NUMBER.findall(rest)],
    )


def _keeps(before: list[str], after: list[str]) -> bool:
    return Counter(before) <= Counter(after) and set(after) <= set(before)


def lost(before: KeyResultReading, after: KeyResultReading) -> tuple[str, ...]:
    """What the other sentence does not say any more: number, unit, population, window, deadline."""
    old, new = before.quantity, after.quantity
    checks = {
        "number": keeps_numbers(before.text, after.text)
        and (old.target in (None, new.target) or not _is_written(before)),
        "unit": old.target is None or old.unit == new.unit or _names_unit(before, after),
        "population": before.population is None or _is_same(before.population, after.population),
        "window": before.window is None or (after.window is not None and _length(before) == _length(after)),
        "deadline": not before.has_deadline or after.has_deadline,
    }
    return tuple(name for name, is_kept in checks.items() if not is_kept)


def _is_written(reading: KeyResultReading) -> bool:
    """The target stands in the text as a number or as "all"; a bare rhythm counts once a week."""
    covers = re.search(r"(?i)\b(?:all|every|each|any|both|no|zero|one)\b", reading.text) is not None
    return covers or _NUMBER.search(reading.text) is not None or _WORD_NUMBER.search(reading.text) is not None


def _is_same(before: str, after: str | None) -> bool:
    """One of the two groups is named within the other."""
    one, other = _plain(before), _plain(after or "")
    return bool(other) and (one in other or other in one)


def _names_unit(before: KeyResultReading, after: KeyResultReading) -> bool:
    unit = before.quantity.unit
    return unit is not None and _plain(unit) in _plain(after.text)


def _length(reading: KeyResultReading) -> tuple[float, str] | None:
    return None if reading.window is None else (reading.window.value, reading.window.unit)


def _plain(words: str) -> str:
    """Words without case, articles and the ending of the plural."""
    kept = [
        word for word in re.findall(r"[\w$€£+%'-]+", words.lower()) if word not in {"the", "our", "a", "an"}
    ]
    return " ".join(word.removesuffix("s") for word in kept)
