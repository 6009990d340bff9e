"""Figures, counts and days in words, for pages: what needs nothing of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from holdfast.evidence.wording import chance_text
from holdfast.records.words import day_text, value_text
from holdfast.web.company import company

if TYPE_CHECKING:
    from datetime import date

NOTHING = "\N{EN DASH}"
_MONTH = 30
_LIKELY = 0.5


def figure(value: float | None, unit: str, absent: str = NOTHING) -> str:
    """A value with its unit, money in the company's currency; a dash where there is none."""
    if value is None:
        return absent
    currency = company().currency if unit == "money" else None
    return value_text(value, unit, currency=currency)  # type: ignore[arg-type]  # units of the models


def since(day: date, today: date) -> str:
    """How long ago a day is, for a page of many rows that knows what day it is."""
    return days_ago((today - day).days, day)


def plural(count: int, one: str, many: str = "") -> str:
    """``1 key result``, ``3 key results``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def days_ago(days: int, day: date) -> str:
    """A day by how long ago it was; a date from a month on, and in the future."""
    if days < 0 or days > _MONTH:
        return day_text(day)
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def chances_text(chance: float | None, before: float | None) -> str:
    """``34 in 100, was 41 last week``; without the second where it is the same, empty where there is none."""
    if chance is None:
        return ""
    now, was = chance_text(chance), None if before is None else chance_text(before)
    return now if was in {None, now} else f"{now}, was {(was or '').removesuffix(' in 100')} last week"


def on_track_text(chance: float | None, frozen: float | None, *, is_judged: bool) -> str:
    """Why a key result is on track though its chance is low; empty where the chance is not, or says enough.

    Args:
        chance: Of being met, as last forecast, 0..1.
        frozen: The same when it was frozen.
        is_judged: The status goes by the chance; else by the way, as the chance was out of reach when frozen.
    """
    if chance is None or frozen is None or chance >= _LIKELY:
        return ""
    now, was = chance_text(chance), chance_text(frozen)
    if not is_judged:
        return f"{now}, out of reach when frozen: its way is judged"
    return f"{now}, as when frozen" if now == was else f"{now}, on its course: {was} when frozen"


class Aimed(Protocol):
    """What states a target or a bound, in a unit: a key result."""

    @property
    def kind(self) -> str:
        """Of key results."""

    @property
    def unit(self) -> str:
        """Of all its numbers."""

    @property
    def target(self) -> float | None:
        """Of a change."""

    @property
    def at_least(self) -> float | None:
        """Of a maintain."""

    @property
    def at_most(self) -> float | None:
        """Of a maintain."""


def aim(row: Aimed) -> str:
    """What a key result is to reach, in its unit; empty where nothing is stated."""
    if row.kind != "maintain":
        return "" if row.target is None else figure(row.target, row.unit)
    if row.at_least is not None and row.at_most is not None:
        return f"{figure(row.at_least, row.unit)} to {figure(row.at_most, row.unit)}"
    if row.at_least is not None:
        return f"at least {figure(row.at_least, row.unit)}"
    return f"at most {figure(row.at_most, row.unit)}"
