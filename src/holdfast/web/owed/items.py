"""One thing that waits for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date

Kind = Literal["check-in", "publish", "bind", "decide", "initiative", "mention"]
WORDS: dict[str, str] = {
    "check-in": "Check-in",
    "publish": "Draft",
    "bind": "No metric yet",
    "decide": "Decision",
    "initiative": "Initiative",
    "mention": "Mention",
}
"""Kinds as pages write them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits for somebody.

    Attributes:
        kind: What it is.
        text: The words that it is about.
        does: What the link does, as a verb phrase.
        address: Of the page that does it.
        due: Local date; until then nothing is late.
        about: Why it waits, or where it belongs; may be empty.
        done: Address that takes a form which ends it at once; empty where only the page does.
        ends: What that form's button says.
    """

    kind: Kind
    text: str
    does: str
    address: str
    due: date
    about: str = ""
    done: str = ""
    ends: str = ""
