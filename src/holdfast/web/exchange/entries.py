"""What a file says, one thing after another: the same for spreadsheets, OKR files and JSON."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Kind = Literal["objective", "key result", "initiative"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is refused.

    Attributes:
        field: Which cell, as people name it.
        found: What stands there.
        mend: What to do.
    """

    field: str
    found: str
    mend: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an owner said on one day.

    Attributes:
        confidence: 0 to 10, or None.
    """

    on: date
    value: float | None = None
    confidence: int | None = None
    changed: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One objective, key result or initiative, as a file states it.

    Attributes:
        row: Where, from 1: a row of a spreadsheet, a line of a text, a number in a list.
        key: Its id in the file; empty where it has none.
        text: Its sentence.
        above: Ids or sentences of what it belongs to, or supports.
        told: The rest, by the names of `holdfast.web.exchange.told`.
        said: Its check-ins.
        refusals: Cells that cannot be read.
        notes: What is left out of it, and why.
        where: Where it stands, in words, if it is one of several files; empty else.
    """

    row: int
    kind: Kind
    key: str
    text: str
    above: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    where: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return self.where or f"row {self.row}"
