"""Two results of one sentence as two sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.reading.language import load_language
from holdfast.review.rewrite_phrases import capital
from holdfast.review.rewrite_words import Shape

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading, Span

_JOINT = Shape(r"(?i)(?:[,;]\s*)?(?:\b(?:and|while(?: only)?|plus|as well as|with)\b|[;+&])?\s*$")
_ONLY = Shape(r"(?i)\bonly\s*$")
_SIZE = Shape(r"(?i)\s(?:by|to|from)\s+(?:at least\s+|over\s+)?[$€£]?[\d‹].*$")
_WORD = Shape(r"[^\W\d_]+")
_ALL = frozenset({"all", "every", "each", "both"})
_OPEN = frozenset({"that", "which", "the", "a", "of", "to", "with", "for", "by"})
_HELPERS = frozenset({"have", "has", "are", "is", "be", "remain", "remains"})


def as_two(reading: KeyResultReading, second: Span) -> str | None:
    """The sentence as two, word for word; None where the second result would be a bare name.

    A verb that both share is said twice, and so is a size: "Improve NPS and retention by 10%" becomes
    "Improve NPS by 10%. Improve retention by 10%".
    """
    text = reading.text.strip().rstrip(".;, ")
    before, rest = text[: second[0]], text[second[0] :].strip()
    if before.rstrip().endswith("("):
        rest = rest.replace(")", "", 1)
    first = _JOINT().sub("", before.rstrip(" (")).rstrip(" ,;.(")
    if not first or not rest or first.rsplit(" ", 1)[-1].lower() in _OPEN:
        return None
    size = _SIZE().search(rest)
    if size is not None and not re.search(r"\d", first):
        first = f"{first}{size[0]}"
    rest = _whole(first, rest, is_limited=_ONLY().search(before) is not None)
    return None if _is_bare(rest) else f"{first}. {capital(rest)}"


def _is_bare(rest: str) -> bool:
    """Neither a verb nor a figure: only the name of something."""
    language = load_language()
    listed = (word.lower() for word in _WORD().findall(rest))
    acts = any(word in language.verbs and word not in language.tags for word in listed)
    return not acts and not re.search(r"[\d‹]", rest)


def _whole(first: str, rest: str, *, is_limited: bool) -> str:
    """The second result with what it shares with the first: the verb, those whom it is about, "only"."""
    verbs = load_language().verbs
    opens, goes_on = (words.split(" ", 1)[0].lower() for words in (first, rest))
    if is_limited:
        return f"only {rest}"
    if goes_on in _HELPERS or (verbs.get(goes_on, ("", ""))[1] == "base" and opens in _ALL):
        return f"they {rest}"
    is_shared = verbs.get(opens, ("", ""))[1] == "base" and not verbs.get(goes_on, ("", ""))[1]
    if is_shared and (_SIZE().search(rest) is not None or not re.search(r"[\d‹]", rest)):
        return f"{first.split(' ', 1)[0].lower()} {rest}"
    return rest
