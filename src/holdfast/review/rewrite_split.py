"""Two results of one sentence as two sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.reading.language import load_language

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading, Span

_JOINT = re.compile(r"(?i)(?:[,;]\s*)?(?:\b(?:and|while(?: only)?|plus|as well as)\b|[;+])?\s*$")
_OPEN = frozenset({"that", "which", "the", "a", "of", "to", "with", "for", "by"})
_HELPERS = frozenset({"have", "has", "are", "is", "be", "remain", "remains"})


def as_two(reading: KeyResultReading, second: Span) -> str | None:
    """The sentence as two, word for word; None where nothing stands before the second result."""
    text = reading.text.strip().rstrip(".;, ")
    is_limited = re.search(r"(?i)\bonly\s*$", text[: second[0]]) is not None
    first = _JOINT.sub("", text[: second[0]]).rstrip(" ,;.")
    rest = text[second[0] :].strip()
    if not first or not rest or first.rsplit(" ", 1)[-1].lower() in _OPEN:
        return None
    if is_limited:
        rest = f"Only {rest}"
    rest = f"They {rest}" if _lacks_subject(first, rest) else rest
    return f"{first}. {rest[:1].upper()}{rest[1:]}"


def _lacks_subject(first: str, rest: str) -> bool:
    """The second result goes on about those whom the first names: "All teams do X and have done Y"."""
    verbs = load_language().verbs
    opens, goes_on = (words.split(" ", 1)[0].lower() for words in (first, rest))
    if goes_on in _HELPERS:
        return True
    return verbs.get(goes_on, ("", ""))[1] == "base" and opens in {"all", "every", "each", "both"}
