"""What goes out to people, addresses and chats."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema


class SentAnswer(Schema):
    """Something that went, or should go: to whom and when, never what it said.

    Attributes:
        kind: A notice to a person, or what a communication plan sends to a chat or an address.
        to: Of a chat no more than its service and how its address ends.
        attempts: So far.
        said: Why it was dropped or failed; never an address.
        touched_at: When its state changed last.
    """

    kind: Literal["notice", "plan"]
    id: int
    what: str
    to: str
    state: str
    attempts: int
    said: str
    touched_at: datetime


class OutboxAnswer(Schema):
    """How many failed and how many wait; the latest of those in trouble, and of those that are over."""

    failed: int
    waiting: int
    troubled: list[SentAnswer]
    latest: list[SentAnswer]
