"""What the checks found, and the bet as it was frozen."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema


class FoundAnswer(Schema):
    """What one check found; null as key result is the objective itself.

    The record has the keys of `holdfast challenge --format json`.
    """

    key_result: int | None
    check: str
    on: date
    record: dict[str, Any]


class FrozenAnswer(Schema):
    """An objective as it was bet on: the content, and the digest that shows any change."""

    objective: int
    on: date
    digest: str
    content: dict[str, Any]
