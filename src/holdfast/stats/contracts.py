"""Contracts of one length: who came to which renewal, and who made it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.records.contract_value import RenewalCheck, RenewalRate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.stats.sbg import Sbg


@dataclass(frozen=True, slots=True)
class Contracts:
    """Customers who share a history of renewals.

    Attributes:
        due_then: Renewals that were due by the end of the calibration; -1 for who came later.
        due_now: Renewals that were due by the as-of date.
        left_at: Renewal they did not make; 0 for who is there. One that is not due yet counts as there.
        amount: Minor units that all of them pay for an interval now.
        customers: How many.
    """

    due_then: int
    due_now: int
    left_at: int
    amount: int
    customers: int

    def makes(self, renewal: int) -> bool:
        """They made this renewal, which was due."""
        return not 0 < self.left_at <= renewal


def contracts_of(months: Iterable[tuple[int, ...]], interval: int) -> list[Contracts]:
    """Histories of renewals from whole months, for contracts of one length.

    >>> contracts_of([(12, 30, 42, 25, 1, 0, 7)], 12)
    [Contracts(due_then=2, due_now=3, left_at=3, amount=0, customers=7)]

    Args:
        months: Interval, months then, months now, months stayed, has a rest, amount, customers;
            those of other intervals are left out.
        interval: Months of a contract.
    """
    found = []
    for own, then, now, stayed, rest, amount, customers in months:
        if own == interval:
            left = max(1, -(-(stayed + rest) // interval)) if stayed >= 0 else 0
            found.append(
                Contracts(then // interval if then >= 0 else -1, now // interval, left, amount, customers)
            )
    return found


def histograms(contracts: Iterable[Contracts], *, then: bool) -> tuple[dict[int, int], dict[int, int]]:
    """Customers who left by renewal, and who are there by renewals made: then, or now."""
    left, there = Counter[int](), Counter[int]()
    for one in contracts:
        due = one.due_then if then else one.due_now
        if 0 < one.left_at <= due:
            left[one.left_at] += one.customers
        elif due >= 0:
            there[due] += one.customers
    return dict(left), dict(there)


def renewal_checks(contracts: Iterable[Contracts], model: Sbg) -> tuple[RenewalCheck, ...]:
    """Each renewal after the calibration: predicted by a model fitted on it, and as it came."""
    due, actual = Counter[int](), Counter[int]()
    expected: dict[int, float] = {}
    for one in contracts:
        for renewal in _held_out(one):
            due[renewal] += one.customers
            share = model.survival(renewal) / model.survival(one.due_then)
            expected[renewal] = expected.get(renewal, 0.0) + one.customers * share
            actual[renewal] += one.customers if one.makes(renewal) else 0
    return tuple(RenewalCheck(n, due[n], expected[n], actual[n]) for n in sorted(due))


def _held_out(one: Contracts) -> range:
    """Renewals that fell due after the calibration, for who was there at its end."""
    if one.due_then < 0 or not one.makes(one.due_then):
        return range(0)
    return range(one.due_then + 1, one.due_now + 1)


def renewal_rates(contracts: Iterable[Contracts], model: Sbg) -> tuple[RenewalRate, ...]:
    """Each renewal over all data: who came to it, who made it, and the share of the model."""
    due, made = Counter[int](), Counter[int]()
    for one in contracts:
        for renewal in range(1, one.due_now + 1):
            if one.makes(renewal - 1):
                due[renewal] += one.customers
                made[renewal] += one.customers if one.makes(renewal) else 0
    return tuple(RenewalRate(n, due[n], made[n], model.retention_rate(n)) for n in sorted(due))


def renewals_ahead(
    contracts: Iterable[Contracts], model: Sbg, *, periods: int, discount_rate: float
) -> tuple[int, float, float]:
    """Customers who are there, the renewals to expect of them, and their discounted money in minor units.

    Args:
        contracts: Of one length.
        model: Fitted on all data.
        periods: Renewals ahead that count.
        discount_rate: Per interval. A renewal is worth 1 / (1 + rate) for each interval until it is due.
    """
    customers, renewals, money = 0, 0.0, 0.0
    for one in contracts:
        if not one.left_at:
            customers += one.customers
            ahead = {"renewed": one.due_now, "periods": periods + 1}
            renewals += one.customers * (model.expected_lifetime(0, **ahead) - 1)
            money += one.amount * (model.expected_lifetime(discount_rate, **ahead) - 1)
    return customers, renewals, money
