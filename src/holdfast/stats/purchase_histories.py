"""What models of repeat purchases are fitted on: how often, how lately, and how long observed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Reals = NDArray[np.float64]
    Wholes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PurchaseHistories:
    """Distinct histories of customers, one row each, with the number of customers who share it.

    Attributes:
        repeats: Days with a purchase after the day of the first one (``x``); whole numbers from 0.
        recency: Time from the first purchase to the last (``t_x``); 0 where nothing was bought again.
        observed: Time from the first purchase to the end of the calibration (``T``).
        customers: How many customers have this history, from 1.

    Times are in one unit, whichever it is; a fit's parameters are in that unit.
    """

    repeats: Wholes
    recency: Reals
    observed: Reals
    customers: Wholes

    @classmethod
    def of(
        cls,
        repeats: ArrayLike,
        recency: ArrayLike,
        observed: ArrayLike,
        *,
        customers: ArrayLike | None = None,
    ) -> PurchaseHistories:
        """Histories as they stand, one row each, checked.

        Args:
            repeats: Days with a purchase after the first.
            recency: Time of the last purchase, counted from the first.
            observed: Time to the end of the calibration, counted from the first.
            customers: Customers of each row; 1 each where it is left out.

        Raises:
            InputError: Lengths differ, or a row is impossible (a repeat at time 0, a last one after the end).
        """
        x, last, end = np.asarray(repeats), np.asarray(recency, float), np.asarray(observed, float)
        weights = np.ones(x.shape, np.int64) if customers is None else np.asarray(customers)
        _refuse_unequal(x, last, end, weights)
        _refuse_impossible(x, last, end, weights)
        return cls(x.astype(np.int64), last, end, weights.astype(np.int64))

    @classmethod
    def of_days(
        cls,
        repeats: ArrayLike,
        recency_days: ArrayLike,
        observed_days: ArrayLike,
        *,
        customers: ArrayLike | None = None,
        unit_days: float = 7,
    ) -> PurchaseHistories:
        """The distinct ones among histories in whole days, with times in units of so many days.

        Whole days, because a rounded fraction of a week changes a fit in its fourth digit; and no more
        repeats than days, because orders counted instead of days, or weeks given as days, show there.

        >>> found = PurchaseHistories.of_days([0, 2, 0], [0, 14, 0], [70, 70, 70])
        >>> found.repeats.tolist(), found.recency.tolist(), found.customers.tolist()
        ([0, 2], [0.0, 2.0], [2, 1])

        Args:
            repeats: Days with a purchase after the first.
            recency_days: Days from the first purchase to the last.
            observed_days: Days from the first purchase to the end of the calibration.
            customers: Customers of each row; 1 each where it is left out.
            unit_days: Length of the unit of time: 7 gives parameters by the week, as published ones are.

        Raises:
            InputError: A row is impossible, or days or the unit are no such numbers.
        """
        if not unit_days > 0:
            raise InputError("unit_days", f"{unit_days} was given", "a number of days above 0", "Use 7")
        x, last, end = (
            _whole(name, days)
            for name, days in zip(
                ("repeats", "recency_days", "observed_days"),
                (repeats, recency_days, observed_days),
                strict=True,
            )
        )
        weights = np.ones(x.shape, np.int64) if customers is None else _whole("customers", customers)
        _refuse_unequal(x, last, end, weights)
        _refuse_impossible(x, last, end, weights)
        _refuse_more_than_days(x, last)
        x, last, end, weights = _distinct(x, last, end, weights)
        return cls(x, last / unit_days, end / unit_days, weights)

    @cached_property
    def total(self) -> int:
        """All customers."""
        return int(self.customers.sum())

    @property
    def rows(self) -> int:
        """Distinct histories."""
        return len(self.repeats)

    def blocks(self, size: int) -> list[PurchaseHistories]:
        """The rows in order, in blocks of so many at most; one empty block where there are none."""
        starts = range(0, max(self.rows, 1), size)
        return [
            PurchaseHistories(
                self.repeats[at : at + size],
                self.recency[at : at + size],
                self.observed[at : at + size],
                self.customers[at : at + size],
            )
            for at in starts
        ]

    @cached_property
    def by_repeats(self) -> tuple[Wholes, Wholes]:
        """Distinct numbers of repeats, and which of them each row has."""
        values, codes = np.unique(self.repeats, return_inverse=True)
        return values, codes

    @cached_property
    def customers_by_repeats(self) -> Reals:
        """Customers with each of the distinct numbers of repeats."""
        return np.asarray(np.bincount(self.by_repeats[1], self.customers), np.float64)

    @cached_property
    def by_recency(self) -> tuple[Reals, Wholes]:
        """Distinct recencies, and which of them each row has."""
        values, codes = np.unique(self.recency, return_inverse=True)
        return values, codes

    @cached_property
    def by_observed(self) -> tuple[Reals, Wholes]:
        """Distinct times observed, and which of them each row has."""
        values, codes = np.unique(self.observed, return_inverse=True)
        return values, codes


def _distinct(x: Wholes, last: Wholes, end: Wholes, weights: Wholes) -> tuple[Wholes, Wholes, Wholes, Wholes]:
    """Rows that differ, with their weights added up."""
    if not len(x):
        return x, last, end, weights
    days = int(end.max()) + 1
    key = (x * days + last) * days + end
    if np.all(weights == 1):  # counting sorted keys is twice as fast as adding up by an inverse
        keys, summed = np.unique(key, return_counts=True)
    else:
        keys, inverse = np.unique(key, return_inverse=True)
        summed = np.zeros(len(keys), np.int64)
        np.add.at(summed, inverse, weights)
    rest, end = np.divmod(keys, days)
    x, last = np.divmod(rest, days)
    return x, last, end, summed.astype(np.int64)


def _whole(name: str, given: ArrayLike) -> Wholes:
    numbers = np.asarray(given)
    is_whole = numbers.dtype.kind in "iu"
    if not is_whole and not (np.isfinite(numbers).all() and np.array_equal(numbers, np.trunc(numbers))):
        raise InputError(
            name, "numbers with fractions were given", "whole days", "Count days; do not round weeks"
        )
    return numbers.astype(np.int64)


def _refuse_unequal(*columns: NDArray[Any]) -> None:
    lengths = [column.shape for column in columns]
    if len(set(lengths)) > 1 or columns[0].ndim != 1:
        raise InputError("histories", f"columns of shapes {lengths} were given", "columns of one length")


def _refuse_impossible(x: NDArray[Any], last: NDArray[Any], end: NDArray[Any], weights: NDArray[Any]) -> None:
    possible = (
        (x >= 0) & (last >= 0) & (end >= last) & np.isfinite(end) & (weights > 0) & ((x > 0) == (last > 0))
    )
    possible &= (x == np.floor(x)) & (weights == np.floor(weights))
    if possible.all():
        return
    row = int(np.argmin(possible))
    raise InputError(
        f"histories, row {row + 1}",
        f"{x[row]} repeats, the last at {last[row]} of {end[row]}, for {weights[row]} customers",
        "whole repeats from 0, the last of them after 0 and not after the end; at 0 where there are none",
        "Count days with a purchase after the first day, up to the end of the calibration",
    )


def _refuse_more_than_days(x: Wholes, last: Wholes) -> None:
    if np.all(x <= last):
        return
    row = int(np.argmax(x > last))
    raise InputError(
        f"histories, row {row + 1}",
        f"{x[row]} repeats within {last[row]} days",
        "at most one repeat a day",
        "Count days with a purchase, not orders, and give times in days",
    )
