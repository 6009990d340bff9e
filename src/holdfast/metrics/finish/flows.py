"""What became of the recurring money of a window's customers, by movement, and what can be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from holdfast.metrics.forms.recurring import CHURN, CONTRACTION, EXPANSION, NEW, REACTIVATION, SAME, UNITS
from holdfast.stats.ratio_interval import Moments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NAMES = {
    "new": (NEW, 1),
    "reactivation": (REACTIVATION, 1),
    "expansion": (EXPANSION, 1),
    "contraction": (CONTRACTION, -1),
    "churn": (CHURN, -1),
}
STAYED = (SAME, EXPANSION, CONTRACTION, CHURN)
"""Movements of those who paid at the start."""


class Sums(NamedTuple):
    """Sums over the customers of a movement, money in parts of a minor unit."""

    customers: int = 0
    before: int = 0
    after: int = 0
    before_squared: int = 0
    after_squared: int = 0
    before_by_after: int = 0

    def plus(self, other: Self) -> Sums:
        """Of the customers of both."""
        return Sums(*(one + two for one, two in zip(self, other, strict=True)))

    def less(self, other: Self) -> Sums:
        """Of the customers of the one who are not of the other."""
        return Sums(*(one - two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Flow:
    """One window: sums by movement."""

    by_movement: Mapping[int, Sums]

    def of(self, *movements: int) -> Sums:
        """Of the customers of any of these movements."""
        found = Sums()
        for movement in movements:
            found = found.plus(self.by_movement.get(movement, Sums()))
        return found

    @property
    def start(self) -> Sums:
        """Of those who paid at the start."""
        return self.of(*STAYED)

    @property
    def end(self) -> Sums:
        """Of those who pay at the end."""
        return self.of(NEW, REACTIVATION, SAME, EXPANSION, CONTRACTION)

    def per_customer(self) -> Moments:
        """What is paid at the end, beside one per customer."""
        one = self.end
        return Moments(one.customers, one.after, one.customers, one.after_squared, one.after, one.customers)

    def kept(self) -> Moments:
        """Of what was paid at the start, what is still paid, per customer at most as much as before."""
        whole, capped, less = self.start, self.of(SAME, EXPANSION), self.of(CONTRACTION)
        return Moments(
            whole.customers,
            capped.before + less.after,
            whole.before,
            capped.before_squared + less.after_squared,
            capped.before_squared + less.before_by_after,
            whole.before_squared,
        )

    def lost(self) -> Moments:
        """Of what was paid at the start, what is no longer paid, without what others pay more."""
        whole, less, gone = self.start, self.of(CONTRACTION), self.of(CHURN)
        both = less.before_squared - less.before_by_after
        return Moments(
            whole.customers,
            less.before - less.after + gone.before,
            whole.before,
            both - less.before_by_after + less.after_squared + gone.before_squared,
            both + gone.before_squared,
            whole.before_squared,
        )

    def paid_now(self, *, with_reactivation: bool) -> Moments:
        """What those who paid at the start pay at the end, and who came back too, beside what they paid."""
        one = self.start.plus(self.of(REACTIVATION) if with_reactivation else Sums())
        return Moments(
            one.customers, one.after, one.before, one.after_squared, one.before_by_after, one.before_squared
        )

    def net_lost(self, *, with_reactivation: bool) -> Moments:
        """What those who paid at the start pay less at the end; who came back may make up for it."""
        one, back = self.start, self.of(REACTIVATION) if with_reactivation else Sums()
        return Moments(
            one.customers + back.customers,
            one.before - one.after - back.after,
            one.before,
            one.before_squared - 2 * one.before_by_after + one.after_squared + back.after_squared,
            one.before_squared - one.before_by_after,
            one.before_squared,
        )

    def details(self) -> tuple[tuple[str, float], ...]:
        """Money at both ends and the five movements between them, in whole minor units that add up."""
        start, end = minor(self.start.before), minor(self.end.after)
        signed = [self.of(one).after - self.of(one).before for one, _ in _NAMES.values()]
        shown = allocated(signed, end - start)
        return (
            ("customers", self.start.customers),
            ("mrr_start", start),
            *((name, sign * part) for (name, (_, sign)), part in zip(_NAMES.items(), shown, strict=True)),
            ("mrr_end", end),
            *((f"{name}_customers", self.of(one).customers) for name, (one, _) in _NAMES.items()),
        )


def minor(parts: int, unit: int = UNITS) -> int:
    """Whole minor units, to the nearest, halves up; a unit is how many parts make one."""
    return (2 * parts + unit) // (2 * unit)


def allocated(parts: Sequence[int], total: int, unit: int = UNITS) -> list[int]:
    """Whole minor units that add up to the total: rounded down, what is missing given to the largest rests.

    >>> allocated([400, 400, -80], 1)
    [1, 0, 0]

    Args:
        parts: In parts of a minor unit.
        total: In minor units; their sum, rounded in any way.
        unit: How many parts make a minor unit.
    """
    whole = [part // unit for part in parts]
    by_rest = sorted(range(len(parts)), key=lambda position: (-(parts[position] % unit), position))
    for position in by_rest[: total - sum(whole)]:
        whole[position] += 1
    return whole
