"""Numbers and dates as they stand beside a key result."""

from __future__ import annotations

import math
import re
from datetime import date

from holdfast.late import late

# Bounded, so that a long line of digits costs no more than a short one.
NUMBER_WORD = late(r"[+\-\u2212]?(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,30})?(?:\.\d{0,30})?(?:[eE][+\-]?\d{1,4})?")
LONGEST_NUMBER = 80
_WITH_UNIT = late(
    r"(?:(?:[$\u20ac\u00a3]\s?)?(?P<count>[\d.,]{1,30})\s?(?P<thousands>[kK]?)"
    r"|[$\u20ac\u00a3]\s?(?P<sum>[\d.,]{1,30})\s?[mM])"
    r"(?:\s?(?:h|hrs?|hours?|d|days?|wks?|weeks?|months?|mins?|minutes?|pts|points?|pp|stars?)|\s?/\s?10{0,2}|\s?/\s?5)?"
)


def read_number(text: str) -> float | None:
    """A finite number in the metric's unit; ``8 %`` is the share 0.08. None for anything else.

    A comma is read as a separator of thousands, and only where it stands as one ("1,200").
    """
    word = text.strip()
    if len(word) > LONGEST_NUMBER:
        return None
    is_percentage = word.endswith("%")
    if is_percentage:
        word = word[:-1].rstrip()
    if not word or NUMBER_WORD.fullmatch(word) is None or not any(char.isdigit() for char in word):
        return None
    value = float(word.replace(",", "").replace("\u2212", "-"))
    if is_percentage:
        value /= 100
    return value if math.isfinite(value) else None


def read_value(text: str) -> float | None:
    """A number beside a key result as people write it, its unit left out: "21 days", "4.5/5", "12k".

    None for anything else, such as a date.
    """
    word = text.strip()
    match = _WITH_UNIT.fullmatch(word) if len(word) <= LONGEST_NUMBER else None
    if match is None:
        return read_number(word)
    number = read_number(match["sum"] or match["count"])
    scale = 1_000_000 if match["sum"] else 1_000 if match["thousands"] else 1
    return None if number is None else number * scale


def write_number(value: float) -> str:
    """The shortest digits that `read_number` turns back into the same float."""
    return str(int(value)) if _is_short_integer(value) else repr(float(value))


def write_relative(share: float) -> str:
    """A target relative to the baseline as people write it: ``+0.25 of baseline``."""
    words = write_number(share)
    return f"{words} of baseline" if words.startswith("-") else f"+{words} of baseline"


def _is_short_integer(value: float) -> bool:
    is_negative_zero = value == 0 and math.copysign(1.0, value) < 0
    return value.is_integer() and abs(value) < 1e15 and not is_negative_zero  # noqa: PLR2004 (exact in a float)


def read_date(text: str) -> date | None:
    """A calendar date written as 2026-12-31; None for anything else."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()) is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
