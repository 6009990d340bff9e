"""Mix: whether a share moved because its segments did, or because other customers were counted."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from holdfast.stats.mix_shift import Counted, MixShift, mix_shift
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.evidence.history import History
    from holdfast.units import Period

NOT_IMPROVEMENT = "the change is mix, not improvement"
RATES_MOVED = "the segments themselves moved"
NO_CHANGE = "no change beyond its noise"

HALF = 0.5
QUARTERS = 5
"""How many are looked back: a year of changes."""


@dataclass(frozen=True, slots=True)
class QuarterMix:
    """A change from one quarter to the next.

    Attributes:
        before: The earlier quarter's dates.
        after: The later one's.
        shift: The change in its two parts.
    """

    before: Period
    after: Period
    shift: MixShift


@dataclass(frozen=True, slots=True)
class Mix:
    """What the mix of one column's segments did.

    Attributes:
        column: What tells the segments apart.
        verdict: Of the last change: `NOT_IMPROVEMENT`, `RATES_MOVED` or `NO_CHANGE`.
        last: The last change.
        largest: The change of the past year in which the mix did most beyond its noise, or None.
    """

    column: str
    verdict: str
    last: QuarterMix
    largest: QuarterMix | None


def mix_of(column: str, pasts: Mapping[str, History], quarters: Sequence[Period], *, seed: int) -> Mix | None:
    """The last changes from quarter to quarter in parts; None where two quarters have no final counts.

    Args:
        column: What tells the segments apart.
        pasts: Each segment's final values, shares of counts.
        quarters: In order of time; those that no values tile are passed over.
        seed: Of the draws.
    """
    if not pasts or any(past.kind != "share" for past in pasts.values()):
        return None
    counted = [(one, found) for one in quarters if (found := _counted(pasts, one)) is not None][-QUARTERS:]
    generator = np.random.default_rng(seed)
    changes = [
        QuarterMix(before, after, mix_shift(old, new, generator=generator))
        for (before, old), (after, new) in pairwise(counted)
        if before.end == after.start
    ]
    if not changes:
        return None
    largest = max(changes, key=_size)
    return Mix(column, verdict_of(changes[-1].shift), changes[-1], largest if _size(largest) else None)


def verdict_of(shift: MixShift) -> str:
    """What a change is: mix, segments that moved, or nothing beyond noise."""
    rates_moved = not _holds_nothing(shift.rates_range)
    mix_moved = not _holds_nothing(shift.mix_range)
    is_mostly_mix = shift.mix * shift.change >= HALF * shift.change**2
    if mix_moved and is_mostly_mix and (not rates_moved or _is_against(shift)):
        return NOT_IMPROVEMENT
    return RATES_MOVED if rates_moved else NO_CHANGE


def _is_against(shift: MixShift) -> bool:
    """The segments went the other way, and the mix went further: what is seen is the mix."""
    return shift.rates * shift.change < 0 and abs(shift.change) >= HALF * abs(shift.mix)


def _size(one: QuarterMix) -> float:
    """The mix's part where it is told from nothing."""
    return 0.0 if _holds_nothing(one.shift.mix_range) else abs(one.shift.mix)


def _holds_nothing(ends: tuple[float, float]) -> bool:
    return ends[0] <= 0 <= ends[1]


def _counted(pasts: Mapping[str, History], quarter: Period) -> Counted | None:
    """Counts by segment within a quarter; None where the segments' final values do not end with it."""
    if _final_until(pasts) < quarter.end:
        return None
    inside = [
        [one for one in past.values if quarter.start <= one.period.start and one.period.end <= quarter.end]
        for past in pasts.values()
    ]
    entities = np.array([sum(one.denominator for one in values) for values in inside], dtype=float)
    if not entities.sum():
        return None
    return Counted(
        np.array([sum(one.numerator for one in values) for values in inside], dtype=float), entities
    )


def _final_until(pasts: Mapping[str, History]) -> date:
    """The end of the last final value: of the segments, the one that is known furthest."""
    return max(past.values[-1].period.end for past in pasts.values() if past.values)
