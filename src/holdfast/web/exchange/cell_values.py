"""Cells as values: numbers, dates, yes and no, people. What cannot be read is refused, never guessed at."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from holdfast.okr.numbers import read_value
from holdfast.web.drafts.forms import scale_of
from holdfast.web.exchange.entries import Refusal, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_PER_CENT = frozenset({"%", "percent", "percentage", "per cent", "pct"})
_UNITS: dict[str, str] = {
    **dict.fromkeys(("share", "ratio", "points", "hours", "days", "count", "money"), ""),
    **dict.fromkeys(("h", "hour", "hrs"), "hours"),
    **dict.fromkeys(("d", "day"), "days"),
    **dict.fromkeys(("pt", "pts", "point", "nps", "score"), "points"),
    **dict.fromkeys(("#", "number", "no", "customers", "calls", "accounts", "units"), "count"),
}
_CURRENCIES = frozenset({"$", "€", "£", "¥", "usd", "eur", "gbp", "chf", "jpy", "k$", "us$"})
_YES, _NO = (
    frozenset({"yes", "true", "1", "x", "y", "ja", "oui", "si"}),
    frozenset({"no", "false", "0", "n", "nein", ""}),
)
_SIGN = re.compile(r"^[$€£¥]\s*|\s*[$€£¥]$")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T].*)?")
_LINK = re.compile(r'=?HYPERLINK\(\s*"[^"]*"\s*[,;]\s*"?([^")]+)"?\s*\)', re.IGNORECASE)
_ID_INSIDE = re.compile(r"\bId:\s*([\w-]{1,40})\s*\)")
_MOST_NUMBERS = 1e15


class Reading:
    """Reads the cells of one row and keeps what cannot be read.

    Args:
        cells: Texts by field.
    """

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.refusals: list[Refusal] = []
        self.notes: list[str] = []
        self.unit, self.scale, self.is_stated = unit_of(cells.get("unit", ""))

    def text(self, field: str) -> str:
        """A cell as it stands."""
        return self.cells.get(field, "")

    def number(self, field: str, title: str) -> float | None:
        """A number in the unit of the row; None where the cell is empty."""
        written = self.text(field)
        if not written:
            return None
        word = _SIGN.sub("", written)
        value = read_value(word)
        if value is None or abs(value) > _MOST_NUMBERS:
            self.refuse(
                title, written, "Write a number such as 1234.5, 0.95 or 95 %, or leave the cell empty"
            )
            return None
        # A percent sign has made a share of it already.
        return value if word.endswith("%") else value * self.scale

    def day(self, field: str, title: str) -> date | None:
        """A date; None where the cell is empty."""
        written = self.text(field)
        if not written:
            return None
        found = day_in(written)
        if found is None:
            self.refuse(title, written, "Write a date such as 2026-12-31, or leave the cell empty")
        return found

    def truth(self, field: str, title: str) -> bool:
        """Yes or no; no where the cell is empty."""
        written = self.text(field).casefold()
        if written not in _YES | _NO:
            self.refuse(title, self.text(field), "Write yes or no")
        return written in _YES

    def choice(self, field: str, title: str, meant: Mapping[str, str]) -> str:
        """One of a few words; empty where the cell is empty."""
        written = self.text(field).casefold()
        found = next((value for word, value in meant.items() if written.startswith(word)), None)
        if written and found is None:
            self.refuse(
                title, self.text(field), f"Write one of {', '.join(sorted(set(meant.values()) - {''}))}"
            )
        return found or ""

    def refuse(self, title: str, written: str, mend: str) -> None:
        """Keep that a cell cannot be read."""
        self.refusals.append(Refusal(title, written[:120], mend))


def unit_of(written: str) -> tuple[str, float, bool]:
    """The unit of a row, what its numbers are multiplied by to be stored, and whether the file says it."""
    word = written.strip().casefold()
    if word in _PER_CENT:
        return "share", 0.01, True
    if word in _CURRENCIES:
        return "money", 1 / scale_of("money"), True
    known = _UNITS.get(word)
    return (known or word if known is not None else "count"), 1.0, known is not None


def day_in(written: str) -> date | None:
    """The date that a cell begins with, or None."""
    match = _DAY.fullmatch(written.strip())
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def id_in(written: str) -> str:
    """An id; of a link, what it shows."""
    match = _LINK.fullmatch(written.strip())
    return (match[1] if match else written).strip()[:200]


def ids_above(written: str) -> tuple[str, ...]:
    """What a row belongs to. ``Keep customers(weight: 50%, Id: 17)`` is 17; several stand with semicolons."""
    inside = _ID_INSIDE.findall(written)
    if inside:
        return tuple(dict.fromkeys(inside))
    return tuple(dict.fromkeys(part.strip()[:2_000] for part in written.split(";") if part.strip()))


def first_name(written: str) -> str:
    """The first of several people."""
    return next((part.strip() for part in re.split(r"[,;]", written) if part.strip()), "")[:254]


def is_several(written: str) -> bool:
    """More than one person stands there."""
    return len([part for part in re.split(r"[,;]", written) if part.strip()]) > 1


def check_ins_in(cells: Iterable[str], number: Callable[[str], float | None]) -> tuple[Said, ...]:
    """Check-ins as Viva Goals writes them: ``Checkin Date: 2025-03-10; …; Current Value: 25%; …``."""
    found = []
    for cell in cells:
        parts = re.split(
            r";\s*(?=(?:Checkin Date|User|Note|Metric Name|Status|Current Value|Activity Date):)", cell
        )
        told = {name.strip(): value.strip(" ;") for name, _, value in (part.partition(":") for part in parts)}
        on = day_in(told.get("Checkin Date", ""))
        if on is not None:
            found.append(Said(on, number(told.get("Current Value", "")), None, told.get("Note", "")[:5_000]))
    return tuple(found)
