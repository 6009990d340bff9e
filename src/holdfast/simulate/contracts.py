"""Cause: contracts. Who decides to leave has left when the paid interval ends; some come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import NEVER
from holdfast.simulate.local_time import add_months, month_number

if TYPE_CHECKING:
    from datetime import date

    from holdfast.simulate.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Contracts:
    """What happens to contracts besides signing and leaving.

    Attributes:
        changed: Share of customers that change their price once, months after signing.
        shrinks: Share of those changes that lower it.
        add_on: Share of mid and large customers with a second subscription.
        add_on_ends: Share of those that end it while the customer stays.
        returns: Share of leavers that come back, four months later or more.
        past_due: Share of monthly contracts whose last invoice is unpaid at the end.
        paused: Share of monthly contracts that are paused at the end.
        withdrawal_days: Days after signing within which a decision to leave takes effect at once.
        trial: Share of free accounts that try the paid plan for two weeks.
    """

    changed: float = 0.30
    shrinks: float = 0.25
    add_on: float = 0.07
    add_on_ends: float = 0.3
    returns: float = 0.04
    past_due: float = 0.012
    paused: float = 0.006
    withdrawal_days: float = 14.0
    trial: float = 0.3


def departure(
    contracts: Contracts, start: date, *, signed: Floats, interval: Ints, decided: Floats
) -> Floats:
    """When customers have left: at once if they decide in the first days, else when the interval ends."""
    end = interval_end(start, signed=signed, interval=interval, after=decided)
    return np.where(decided < signed + contracts.withdrawal_days, decided, end)


def interval_end(start: date, *, signed: Floats, interval: Ints, after: Floats) -> Floats:
    """First end of a paid interval after an instant; never for never.

    Args:
        start: First local date of the history.
        signed: Beginning of the first interval, in local days.
        interval: Months of an interval.
        after: The instant, in local days, not before `signed`.
    """
    known = np.isfinite(after)
    instant = np.where(known, after, signed)
    months = month_number(start, instant) - month_number(start, signed)
    first = np.maximum(months // interval, 1) * interval
    end = add_months(start, signed, first)
    end = np.where(end > instant, end, add_months(start, signed, first + interval))
    return np.where(known, end, NEVER)
