"""Cycles, teams and people."""

from __future__ import annotations

from datetime import date

from ninja import Schema


class CycleAnswer(Schema):
    """A cycle; its dates are half-open."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    state: str
    cadence_days: int


class Me(Schema):
    """Whose token it is, and what it allows."""

    id: int
    name: str
    is_administrator: bool
    scopes: list[str]
