"""Numbers made plain: the unit of a change, the value it starts from, whom an average is taken over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.quantities import plain
from holdfast.review.rewrite_phrases import capital
from holdfast.review.rewrite_words import Shape

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading

TODAY = "‹today's value›"
_LEADS_TO_LEVEL = Shape(
    r"(?i)\bto\s+(?:(?:at least|at most|under|below|above|over|less than|more than|no more than)\s+"
    r"|[<>≤≥~]\s?)*$"
)
_NAMED_BEHIND = Shape(
    r"(?i)\s*(?:increase|decrease|reduction|growth|improvement|uplift|rise|drop|decline|gain|more|fewer|less"
    r"|higher|lower|better|faster|jump|boost|cut|lift)\b"
)
_SAYS_OF_WHAT = Shape(
    r"(?i)\bof (?:today's|the current|its current|the present|its present|last \w+'s)"
    r" (?:value|level|rate|figure)\b"
    r"|\bper cent of today's value\b"
)


def says_of_what(text: str) -> bool:
    """The sentence says of what its per cent are taken ("of today's value"), or leaves a gap for it."""
    return _SAYS_OF_WHAT().search(text) is not None or f"from {TODAY}" in text


def with_unit(reading: KeyResultReading) -> tuple[str, ...]:
    """The sentence once for each way to read its change, the author's own sign first; empty for no change.

    "by 25%" of a rate is 25% of today's value, or 25 percentage points; "NPS up 50" is 50 points. Both ends
    are gaps, and no number is added outside them.
    """
    quantity = reading.quantity
    if quantity.span is None or quantity.target is None:
        return ()
    if reading.text[slice(*quantity.span)].strip().lower().endswith("x"):
        return (with_ends(reading),)
    sign = "\u2212" if reading.direction == "down" else "+"
    size = plain(quantity.target)
    if quantity.kind == "delta_absolute":
        return (_said(reading, "points", f"{sign} {size}"),)
    shares = _said(reading, "% of today's value", f"{sign} {size}%")
    return (shares, _said(reading, "percentage points", f"{sign} {size}"))


def _said(reading: KeyResultReading, unit: str, step: str) -> str:
    """The sentence with the unit behind its number and both ends behind it all."""
    text = reading.text.strip().rstrip(".;, ")
    start, end = reading.quantity.span or (0, 0)
    number, behind = text[start:end].rstrip("% "), text[end:]
    ends = f"from {TODAY} to ‹today's value {step}›"
    if _NAMED_BEHIND().match(behind):
        if unit.startswith("%"):
            return f"{text}, in per cent of today's value, {ends}"
        return f"{text[:start]}{number} {unit.removesuffix('s')}{behind}, {ends}"
    return f"{text[:start]}{number}{'' if unit.startswith('%') else ' '}{unit}{behind}, {ends}"


def with_ends(reading: KeyResultReading) -> str:
    """The sentence with both ends of its change to fill in, by a measure that may have to be named first."""
    text = reading.text.strip().rstrip(".;,: ")
    ends = f"from {TODAY} to ‹target›"
    is_change = reading.verb is not None or reading.metric not in {None, "other"}
    return f"{text}, {ends}" if is_change else f"{text}: ‹measure› {ends}"


def with_start(reading: KeyResultReading) -> str:
    """The sentence with the value it starts from as a gap: "NPS from ‹today's value› to 50"."""
    text = reading.text.strip().rstrip(".")
    span = reading.quantity.span
    lead = _LEADS_TO_LEVEL().search(text[: span[0]]) if span else None
    if lead is None or re.search(r"(?i)\bfrom\b", text):
        return f"{text} (today: ‹value›)"
    return f"{text[: lead.start()]}from {TODAY} {text[lead.start() :]}"


def over_the_same(reading: KeyResultReading) -> str:
    """An average that is taken over the same customers at both ends, so that leavers do not raise it."""
    return f"{reading.text.strip().rstrip('.;, ')}, over the same customers at both ends"


def with_meaning(reading: KeyResultReading) -> str:
    """The sentence with a gap for the meaning behind each word that reads two ways."""
    text, meant = reading.text.strip().rstrip("."), ""
    at = 0
    for doubt in sorted(reading.doubts, key=lambda one: one.span):
        if doubt.span[0] >= at:
            meant += f"{text[at : doubt.span[1]]} (‹what counts as “{doubt.words}”›)"
            at = doubt.span[1]
    return meant + text[at:]


def with_room(reading: KeyResultReading) -> str | None:
    """The sentence with room for a miss in place of all or none; None where no such figure stands in it."""
    span = reading.quantity.span
    if span is None:
        return None
    room = "‹98 %›" if reading.quantity.target else "at most ‹1›"
    text = reading.text.strip().rstrip(".")
    return capital(f"{text[: span[0]]}{room}{text[span[1] :]}")


def for_some(reading: KeyResultReading, customers: str) -> str:
    """The level of service for some customers only, with another one for the rest."""
    return f"{reading.text.strip().rstrip('.;, ')}, for {customers} only; ‹another level› for the others"
