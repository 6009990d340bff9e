"""Numbers and dates as they stand beside a key result."""

from __future__ import annotations

import math
import re
from datetime import date

# Bounded, so that a long line of digits costs no more than a short one.
NUMBER_WORD = re.compile(
    r"[+\-\u2212]?(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,30})?(?:\.\d{0,30})?(?:[eE][+\-]?\d{1,4})?"
)
LONGEST_NUMBER = 80


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
