"""The lot: random, balanced within strata, and the same again for the same plan and seed.

Within a stratum customers are drawn in blocks that hold each arm as often as planned, in an order that plan,
seed, stratum and the block's number determine. Who comes later goes on where the last block stopped, so that
nobody who was drawn ever moves; and a log can be held against the lot row by row.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.records.holdout import ARMS
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.records.holdout import Arm

LEAST_BLOCK, MOST_BLOCK = 4, 20
"""Of two nobody may guess the second, so that blocks hold four at least."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What determines the arm of each place.

    Attributes:
        plan: Id of the plan.
        seed: A number that belongs to it.
        share: Part held out, above 0 and below 1.
        known: Strata that may come; empty lets all through.

    Raises:
        InputError: The share leaves an arm empty.
    """

    plan: str
    seed: int
    share: float = 0.5
    known: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise InputError(
                "holdout", f"{100 * self.share:g}% are held out", "more than none, less than all"
            )

    def arm(self, stratum: str, place: int) -> Arm:
        """The arm of the customer at this place of a stratum, from 0."""
        length = _block_length(self.share)
        return _block(self, stratum, place // length)[place % length]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A customer and the arm that the lot gave it."""

    customer: str
    stratum: str
    arm: Arm


def seed_of_plan(plan: str) -> int:
    """The seed of a plan that states none: nobody can choose one that suits.

    >>> seed_of_plan("check-in-call")
    251535515
    """
    return int(sha256(plan.encode()).hexdigest()[:8], 16)


def draw(
    lot: Lot, candidates: Mapping[str, str] | Iterable[tuple[str, str]], already: Sequence[Drawn] = ()
) -> tuple[Drawn, ...]:
    """Arms for customers who have none yet, in the order in which the lot draws them.

    The order in which they are given does not matter. Who is drawn already keeps the arm and is not in the
    answer. Cost: seconds for a million.

    Args:
        lot: See `Lot`.
        candidates: Customers, each with its stratum.
        already: Those who were drawn before, in their order.

    Raises:
        InputError: A customer is given twice, or its stratum is not known to the plan.
    """
    pairs = list(candidates.items() if hasattr(candidates, "items") else candidates)
    _refuse_twice([customer for customer, _ in pairs], "candidates")
    _refuse_twice([one.customer for one in already], "the log")
    _refuse_unknown(lot, pairs)
    has_arm = {one.customer for one in already}
    places = Counter(one.stratum for one in already)
    drawn = []
    for customer, stratum in sorted(pairs, key=lambda pair: _order(lot, pair[0])):
        if customer not in has_arm:
            drawn.append(Drawn(customer, stratum, lot.arm(stratum, places[stratum])))
            places[stratum] += 1
    return tuple(drawn)


def misdrawn(lot: Lot, log: Iterable[Drawn]) -> tuple[Drawn, ...]:
    """Rows of a log, in its order, whose arm is not what the lot gave: somebody changed them."""
    places: Counter[str] = Counter()
    wrong = []
    for one in log:
        if one.arm != lot.arm(one.stratum, places[one.stratum]):
            wrong.append(one)
        places[one.stratum] += 1
    return tuple(wrong)


@lru_cache(maxsize=4096)
def _block(lot: Lot, stratum: str, number: int) -> tuple[Arm, ...]:
    length = _block_length(lot.share)
    # Shares that no block can hold are met by blocks in turn, from a place that the stratum determines.
    offset = np.random.default_rng(_digits(lot, stratum, "offset")).random()
    until, before = (floor(length * lot.share * count + offset + 1e-9) for count in (number + 1, number))
    held = until - before
    arms: list[Arm] = [*(ARMS[1],) * held, *(ARMS[0],) * (length - held)]
    order = np.random.default_rng(_digits(lot, stratum, str(number))).permutation(length)
    return tuple(arms[place] for place in order)


@lru_cache(maxsize=64)
def _block_length(share: float) -> int:
    parts = Fraction(share).limit_denominator(MOST_BLOCK).denominator
    return parts * ceil(LEAST_BLOCK / parts)


def _order(lot: Lot, customer: str) -> bytes:
    return sha256(f"{lot.seed}|{lot.plan}|{customer}".encode()).digest()


def _digits(lot: Lot, stratum: str, what: str) -> int:
    name = "\x1f".join((str(lot.seed), lot.plan, stratum, what))
    return int(sha256(name.encode()).hexdigest()[:16], 16)


def _refuse_twice(customers: Sequence[str], where: str) -> None:
    if len(set(customers)) == len(customers):
        return
    [(customer, times)] = Counter(customers).most_common(1)
    raise InputError(
        f"customer {customer}", f"it is in {where} {times} times", "each customer once", "Take out the rest"
    )


def _refuse_unknown(lot: Lot, pairs: Sequence[tuple[str, str]]) -> None:
    if not lot.known:
        return
    for customer, stratum in pairs:
        if stratum not in lot.known:
            raise InputError(
                f"customer {customer}",
                f"its stratum {stratum or '(none)'!r} is not in the plan {lot.plan}",
                f"one of {', '.join(lot.known)}",
                "Correct the customer's columns, or make a new plan that knows it",
            )
