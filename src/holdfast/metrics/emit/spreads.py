"""Sets that reach ahead: an interval counts where any of those from it on does, as many as are asked for.

Each step doubles how far is looked, so that a month of days takes five of them. Written into one expression
instead, the text would double with each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.bits import Bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlglot import exp

    from holdfast.metrics.emit.actors import Trail


@dataclass(frozen=True, slots=True)
class Spread:
    """Positions from which a trail has something in the next few, the position itself the first of them.

    Attributes:
        trail: What is looked for.
        length: How many positions are looked at.
    """

    trail: Trail
    length: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A spread of one of the trails of a query.

    Attributes:
        number: Its place among the spreads.
        place: Place of the trail.
        length: How many positions are looked at.
    """

    number: int
    place: int
    length: int

    @property
    def widths(self) -> list[int]:
        """How far each step looks further than the one before: doubling, then what is left."""
        found, width = list[int](), 1
        while width < self.length:
            found.append(min(width, self.length - width))
            width += found[-1]
        return found

    def bits(self, trail: Trail) -> Bits:
        """The bits as columns of the step ``actors``."""
        return self._after(trail, len(self.widths), "actors")

    def _after(self, trail: Trail, level: int, step: str) -> Bits:
        if not level:
            return trail.bits(self.place, step)
        return Bits(tuple(sql.column(name, step) for name in self._names(trail, level)))

    def _names(self, trail: Trail, level: int) -> list[str]:
        return [f"spread_{self.number}_{level}_{word}" for word in range(trail.size)]

    def columns(self, trail: Trail, level: int, step: str) -> list[exp.Expr]:
        """What one step adds to those before it."""
        before = self._after(trail, level - 1, step)
        wider = before.or_(before.after(self.widths[level - 1]))
        names = self._names(trail, level)
        words = [sql.whole(0) if word is None else word for word in wider.words]
        return [sql.named(word, name) for word, name in zip(words, names, strict=True)]


def with_spreads(
    query: sql.Query, trails: Sequence[Trail], spreads: Sequence[Placed], *, source: str, materialized: bool
) -> sql.Query:
    """Adds the step ``actors``, which has the columns of a step and those of the spreads."""
    levels = max((len(spread.widths) for spread in spreads), default=0)
    for level in range(1, levels + 1):
        found = sql.select(sql.every_column()).from_(source)
        for spread in spreads:
            if level <= len(spread.widths):
                found = found.select(*spread.columns(trails[spread.place], level, source))
        name = "actors" if level == levels else f"spread_{level}"
        is_kept = materialized and level == levels
        query = query.with_(name, as_=found, materialized=is_kept)
        source = name
    return query
