"""Cause: a playbook tried on half of the customers by lot: a check-in call, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import SIZES

if TYPE_CHECKING:
    from holdfast.simulate.accounts import Accounts
    from holdfast.simulate.arrays import Bools, Floats


@dataclass(frozen=True, slots=True)
class Playbook:
    """A randomised check-in for customers that are not large.

    Attributes:
        name: As it stands in `assignments.play`.
        day: Local day of the history on which the lot is drawn.
        settled_days: Days since signing that a customer must have to take part.
        treated: Share that gets the check-in.
        lasts: Days for which it works.
        factor: Factor on the hazard of leaving for want of value meanwhile.
        completed: Share of treated customers whose call is held.
    """

    name: str = "check-in call"
    day: float = 730.0
    settled_days: float = 90.0
    treated: float = 0.5
    lasts: float = 180.0
    factor: float = 0.6
    completed: float = 0.85


def in_scope(playbook: Playbook, accounts: Accounts) -> Bools:
    """Customers that take part if they are still there on the day."""
    settled = accounts.signed + playbook.settled_days <= playbook.day
    scope: Bools = accounts.pays & settled & (accounts.size != SIZES.index("large"))
    return scope


def draw_lots(playbook: Playbook, accounts: Accounts, rng: np.random.Generator) -> Bools:
    """Which customers would be treated; holds for all, whether or not they take part."""
    return rng.random(len(accounts.size)) < playbook.treated


def factor_at(playbook: Playbook, days: Floats, treated: Bools) -> Floats:
    """Factor on the hazard at given days (customers x pieces)."""
    during = (days >= playbook.day) & (days < playbook.day + playbook.lasts)
    return np.where(during & treated[:, None], playbook.factor, 1.0)
