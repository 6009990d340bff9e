"""Rows of counts sorted by segment and period, and what a finish returns for one of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from holdfast.metrics.request import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.metrics.protocol import Cell
    from holdfast.units import Interval


GUEST = "guest"
"""The part of rows that belong to no customer, hence to no segment: a query has it for the whole only."""

SETTLED = "settled"
"""The part of waits that are over and old enough: their counts are kept, and never read again."""


class Count(NamedTuple):
    """One row of a query: which count, its two numbers, and how many."""

    part: str
    x: int
    y: int
    n: int


Counts = dict[int, list[Count]]
"""Counts by the position of their period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """One value; the fields are those of a Measurement.

    Attributes:
        can_change: Something that is not pending can still change it, such as an answer that may yet come.
        pending_among: All of whom the pending are a part; None where these are the pending and the
            denominator together.
        grows: Its counts change with the as-of date although its value cannot: somebody still waits.
    """

    value: float | None
    numerator: int
    denominator: int
    interval: Interval | None
    pending: int
    pending_among: int | None = None
    can_change: bool = False
    grows: bool = False
    details: tuple[tuple[str, float], ...] = ()


def by_segment(rows: Sequence[tuple[Cell, ...]], cuts: int) -> Mapping[tuple[str, ...], Counts]:
    """Counts by segment values, null shown as ``(none)``, in the order of the values.

    Args:
        rows: Rows of ``part, period, segment_1 …, x, y, n``.
        cuts: How many segment columns there are. With none there is always the one segment of everybody.
    """
    found: dict[tuple[str, ...], Counts] = defaultdict(lambda: defaultdict(list))
    if not cuts:
        found[()] = defaultdict(list)
    for part, period, *segment, x, y, n in rows:
        values = tuple(NONE if value is None else str(value) for value in segment)
        found[values][_int(period)].append(Count(str(part), _int(x), _int(y), _int(n)))
    return dict(sorted(found.items()))


def total(counts: Sequence[Count]) -> int:
    """Sum of n."""
    return sum(count.n for count in counts)


def _int(value: Cell) -> int:
    # Engines return sums as decimals or huge integers; all are whole.
    return int(value or 0)
