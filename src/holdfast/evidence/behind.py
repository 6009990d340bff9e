"""What is behind a change: the segments that made it, and the customers by name.

Nothing is named where the change lies within what happens anyway: of a change that is none there is no cause,
and somebody would look for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.mix import NOT_IMPROVEMENT, RATES_MOVED, verdict_of
from holdfast.stats.holm import holm
from holdfast.stats.mix_shift import Counted, mix_shift
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from holdfast.records import PanelRow
    from holdfast.stats.mix_shift import MixShift

    Reals = NDArray[np.float64]

ODD = 0.05
"""Chance of naming any segment of a week in which all were alike, over all columns and segments."""

DRAWS = 4000
MOST = 40
"""A column with more values is a name, and no segment."""

LEAST_PART = 0.5
"""Part of a change from which one segment is said to have made most of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What became known of one customer.

    Attributes:
        customer: Its id.
        segment: Its value in each column, in the order of the columns.
        counted: The outcome happened: of a share of those who stay, it stayed.
    """

    customer: str
    segment: tuple[str, ...]
    counted: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What one segment did.

    Attributes:
        column: What tells segments apart.
        name: Of the segment.
        counted: Customers whose outcome happened.
        known: Customers whose outcome is known.
        share: What it made of the whole change, in the unit of the change.
    """

    column: str
    name: str
    counted: int
    known: int
    share: float


@dataclass(frozen=True, slots=True)
class NewlyKnown:
    """What became known between two days.

    Attributes:
        counted: Customers whose outcome happened.
        known: Customers whose outcome became known.
        expected: Part of them that was to be expected to count.
        odd: Segments that lie off what was to be expected by more than luck among so many, the oddest first.
        customers: Those whose outcome moved the value the way it moved, in the order of their names.
    """

    counted: int
    known: int
    expected: float
    odd: tuple[Part, ...]
    customers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shifted:
    """A change from one period to the next in its parts, by the column that tells most of it.

    Attributes:
        column: What tells the segments apart.
        verdict: See `holdfast.evidence.mix`.
        shift: Rates and mix.
        parts: What each segment did itself, the largest first.
        customers: Of the first of them, those whose outcome moved the value the way it moved.
    """

    column: str
    verdict: str
    shift: MixShift
    parts: tuple[Part, ...]
    customers: tuple[str, ...]

    @property
    def is_of_one(self) -> bool:
        """The first segment made most of the change."""
        change = self.shift.change
        return bool(self.parts) and bool(change) and self.parts[0].share / change >= LEAST_PART


def became_known(before: Iterable[PanelRow], now: Iterable[PanelRow]) -> tuple[Known, ...]:
    """Outcomes that are known now and were not before, in the order of customers.

    Args:
        before: The panel as of the earlier day.
        now: The same question as of the later one.
    """
    new = Counter(map(_key, _final(now))) - Counter(map(_key, _final(before)))
    return tuple(
        Known(customer, segment, outcome) for customer, _, segment, outcome in sorted(new.elements())
    )


def known_of(rows: Iterable[PanelRow]) -> tuple[Known, ...]:
    """Every outcome that is known."""
    return tuple(Known(row.customer_id, row.segment, bool(row.outcome)) for row in _final(rows))


def newly_known(
    found: Sequence[Known], columns: Sequence[str], *, expected: float, is_up: bool, seed: int
) -> NewlyKnown:
    """What became known, held against what was to be expected of it.

    Args:
        found: What became known.
        columns: What tells segments apart.
        expected: Part that was to be expected to count, 0..1.
        is_up: A larger share is better news than was expected, and it came; else those not counted matter.
        seed: Of the draws.
    """
    counted = sum(one.counted for one in found)
    generator = np.random.default_rng(seed)
    cut = [part for column in range(len(columns)) for part in _parts(found, columns, column, expected)]
    chances = [_odd(part, expected, generator) for part in cut]
    odd = [
        (chance, part)
        for chance, part, told in zip(chances, cut, holm(chances, level=ODD), strict=True)
        if told
    ]
    return NewlyKnown(
        counted,
        len(found),
        expected,
        tuple(part for _, part in sorted(odd, key=lambda one: one[0])),
        tuple(dict.fromkeys(one.customer for one in found if one.counted == is_up)),
    )


def shifted(
    before: Sequence[Known], now: Sequence[Known], columns: Sequence[str], *, seed: int
) -> Shifted | None:
    """A change from one period to the next by the column that tells most of it; None where nothing is known.

    Args:
        before: Everybody's outcome in the earlier period.
        now: Everybody's in the later one, as far as it is known.
        columns: What tells segments apart.
        seed: Of the draws.
    """
    if not before or not now or not columns:
        return None
    generator = np.random.default_rng(seed)
    places = [place for place in range(len(columns)) if 1 < len(_names((*before, *now), place)) <= MOST]
    found = [_shifted(before, now, columns, place, generator) for place in places]
    if not found:
        return None
    # A change of the mix is told before segments: it says that nobody did anything.
    return max(found, key=lambda one: (_RANK.get(one.verdict, 0), _most(one)))


_RANK = {NOT_IMPROVEMENT: 2, RATES_MOVED: 1}


def _most(one: Shifted) -> float:
    change = one.shift.change
    return one.parts[0].share / change if one.parts and change else 0.0


def _shifted(
    before: Sequence[Known],
    now: Sequence[Known],
    columns: Sequence[str],
    place: int,
    generator: np.random.Generator,
) -> Shifted:
    names = _names((*before, *now), place)
    old, new = _counted(before, place, names), _counted(now, place, names)
    shift = mix_shift(old, new, generator=generator)
    sizes = (old.entities / old.entities.sum() + new.entities / new.entities.sum()) / 2
    parts = [
        Part(
            columns[place],
            name,
            int(new.hits[n]),
            int(new.entities[n]),
            float(sizes[n] * _moved(old, new, n)),
        )
        for n, name in enumerate(names)
    ]
    sign = 1 if shift.change >= 0 else -1
    ordered = tuple(sorted(parts, key=lambda one: (-sign * one.share, one.name)))
    is_up = shift.change >= 0
    customers = (
        one.customer for one in now if one.segment[place] == ordered[0].name and one.counted == is_up
    )
    return Shifted(columns[place], verdict_of(shift), shift, ordered, tuple(dict.fromkeys(customers)))


def _names(found: Sequence[Known], place: int) -> list[str]:
    return sorted({one.segment[place] for one in found})


def _counted(found: Sequence[Known], place: int, names: Sequence[str]) -> Counted:
    entities = Counter(one.segment[place] for one in found)
    hits = Counter(one.segment[place] for one in found if one.counted)
    return Counted(
        np.array([hits[name] for name in names], dtype=float),
        np.array([entities[name] for name in names], dtype=float),
    )


def _moved(old: Counted, new: Counted, place: int) -> float:
    """What one segment did itself; 0 where it is empty on either side: that is the mix."""
    if not old.entities[place] or not new.entities[place]:
        return 0.0
    return float(new.hits[place] / new.entities[place] - old.hits[place] / old.entities[place])


def _parts(found: Sequence[Known], columns: Sequence[str], place: int, expected: float) -> list[Part]:
    ordered = sorted(found, key=lambda one: one.segment[place])
    parts = []
    for name, group in groupby(ordered, key=lambda one: one.segment[place]):
        own = list(group)
        counted = sum(one.counted for one in own)
        parts.append(Part(columns[place], name, counted, len(own), counted - expected * len(own)))
    return parts if 1 < len(parts) <= MOST else []


def _odd(part: Part, expected: float, generator: np.random.Generator) -> float:
    """Chance of a count as far off by luck: counted out by drawing, since such counts are small."""
    draws = generator.binomial(part.known, min(1.0, max(0.0, expected)), DRAWS)
    above, below = float(np.mean(draws >= part.counted)), float(np.mean(draws <= part.counted))
    return min(1.0, 2 * min(above, below) + 1 / DRAWS)


def _final(rows: Iterable[PanelRow]) -> Iterable[PanelRow]:
    return (row for row in rows if row.outcome is not None)


def _key(row: PanelRow) -> tuple[str, int, tuple[str, ...], bool]:
    return row.customer_id, row.anchored_on.toordinal(), row.segment, bool(row.outcome)


def without_names(found: NewlyKnown) -> NewlyKnown:
    """The same without customers: where only a part of them was drawn, names would be chance."""
    return replace(found, customers=())
