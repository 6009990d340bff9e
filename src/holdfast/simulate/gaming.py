"""Cause: a team that reaches its figures without what they stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import NEVER
from holdfast.simulate.local_time import at_office
from holdfast.simulate.onboarding import HELD_WITHIN_DAYS

if TYPE_CHECKING:
    from holdfast.simulate.accounts import Accounts
    from holdfast.simulate.arrays import Bools, Floats
    from holdfast.simulate.onboarding import Calls
    from holdfast.simulate.surveys import Asking


@dataclass(frozen=True, slots=True)
class Gaming:
    """What is written down and asked from a day on, so that figures rise and nothing else does.

    Attributes:
        from_day: Local day of the history from which it is done.
        rescheduled: Share of the slow onboardings for which a short call within ten days is written down as
            the onboarding, and the real one is moved: the customer gets started as late as before.
        promoters_only: Share of those unlikely to promote that are not asked any more.
    """

    from_day: float = NEVER
    rescheduled: float = 0.0
    promoters_only: float = 0.0


def written_down(gaming: Gaming, accounts: Accounts, calls: Calls, rng: np.random.Generator) -> Calls:
    """The calls as the team writes them down; when customers get started stays as it is."""
    tricked = _is_tricked(gaming, accounts, calls, rng)
    soon = at_office(rng, np.floor(accounts.signed) + rng.integers(2, HELD_WITHIN_DAYS, len(tricked)))
    held = np.where(tricked, soon, calls.held)
    dated = np.where(tricked, np.minimum(calls.dated, soon - 0.03), calls.dated)
    return replace(
        calls,
        held=held,
        dated=dated,
        offered=np.minimum(calls.offered, dated),
        planned=np.where(tricked, soon, calls.planned),
        moved=calls.moved + tricked * rng.integers(1, 3, len(tricked)),
    )


def _is_tricked(gaming: Gaming, accounts: Accounts, calls: Calls, rng: np.random.Generator) -> Bools:
    draw = rng.random(len(accounts.size)) < gaming.rescheduled
    tricked: Bools = accounts.pays & ~calls.fast & (accounts.signed >= gaming.from_day) & draw
    return tricked


def passed_over(gaming: Gaming, asking: Asking, days: Floats) -> Floats:
    """Share of those unlikely to promote that are left out of a survey at given local days."""
    return np.where(days >= gaming.from_day, gaming.promoters_only, asking.promoters_only)
