"""Customers over time in spells of equal length: who was at risk, what they had said before, who left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.values import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells at risk, by customer and then time.

    A customer is at risk from the day it began to pay until it left. A spell counts where its whole length
    lies before the last day that is known, whether or not the customer left in it: else leavers of the last
    weeks would count and those who stayed would not.

    Attributes:
        customer: Whose, as a place in the list of customers.
        start: First day, an ordinal.
        number: Of the customer's spells, from 0: tenure in lengths.
        left: Whether the customer left within the spell.
        first: For each customer the place of its first spell.
        count: For each customer how many spells it has.
        length: Days of a spell.
    """

    customer: Ints
    start: Ints
    number: Ints
    left: Bools
    first: Ints
    count: Ints
    length: int


def spells(began: Ints, left: Reals, *, until: int, length: int) -> Spells:
    """The spells of customers.

    >>> found = spells(np.array([0, 10]), np.array([65.0, np.nan]), until=100, length=30)
    >>> found.customer.tolist(), found.left.tolist()
    ([0, 0, 0, 1, 1, 1], [False, False, True, False, False, False])

    Args:
        began: Day on which each customer began to pay, an ordinal.
        left: Day on which it left; nan while it is there.
        until: The day before whose start all is known.
        length: Days of a spell.
    """
    whole = np.maximum((until - began) // length, 0)
    gone = np.where(np.isnan(left), np.inf, left) - began
    # The spell in which it left is its last one; a customer that left at once has one.
    lived = np.where(np.isfinite(gone), np.floor(np.maximum(gone, 0) / length) + 1, np.inf)
    count = np.minimum(whole, lived).astype(np.int64)
    customer = np.repeat(np.arange(len(began)), count)
    first = np.cumsum(count) - count
    number = np.arange(len(customer)) - first[customer]
    return Spells(
        customer=customer,
        start=began[customer] + number * length,
        number=number,
        left=number + 1 == lived[customer],
        first=first,
        count=count,
        length=length,
    )


def said_before(known: Spells, *, customer: Ints, day: Ints, began: Ints, within: int) -> tuple[Ints, Ints]:
    """For each saying the spells that it comes before by at most so many days, as pairs of saying and spell.

    What is said on the first day of a spell or later does not count for it: it may be part of the leaving.

    Args:
        known: The spells.
        customer: Who said it, for each saying.
        day: When, an ordinal.
        began: As for `spells`.
        within: Days after which it is forgotten.
    """
    age = day - began[customer]
    first = np.maximum(age // known.length + 1, 0)
    last = np.minimum((age + within) // known.length, known.count[customer] - 1)
    many = np.maximum(last - first + 1, 0)
    saying = np.repeat(np.arange(len(customer)), many)
    step = np.arange(len(saying)) - np.repeat(np.cumsum(many) - many, many)
    return saying, known.first[customer[saying]] + first[saying] + step
