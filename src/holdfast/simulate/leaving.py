"""Cause: leaving. Each reason has its own hazard and its own budget; the first one to strike is the reason.

Because reasons add up and budgets stay the same, the same customer's fate under another exposure is found by
deciding again: these are the potential outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import REGIONS, SIZES, by_code
from holdfast.simulate.arrays import NEVER
from holdfast.simulate.onboarding import HELD_WITHIN_DAYS
from holdfast.simulate.passage import first_passage
from holdfast.simulate.playbook import factor_at

if TYPE_CHECKING:
    from holdfast.simulate.accounts import Accounts
    from holdfast.simulate.arrays import Bools, Floats, Ints
    from holdfast.simulate.causes import Causes
    from holdfast.simulate.season import Clock
    from holdfast.simulate.troubles import Trouble

THEME_WITHIN_DAYS = 30
_YEAR = 365.0
REASONS = (
    "missing value",
    "slow start",
    "sync errors",
    "invoice questions",
    "calls without results",
    "price rise",
    "closed down",
)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Leaving for want of value, and closing down. Rates are hazards a day.

    Attributes:
        base: Hazard of leaving for want of value in the first year after the early days, by size.
        regions: Factor on it by region.
        early_days: Length of the early days after signing.
        early: Factor in the early days, by size.
        regret_days: Length of the very first days, over before the landmark of onboarding.
        regret: Further factor in them: the early quits that a comparison must not count.
        later: Factor after the first year.
        fit: How much a standard deviation of fit lowers the log hazard.
        open_issue: Factor while an issue is open.
        strategic: Factor on every hazard for customers over a million.
        closing: Hazard of closing down or being bought.
        sharp_bump: Factor for large customers in Asia Pacific and small ones in Europe: a rule that no
            additive formula of size and region can follow. 1 for none.
    """

    base: tuple[float, float, float] = (0.00069, 0.00040, 0.00019)
    regions: tuple[float, float, float] = (0.92, 0.92, 1.55)
    early_days: float = 75.0
    early: tuple[float, float, float] = (3.75, 2.6, 1.7)
    regret_days: float = 10.0
    regret: float = 2.0
    later: float = 0.6
    fit: float = 0.45
    open_issue: float = 1.15
    strategic: float = 0.01
    closing: float = 0.00004
    sharp_bump: float = 1.0


@dataclass(frozen=True, slots=True)
class Exposures:
    """Which arm of each cause each customer is in.

    Attributes:
        fast: Onboarding call held within 10 days of signing.
        reviewed: Review calls every month.
        sync: The connector fails.
        invoice: There are early invoice questions.
        treated: Check-in by the playbook, for those that take part.
    """

    fast: Bools
    reviewed: Bools
    sync: Bools
    invoice: Bools
    treated: Bools


@dataclass(frozen=True, slots=True)
class Fates:
    """What decides over leaving, whatever the exposures are.

    Attributes:
        accounts: The customers of a cell.
        trouble: What goes wrong for them.
        budgets: Unit exponential budgets, customers x reasons.
        season: The clock of leaving.
        plain: A clock at an even pace.
    """

    accounts: Accounts
    trouble: Trouble
    budgets: Floats
    season: Clock
    plain: Clock


def decide(causes: Causes, fates: Fates, exposures: Exposures) -> tuple[Floats, Ints]:
    """When each customer decides to leave, in local days, and the code of its reason.

    Never and -1 for those who stay, as free accounts do.
    """
    strikes = (
        _want_of_value(causes, fates, exposures),
        _slow_start(causes, fates, exposures),
        _sync_errors(causes, fates, exposures),
        _invoices(causes, fates, exposures),
        _fruitless_calls(causes, fates, exposures),
        _price(causes, fates),
        _closing(causes, fates),
    )
    days = np.stack(strikes, axis=1)
    days[~fates.accounts.pays] = NEVER
    reason = np.argmin(days, axis=1)
    decided = days[np.arange(len(days)), reason]
    return decided, np.where(np.isfinite(decided), reason, -1).astype(np.int64)


def _want_of_value(causes: Causes, fates: Fates, exposures: Exposures) -> Floats:
    return first_passage(
        fates.budgets[:, REASONS.index("missing value")],
        breaks=_value_breaks(causes, fates),
        rate=lambda days: _value_rate(causes, fates, exposures, days=days),
        clock=fates.season,
    )


def _value_breaks(causes: Causes, fates: Fates) -> tuple[Floats, ...]:
    """When the hazard of leaving for want of value may change, from the signing to past any end."""
    leaving, playbook, trouble = causes.leaving, causes.playbook, fates.trouble
    signed = fates.accounts.signed
    beyond = np.full(len(signed), 1e9)
    lived = (0.0, leaving.regret_days, leaving.early_days, _YEAR, causes.reviews.from_day)
    return (
        *(signed + days for days in lived),
        # A break before the signing would start the hazard too early.
        *(np.maximum(signed, day) for day in (playbook.day, playbook.day + playbook.lasts)),
        np.minimum(trouble.issue_raised, beyond),
        np.minimum(trouble.issue_resolved, beyond),
        beyond,
    )


def _value_rate(causes: Causes, fates: Fates, exposures: Exposures, *, days: Floats) -> Floats:
    """The hazard of leaving for want of value at given days (customers x pieces)."""
    leaving, reviews, accounts = causes.leaving, causes.reviews, fates.accounts
    tenure = days - accounts.signed[:, None]
    early = by_code(leaving.early, accounts.size)[:, None]
    life = np.where(tenure < leaving.early_days, early, np.where(tenure < _YEAR, 1.0, leaving.later))
    life *= np.where(tenure < leaving.regret_days, leaving.regret, 1.0)
    is_open = _issue_open(fates.trouble, days)
    helped = exposures.reviewed[:, None] & (tenure >= reviews.from_day) & ~is_open
    life *= np.where(is_open, leaving.open_issue, 1.0) * np.where(helped, reviews.helps, 1.0)
    life *= _level(leaving, accounts)[:, None]
    life *= factor_at(causes.playbook, days, exposures.treated)
    rate: Floats = life
    return rate


def _level(leaving: Leaving, accounts: Accounts) -> Floats:
    level = by_code(leaving.base, accounts.size) * by_code(leaving.regions, accounts.region)
    level *= np.exp(-leaving.fit * accounts.fit - leaving.fit**2 / 2)
    return level * np.where(_bumped(accounts), leaving.sharp_bump, 1.0) * _shield(leaving, accounts)


def _bumped(accounts: Accounts) -> Bools:
    large, small = (accounts.size == SIZES.index(name) for name in ("large", "small"))
    pacific, europe = (accounts.region == REGIONS.index(name) for name in ("asia pacific", "europe"))
    bumped: Bools = (large & pacific) | (small & europe)
    return bumped


def _shield(leaving: Leaving, accounts: Accounts) -> Floats:
    return np.where(accounts.arrivals.strategic, leaving.strategic, 1.0)


def _issue_open(trouble: Trouble, days: Floats) -> Bools:
    is_open: Bools = (days >= trouble.issue_raised[:, None]) & (days < trouble.issue_resolved[:, None])
    return is_open


def _window(  # noqa: PLR0913  all that a reason is made of
    fates: Fates, reason: str, *, begin: Floats, end: Floats, hazard: Floats, leaving: Leaving
) -> Floats:
    """The strike of a reason with an even hazard a day between two days, and none outside them."""
    hazard = hazard * _shield(leaving, fates.accounts)
    end = np.maximum(end, begin)

    def rate(days: Floats) -> Floats:
        return np.broadcast_to(hazard[:, None], days.shape)

    budget = fates.budgets[:, REASONS.index(reason)]
    return first_passage(budget, breaks=(begin, end), rate=rate, clock=fates.plain)


def _slow_start(causes: Causes, fates: Fates, exposures: Exposures) -> Floats:
    onboarding, accounts = causes.onboarding, fates.accounts
    # From the midnight on which the ten days are over, so that no one leaves over it before.
    begin = np.floor(accounts.signed) + HELD_WITHIN_DAYS + 1
    return _window(
        fates,
        "slow start",
        begin=begin,
        end=begin + onboarding.until_day - HELD_WITHIN_DAYS,
        hazard=np.where(exposures.fast, 0.0, by_code(onboarding.slow_hazard, accounts.size)),
        leaving=causes.leaving,
    )


def _sync_errors(causes: Causes, fates: Fates, exposures: Exposures) -> Floats:
    hazard = np.where(exposures.sync, causes.troubles.sync_hazard, 0.0)
    return _theme(causes, fates, "sync errors", hazard=hazard)


def _invoices(causes: Causes, fates: Fates, exposures: Exposures) -> Floats:
    hazard = np.where(exposures.invoice, causes.troubles.invoice_hazard, 0.0)
    return _theme(causes, fates, "invoice questions", hazard=hazard)


def _theme(causes: Causes, fates: Fates, reason: str, *, hazard: Floats) -> Floats:
    # Day 30, by when every first ticket has been written: the exposure lies before its outcome.
    begin = np.floor(fates.accounts.signed) + THEME_WITHIN_DAYS
    end = begin + causes.troubles.sync_days
    return _window(fates, reason, begin=begin, end=end, hazard=hazard, leaving=causes.leaving)


def _fruitless_calls(causes: Causes, fates: Fates, exposures: Exposures) -> Floats:
    begin = fates.accounts.signed + causes.reviews.from_day
    annoyed = exposures.reviewed & fates.trouble.issue_open
    end = np.where(annoyed, fates.trouble.issue_resolved, begin)
    hazard = np.where(annoyed, causes.reviews.annoys, 0.0)
    return _window(
        fates, "calls without results", begin=begin, end=end, hazard=hazard, leaving=causes.leaving
    )


def _price(causes: Causes, fates: Fates) -> Floats:
    price, accounts = causes.price, fates.accounts
    touched = accounts.signed < price.day
    begin = np.full(len(touched), price.day)
    return _window(
        fates,
        "price rise",
        begin=begin,
        end=begin + price.lasts,
        hazard=np.where(touched, by_code(price.hazard, accounts.size), 0.0),
        leaving=causes.leaving,
    )


def _closing(causes: Causes, fates: Fates) -> Floats:
    signed = fates.accounts.signed
    return _window(
        fates,
        "closed down",
        begin=signed,
        end=np.full(len(signed), 1e9),
        hazard=np.full(len(signed), causes.leaving.closing),
        leaving=causes.leaving,
    )
