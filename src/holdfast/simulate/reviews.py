"""Cause: monthly review calls, which help customers whose issues are resolved and annoy the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import by_code

if TYPE_CHECKING:
    from holdfast.simulate.accounts import Accounts
    from holdfast.simulate.arrays import Bools
    from holdfast.simulate.troubles import Trouble


@dataclass(frozen=True, slots=True)
class Reviews:
    """Who is reviewed every month, and what that does.

    Attributes:
        reviewed: Share of customers reviewed every month, by size.
        strategic: Share of the customers over a million that are.
        open_issue_odds: Factor on the odds of being reviewed for customers with an open issue: they get more
            calls.
        from_day: Day after signing on which the reviews begin.
        helps: Factor on the hazard of leaving for want of value while no issue is open: below 1 helps.
        annoys: Hazard a day of leaving over calls without results while an issue is open.
        missed: Share of planned calls that are not held.
    """

    reviewed: tuple[float, float, float] = (0.25, 0.40, 0.70)
    strategic: float = 0.97
    open_issue_odds: float = 1.3
    from_day: float = 60.0
    helps: float = 0.5
    annoys: float = 0.0014
    missed: float = 0.12


def enrol(reviews: Reviews, accounts: Accounts, trouble: Trouble, rng: np.random.Generator) -> Bools:
    """Which customers are reviewed every month from `from_day` on; free accounts are not."""
    chance = by_code(reviews.reviewed, accounts.size)
    odds = chance / (1 - chance) * np.where(trouble.issue_open, reviews.open_issue_odds, 1.0)
    chance = np.where(accounts.arrivals.strategic, reviews.strategic, odds / (1 + odds))
    return accounts.pays & (rng.random(len(chance)) < chance)
