"""Days as users type them."""

from __future__ import annotations

import re
from datetime import date

from holdfast.errors import InputError


def day(option: str, text: str | None) -> date | None:
    """A date as ``2026-09-30``; None where none was given.

    Raises:
        InputError: It is no date.
    """
    if text is None:
        return None
    # fromisoformat alone would also take 20260930 and 2026-W40-3, which people do not mean to type.
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise InputError(
        option, f"{text!r} is not a date", "a day of the calendar such as 2026-09-30", "Write the day so"
    )
