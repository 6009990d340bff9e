"""What it is worth to keep customers who would leave: they are not the average customer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.sbg import Sbg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from holdfast.stats.contracts import Contracts
    from holdfast.stats.maximum_likelihood import Maximum

    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Saved:
    """Customers who are there, those of them who will leave, and what it would bring to keep all of these.

    Attributes:
        customers: There now.
        leavers: How many of them leave within the window, if things carry on.
        as_leavers: Discounted minor units, if whoever is kept stays as likely to leave as leavers are.
        as_stayers: The same, if whoever is kept is from then on like those who renewed by themselves.
        price: Minor units that the leavers pay for an interval.
    """

    customers: int
    leavers: float
    as_leavers: float
    as_stayers: float
    price: float

    def __add__(self, other: Saved) -> Saved:
        return Saved(
            self.customers + other.customers,
            self.leavers + other.leavers,
            self.as_leavers + other.as_leavers,
            self.as_stayers + other.as_stayers,
            self.price + other.price,
        )


NOBODY = Saved(0, 0.0, 0.0, 0.0, 0.0)


def saved_ahead(
    contracts: Iterable[Contracts], model: Sbg, *, window: int, periods: int, discount_rate: float
) -> Saved:
    """What keeping those would bring who are expected not to make one of the next renewals.

    Whoever leaves at a renewal was likelier to leave than whoever stays: given the leaving, the chance to
    leave is Beta(alpha + 1, beta + renewals made), and it is drawn from this that they leave at a later one.

    Args:
        contracts: Of one length.
        model: Fitted on all data.
        window: Renewals ahead at which somebody is kept, from 1.
        periods: Renewals ahead that count, from ``window`` on.
        discount_rate: Per interval, from 0; a renewal is worth 1 / (1 + rate) for each until it is due.

    Raises:
        InputError: A number is out of range.

    Source:
        The posterior of a customer's chance follows from Fader & Hardie 2007, equation 1, by Bayes' rule.
    """
    if not 1 <= window <= periods or not discount_rate >= 0:
        raise InputError(
            "window",
            f"{window} of {periods} renewals at a discount rate of {discount_rate} were given",
            "at least one renewal, no more than count, and a rate from 0",
        )
    worth = (1 + discount_rate) ** -np.arange(1, periods + 1, dtype=float)
    there, paid = Counter[int](), Counter[int]()
    for one in contracts:
        if not one.left_at:
            there[one.due_now] += one.customers
            paid[one.due_now] += one.amount
    total = NOBODY
    for made, customers in there.items():
        total += _of(model.after(made), customers, paid[made], worth, window)
    return total


def _of(there: Sbg, customers: int, paid: int, worth: Reals, window: int) -> Saved:
    """Of customers who have made as many renewals: each of the next ones at which one of them can be lost."""
    kept = there.survivals(window)
    leaves = kept[:-1] - kept[1:]
    as_leavers, as_stayers = 0.0, 0.0
    for renewal, chance in enumerate(leaves.tolist(), start=1):
        ahead = worth[renewal - 1 :]
        made = there.beta + renewal
        as_leavers += chance * float(Sbg(there.alpha + 1, made - 1).survivals(len(ahead) - 1) @ ahead)
        as_stayers += chance * float(Sbg(there.alpha, made).survivals(len(ahead) - 1) @ ahead)
    lost = float(leaves.sum())
    return Saved(customers, customers * lost, paid * as_leavers, paid * as_stayers, paid * lost)


def relative_error(worth: Callable[[Sbg], float], maximum: Maximum) -> float:
    """Standard error of the logarithm of a figure above 0 that follows from fitted parameters.

    By the delta method on the logarithms of the parameters, with central differences.

    Args:
        worth: The figure for a model.
        maximum: The fit of alpha and beta.
    """
    values = np.array(maximum.values)
    covariance = np.array(maximum.covariance) / np.outer(values, values)
    slopes = np.empty(len(values))
    for position in range(len(values)):
        ends = []
        for sign in (1.0, -1.0):
            moved = list(maximum.values)
            moved[position] *= exp(sign * _STEP)
            ends.append(log(worth(Sbg(*moved))))
        slopes[position] = (ends[0] - ends[1]) / (2 * _STEP)
    return sqrt(max(float(slopes @ covariance @ slopes), 0.0))


_STEP = 1e-3
