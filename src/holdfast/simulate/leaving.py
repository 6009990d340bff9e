"""Cause: leaving. Each reason has its own hazard and its own budget; the reason that strikes first is the reason.

Because reasons add up and budgets stay the same, the same customer's fate under another exposure is found by
deciding again: these are the potential outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import by_code
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
        later: Factor after the first year.
        fit: How much a standard deviation of fit lowers the log hazard.
        open_issue: Factor while an issue is open.
        strategic: Factor on every hazard for customers over a million.
        closing: Hazard of closing down or being bought.
        sharp_bump: Factor for large customers in Asia Pacific and small ones in Europe: a rule that no additive
            formula of size and region can follow. 1 for none.
    """

    base: tuple[float, float, float] = (0.00086, 0.00048, 0.00022)
    regions: tuple[float, float, float] = (0.92, 0.92, 1.55)
    early_days: float = 75.0
    early: tuple[float, float, float] = (2.2, 2.0, 1.6)
    later: float = 0.7
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
    """When each customer decides to leave, in local days, and the code of its reason; never and -1 for those who stay.

    Free accounts never do.
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
    leaving, reviews, playbook = causes.leaving, causes.reviews, causes.playbook
    signed, trouble = fates.accounts.signed, fates.trouble
    review_from = signed + reviews.from_day
    level = _level(leaving, fates.accounts)

    def rate(days: Floats) -> Floats:
        tenure = days - signed[:, None]
        early = by_code(leaving.early, fates.accounts.size)[:, None]
        life = np.where(tenure < leaving.early_days, early, np.where(tenure < 365, 1.0, leaving.later))
        is_open = _issue_open(trouble, days)
        helped = exposures.reviewed[:, None] & (days >= review_from[:, None]) & ~is_open
        life *= np.where(is_open, leaving.open_issue, 1.0) * np.where(helped, reviews.helps, 1.0)
        return level[:, None] * life * factor_at(playbook, days, exposures.treated & (signed < playbook.day))

    def fixed(day: float) -> Floats:
        # A break before the signing would start the hazard too early.
        return np.maximum(np.full(len(signed), day), signed)

    breaks = (
        signed,
        signed + leaving.early_days,
        signed + 365.0,
        review_from,
        np.maximum(np.minimum(trouble.issue_raised, 1e9), signed),
        np.maximum(np.minimum(trouble.issue_resolved, 1e9), signed),
        fixed(playbook.day),
        fixed(playbook.day + playbook.lasts),
        np.full(len(signed), 1e9),
    )
    return first_passage(fates.budgets[:, 0], breaks=breaks, rate=rate, clock=fates.season)


def _level(leaving: Leaving, accounts: Accounts) -> Floats:
    level = by_code(leaving.base, accounts.size) * by_code(leaving.regions, accounts.region)
    level *= np.exp(-leaving.fit * accounts.fit - leaving.fit**2 / 2)
    bump = ((accounts.size == 2) & (accounts.region == 2)) | ((accounts.size == 0) & (accounts.region == 1))  # noqa: PLR2004  codes of SIZES and REGIONS
    level *= np.where(bump, leaving.sharp_bump, 1.0)
    return level * _shield(leaving, accounts)


def _shield(leaving: Leaving, accounts: Accounts) -> Floats:
    return np.where(accounts.arrivals.strategic, leaving.strategic, 1.0)


def _issue_open(trouble: Trouble, days: Floats) -> Bools:
    return (days >= trouble.issue_raised[:, None]) & (days < trouble.issue_resolved[:, None])


def _window(
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
    return _theme(causes, fates, "sync errors", hazard=exposures.sync * causes.troubles.sync_hazard)


def _invoices(causes: Causes, fates: Fates, exposures: Exposures) -> Floats:
    return _theme(causes, fates, "invoice questions", hazard=exposures.invoice * causes.troubles.invoice_hazard)


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

