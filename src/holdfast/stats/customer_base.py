"""All customers as distinct histories with their segments and money, and what models say of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.records.lifetime_value import AliveBand
from holdfast.stats.hold_out import hold_out_check
from holdfast.stats.purchase_histories import PurchaseHistories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from holdfast.records.lifetime_value import HoldOutCheck
    from holdfast.stats.gamma_gamma import GammaGamma
    from holdfast.stats.repeat_model import RepeatModel

    Reals = NDArray[np.float64]
    Wholes = NDArray[np.int64]

WEEK = 7
_BANDS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True, eq=False)
class CustomerBase:
    """Histories up to the end of a calibration, one row each, in weeks where they are fitted.

    Attributes:
        segment: Position of the row's segment.
        repeats: Days with a purchase after the first.
        recency_days: Days from the first purchase to the last.
        observed_days: Days from the first purchase to the calibration's last day.
        held_out: Days with a purchase after the calibration.
        spent: Money of the days of repeats of all customers of the row, in units of the currency.
        held_out_spent: Money after the calibration of all customers of the row, in units of the currency.
        customers: Customers of the row.
    """

    segment: Wholes
    repeats: Wholes
    recency_days: Wholes
    observed_days: Wholes
    held_out: Wholes
    spent: Reals
    held_out_spent: Reals
    customers: Wholes

    @classmethod
    def of(cls, columns: Sequence[Sequence[ArrayLike]], *, minor_per_unit: int = 100) -> CustomerBase:
        """The base of several segments: of each, columns in the order of the attributes from repeats on."""
        parts = [np.array(part, dtype=np.int64).reshape(7, -1) for part in columns]
        segment = np.repeat(np.arange(len(parts)), [part.shape[1] for part in parts])
        x, last, end, later, spent, later_spent, n = np.concatenate(
            [*parts, np.empty((7, 0), np.int64)], axis=1
        )
        return cls(segment, x, last, end, later, spent / minor_per_unit, later_spent / minor_per_unit, n)

    @cached_property
    def histories(self) -> PurchaseHistories:
        """The rows as they are, for predictions."""
        return PurchaseHistories.of(
            self.repeats, self.recency_days / WEEK, self.observed_days / WEEK, customers=self.customers
        )

    @cached_property
    def distinct(self) -> PurchaseHistories:
        """The distinct ones among them, for fits."""
        return PurchaseHistories.of_days(
            self.repeats, self.recency_days, self.observed_days, customers=self.customers, unit_days=WEEK
        )

    @property
    def total(self) -> int:
        """All customers."""
        return int(self.customers.sum())

    @property
    def repeaters(self) -> int:
        """Customers with a repeat."""
        return int(self.customers[self.repeats > 0].sum())

    @property
    def longest_days(self) -> int:
        """Days from the earliest first purchase to the calibration's last day; 0 without customers."""
        return int(self.observed_days.max(initial=0))

    def by_segment(self, values: NDArray[Any], segments: int) -> list[float]:
        """Sums of values of rows by segment."""
        return [float(total) for total in np.bincount(self.segment, values, minlength=segments)]

    def expected_spend(self, model: GammaGamma) -> Reals:
        """Mean spend of a day to expect of the customers of each row, on average over them."""
        return model.expected_spend(self.repeats, self.spent / self.customers)


def check_of(base: CustomerBase, predicted: Reals, *, held_out_days: int) -> HoldOutCheck:
    """Predictions of days with a purchase beside what came, and beside going on at the rate of before.

    Args:
        base: With purchases held out.
        predicted: For one customer of each row.
        held_out_days: Length of the time held out.
    """
    rate = base.repeats / np.maximum(base.observed_days, 1)
    return hold_out_check(predicted, base.held_out, base.customers, as_before=rate * held_out_days)


def alive_bands(
    then: CustomerBase, chances: Reals, *, now: Reals, customers_now: Wholes
) -> tuple[AliveBand, ...]:
    """Customers by their chance to be alive, and how many of each band did buy later.

    Args:
        then: With purchases held out.
        chances: Of the customers of each of its rows.
        now: Chances of rows of today.
        customers_now: Customers of these rows.
    """
    bands = []
    for low, high in pairwise(_BANDS):
        inside, inside_now = _within(chances, low, high), _within(now, low, high)
        bands.append(
            AliveBand(
                low,
                high,
                int(then.customers[inside].sum()),
                int(then.customers[inside & (then.held_out > 0)].sum()),
                int(customers_now[inside_now].sum()),
            )
        )
    return tuple(bands)


def predicted_days(model: RepeatModel, base: CustomerBase, days: int) -> Reals:
    """Days with a purchase to expect of one customer of each row within so many days to come."""
    return model.expected_purchases(base.histories, days / WEEK)


def _within(chances: Reals, low: float, high: float) -> NDArray[np.bool_]:
    return (chances >= low) & ((chances < high) | (high == 1))
