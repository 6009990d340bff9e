"""Cause: how fast customers are onboarded. Large ones are faster, and stay longer for other reasons too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import by_code
from holdfast.simulate.arrays import NEVER
from holdfast.simulate.local_time import at_office, office_hours

if TYPE_CHECKING:
    from holdfast.simulate.accounts import Accounts
    from holdfast.simulate.arrays import Bools, Floats, Ints

DATE_WITHIN_DAYS = 5
HELD_WITHIN_DAYS = 10


@dataclass(frozen=True, slots=True)
class Onboarding:
    """Speed of onboarding, and the hazard of a slow start.

    Attributes:
        dated: Share with an agreed date within 5 local days of signing, by size.
        held: Share with the call held within 10 local days of signing, by size.
        never_held: Share of the slow ones whose call is never held.
        slow_hazard: Hazard a day of leaving for want of a start, by size, for those onboarded slowly, from
            day 10 to `until_day` after signing; the fast ones bear none.
        until_day: Last day after signing on which a slow start hurts.
        hidden_motive: How much the hidden fit raises the log odds of being fast: 0 leaves only the measured
            size.
        yearly: Change of the log odds of being fast in a year of the history.
        changes_on: Local day of the history from which the log odds are changed for good.
        change: By how much.
    """

    dated: tuple[float, float, float] = (0.862, 0.90, 0.944)
    held: tuple[float, float, float] = (0.462, 0.717, 0.858)
    never_held: float = 0.10
    slow_hazard: tuple[float, float, float] = (0.00185, 0.00135, 0.0009)
    until_day: float = 75.0
    hidden_motive: float = 0.0
    yearly: float = 0.0
    changes_on: float = NEVER
    change: float = 0.0


@dataclass(frozen=True, slots=True)
class Calls:
    """The onboarding call of each customer, in local days, as it goes while the customer stays.

    Attributes:
        fast: The call is held within 10 local days of signing.
        offered: When the call was offered.
        dated: When its date was agreed.
        planned: The agreed date.
        held: When it was held, as it is written down.
        started: When the customer really got started.
        moved: How often it was rescheduled.
    """

    fast: Bools
    offered: Floats
    dated: Floats
    planned: Floats
    held: Floats
    started: Floats
    moved: Ints


def onboard(onboarding: Onboarding, accounts: Accounts, rng: np.random.Generator) -> Calls:
    """The calls of all customers of a cell; those of free accounts never happen."""
    count = len(accounts.size)
    fast = rng.random(count) < _chance_fast(onboarding, accounts)
    day = np.floor(accounts.signed)
    held = _held(onboarding, day, fast=fast, rng=rng)
    held = np.where(accounts.pays, held, NEVER)
    dated = _dated(onboarding, accounts, fast=fast, held=held, rng=rng)
    offered = np.minimum(accounts.signed + rng.exponential(0.25, count), dated)
    moved = rng.poisson(np.where(fast, 0.1, 0.7), count)
    planned = np.where(np.isfinite(held), held, np.floor(dated) + rng.integers(8, 40, count) + 10 / 24)
    never = ~accounts.pays
    return Calls(
        fast=fast & accounts.pays,
        offered=np.where(never, NEVER, offered),
        dated=np.where(never, NEVER, dated),
        planned=np.where(never, NEVER, planned),
        held=held,
        started=held,
        moved=moved.astype(np.int64),
    )


def _chance_fast(onboarding: Onboarding, accounts: Accounts) -> Floats:
    chance = by_code(onboarding.held, accounts.size)
    log_odds = np.log(chance / (1 - chance)) + onboarding.hidden_motive * accounts.fit
    log_odds = log_odds + onboarding.yearly * accounts.signed / 365
    log_odds = log_odds + np.where(accounts.signed >= onboarding.changes_on, onboarding.change, 0.0)
    return 1 / (1 + np.exp(-log_odds))


def _held(onboarding: Onboarding, day: Floats, *, fast: Bools, rng: np.random.Generator) -> Floats:
    count = len(day)
    soon = rng.integers(2, HELD_WITHIN_DAYS + 1, count)
    late = np.minimum(HELD_WITHIN_DAYS + 1 + np.floor(rng.exponential(9.0, count)), 60)
    never = ~fast & (rng.random(count) < onboarding.never_held)
    held = at_office(rng, day + np.where(fast, soon, late))
    return np.where(never, NEVER, held)


def _dated(
    onboarding: Onboarding,
    accounts: Accounts,
    *,
    fast: Bools,
    held: Floats,
    rng: np.random.Generator,
) -> Floats:
    """A fast call nearly always has its date in time; the slow ones make up the rest of the share."""
    count = len(fast)
    quick = 0.985
    chance_fast = by_code(onboarding.held, accounts.size)
    slow = (by_code(onboarding.dated, accounts.size) - quick * chance_fast) / (1 - chance_fast)
    in_time = rng.random(count) < np.where(fast, quick, np.clip(slow, 0.0, 1.0))
    after = np.where(in_time, rng.integers(0, DATE_WITHIN_DAYS + 1, count), rng.integers(6, 16, count))
    day = np.floor(accounts.signed) + after
    dated = np.maximum(day + office_hours(rng, count), accounts.signed + 0.02)
    # The evening of the signing may end the day: the date is then agreed on the next.
    return np.minimum(dated, held - 0.03)
