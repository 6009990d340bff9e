"""What masking does not catch, in words: what it never looks for, and what looks as if it were personal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NEVER_SOUGHT = (
    "Not looked for, and so not masked: names of people who are not in the contact list, street addresses, "
    "dates of birth, numbers of passports, health and tax, user names and links."
)

_NUMBER = re.compile(r"(?<![\w.,])\d[\d -]{5,}\d(?![\w])", re.ASCII)
_AT = re.compile(r"\w@\w")
_SIGNED = re.compile(
    r"(?i:\bmy name is|\bthis is|\bi am|\bregards|\bsincerely|\bcheers|\bmit freundlichen grüßen),?\s+"
    r"[A-Z][a-z]+\s[A-Z][a-z]+\b"
)
_PLACE = re.compile(
    r"\b\d{1,5}\s(?:[A-Z][a-z]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Square|Boulevard|Blvd)\b"
    r"|\b[A-Z][a-zäöüß]+(?:straße|strasse|weg|gasse|platz)\s\d{1,4}\b"
)
_SIGNS = {
    "a long number of no known kind": _NUMBER,
    "a name that is not in the contact list": _SIGNED,
    "a street address": _PLACE,
    "an @ that is no whole address": _AT,
}


def leftovers(masked: Iterable[str]) -> dict[str, int]:
    """Of texts already masked, how many still hold something that looks personal, by what it looks like."""
    counts = dict.fromkeys(_SIGNS, 0)
    for text in masked:
        for sign, pattern in _SIGNS.items():
            counts[sign] += bool(pattern.search(text))
    return {sign: count for sign, count in counts.items() if count}


def privacy_sentences(masked: Mapping[str, int], left: Mapping[str, int], texts: int) -> tuple[str, ...]:
    """What was masked, what may be left, and what is never looked for.

    >>> privacy_sentences({"e-mail address": 2}, {}, 40)[0]
    'Masked in 40 texts before anything was kept or shown: e-mail address (2).'
    """
    return tuple(_sentences(masked, left, texts))


def _sentences(masked: Mapping[str, int], left: Mapping[str, int], texts: int) -> Iterator[str]:
    if masked:
        listed = ", ".join(f"{kind} ({count:,})" for kind, count in sorted(masked.items()))
        yield f"Masked in {texts:,} texts before anything was kept or shown: {listed}."
    else:
        yield f"No e-mail address, card, IBAN, telephone number or known name was found in {texts:,} texts."
    if left:
        listed = ", ".join(f"{sign} ({count:,})" for sign, count in sorted(left.items()))
        yield f"Texts that may still hold something personal, since they hold what looks like it: {listed}."
    yield NEVER_SOUGHT
