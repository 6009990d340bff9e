"""What customers are to be expected to do in periods to come, and what that is worth today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.stats.purchase_histories import PurchaseHistories
    from holdfast.stats.repeat_model import RepeatModel

    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Expectations over periods to come.

    Attributes:
        by_period: Days with a purchase of all customers in each period, not discounted.
        expected: Days with a purchase of one customer of each row in all periods, not discounted.
        discounted: The same, each period's counted at its worth today.
    """

    by_period: tuple[float, ...]
    expected: Reals
    discounted: Reals


def outlook(
    model: RepeatModel,
    histories: PurchaseHistories,
    *,
    periods: int,
    length: float,
    discount_rate: float,
) -> Outlook:
    """What to expect in the periods after the calibration.

    Args:
        model: A model with its parameters.
        histories: Customers at the end of the calibration.
        periods: How many, at least 1.
        length: Of a period, in the unit of the histories.
        discount_rate: Per period, from 0. What happens in a period counts at its end: in the third period it
            is worth 1 / (1 + rate)³ today.

    Raises:
        InputError: A number is out of range.
    """
    if periods < 1 or not length > 0 or not discount_rate >= 0:
        raise InputError(
            "periods",
            f"{periods} of length {length} at a discount rate of {discount_rate} were given",
            "at least one period of a length above 0 and a rate from 0",
            "Give for example 12 periods of 30.44 days at 0.008 a period",
        )
    before = np.zeros(histories.rows)
    worth = np.zeros(histories.rows)
    by_period = []
    for period in range(1, periods + 1):
        until = model.expected_purchases(histories, period * length)
        by_period.append(float(histories.customers @ (until - before)))
        worth += (until - before) / (1 + discount_rate) ** period
        before = until
    return Outlook(tuple(by_period), before, worth)
