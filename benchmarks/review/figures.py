"""A figure of the benchmark: what was measured, on how many, what it must reach, what the peer reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        name: What was measured.
        value: Share or score in 0..1, or a count such as the median of suggestions.
        support: How many labelled statements it rests on.
        bound: What it must reach, None where nothing is asked for.
        at_most: The bound is an upper one.
        peer: The published check's figure on the same statements, None where it has none.
        spread: Range of the figure when the statements are drawn anew, None where not computed.
    """

    name: str
    value: float
    support: int
    bound: float | None = None
    at_most: bool = False
    peer: float | None = None
    spread: tuple[float, float] | None = None

    @property
    def is_reached(self) -> bool:
        """True where nothing is asked for, or nothing is there to measure it on."""
        if self.bound is None or not self.support:
            return True
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def cells(self) -> tuple[str, ...]:
        """Name, value, bound, peer, number of statements, as a table shows them."""
        spread = "" if self.spread is None else f" ({self.spread[0]:.2f} to {self.spread[1]:.2f})"
        sign = "≤" if self.at_most else "≥"
        bound = "" if self.bound is None else f"{sign} {self.bound:.2f}"
        peer = "" if self.peer is None else f"{self.peer:.3f}"
        value = f"{self.value:.3f}{spread}" if self.support else "none"
        return (self.name, value, bound, peer, str(self.support), "" if self.is_reached else "missed")


HEAD = ("figure", "value", "asked", "peer", "n", "")


def as_text(figures: Iterable[Figure]) -> str:
    """The figures as an aligned table."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def as_markdown(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = [HEAD, ("---",) * len(HEAD), *(figure.cells() for figure in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
