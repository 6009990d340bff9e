"""Results within one sentence: a second result, or a guardrail that stands beside the first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading, Span

_GUARD = re.compile(
    r"(?i)\b(?:while|whilst|without)\s+(?:also\s+)?(?:keep|maintain|hold|stay|remain|preserv"
    r"|protect|hurt|harm|los|reduc"
    r"|increas|rais|lower|drop|degrad|sacrific|growing|exceed)\w*\b[^.;]*"
)
_JOINT = re.compile(
    r"(?i)\s*(?:;|,\s*and\b|\band\b|\bwhile\b(?:\s+only\b)?|\bplus\b|\bas well as\b|\+(?=\s[a-z]))\s+"
)
_TIME = re.compile(
    r"(?i)\b(?:within|in|by|after|before|over|during|last|next|first|every"
    r"|per)\s+(?:the\s+)?(?:first\s+|last\s+|next\s+)?"
    r"(?:\d+\s*(?:business\s+|working\s+)?(?:minutes?|hours?|days?|weeks?|months?|quarters?"
    r"|years?)\b|q[1-4]\b|h[12]\b|20\d\d)"
    r"|\bq[1-4]\b|\b20\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\bday[ -]\d+|\b\d+[ -]day\b"
)
_FIGURE = re.compile(r"[<>≤≥]?\s?[$€£]?\d[\d,.]*\s?(?:%|[a-z]+)?", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?i)\b(?:under|below|within|over|above|less than|more than|at least|at most)\s+\d|[<>≤≥]\s?\d"
)
_LEADING_WORDS = re.compile(r"^\s*(?:[A-Za-z][\w'’-]*\s+){1,7}?(?:[^\s\d]+\s+){0,4}?[<>≤≥~+$€£]?\d")


def guardrail_in(reading: KeyResultReading) -> Span | None:
    """Where a guardrail stands in the sentence: "while keeping CSAT above 90%"."""
    found = _GUARD.search(reading.text)
    return found.span() if found and found.start() > 0 else None


def second_result_in(reading: KeyResultReading) -> Span | None:
    """Where a second result stands, with a figure of its own ("and response under 2h"), or None."""
    text = reading.text
    guard = guardrail_in(reading)
    end = guard[0] if guard else len(text)
    if "(" in text[:end]:
        end = text.index("(") if _figures(text[: text.index("(")]) else end
    for joint in _JOINT.finditer(text, 0, end):
        left, right = text[: joint.start()], text[joint.end() : end]
        if re.search(r"(?i)\bbetween\b[^,;]*$", left) or not _figures(left):
            continue
        if _LEADING_WORDS.match(right) and (_figures(right) or _is_limit(right)):
            return (joint.end(), joint.end() + len(right.rstrip(" .")))
    return None


def _figures(part: str) -> bool:
    """A figure that is no date, window or cadence."""
    return _FIGURE.search(_TIME.sub(" ", part)) is not None


def _is_limit(part: str) -> bool:
    """A limit on a thing named before it ("response within 2 hours"), not a window of the first result."""
    first = re.match(r"\s*(\w+)\s", part)
    noun = (
        first is not None
        and re.search(r"(?i)\b(?:time|response|resolution|reply|latency|wait)\b", part) is not None
    )
    return noun and _LIMIT.search(part) is not None
