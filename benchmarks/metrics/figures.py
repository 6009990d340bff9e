"""One measured figure beside what was asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio or a size.

    Attributes:
        name: What was measured.
        found: The figure.
        limit: What it may be at most; None where nothing was asked for.
        unit: ``x`` for a ratio, else ``MB``, ``ms``, ``s``.
        note: What both sides cost.
    """

    name: str
    found: float
    limit: float | None = None
    unit: str = "x"
    note: str = ""

    @property
    def holds(self) -> bool:
        """It is within its limit, or there is none."""
        return self.limit is None or self.found <= self.limit

    def row(self) -> str:
        """A row of a Markdown table."""
        limit = "" if self.limit is None else f"{self.limit:g} {self.unit}"
        found, holds = f"{self.found:.2f} {self.unit}", "yes" if self.holds else "NO"
        return f"| {self.name} | {found} | {limit} | {holds} | {self.note} |"


def ratio(name: str, ours: float, theirs: float, limit: float | None) -> Figure:
    """Ours by theirs, with what both cost."""
    return Figure(name, ours / theirs, limit, note=f"{ours:.2f} against {theirs:.2f} CPU s")
