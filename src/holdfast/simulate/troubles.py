"""Cause: what goes wrong: a theme that drives customers away, one that comes with volume, open issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import by_code
from holdfast.simulate.arrays import NEVER
from holdfast.simulate.local_time import at_office

if TYPE_CHECKING:
    from holdfast.simulate.accounts import Accounts
    from holdfast.simulate.arrays import Bools, Floats


@dataclass(frozen=True, slots=True)
class Troubles:
    """How often things go wrong, and what the causal one does.

    Attributes:
        sync: Share of connected customers whose connector fails within weeks of signing, by size.
        sync_hazard: Hazard a day of leaving over it, while it lasts.
        sync_days: How long it lasts, counted from the first ticket.
        invoice: Share of customers with invoice questions early on; it rises with how much they write at all.
        invoice_hazard: Hazard a day of leaving over invoice questions: none in company Seed.
        writing: How much a standard deviation of unhappiness multiplies the log number of tickets.
        open_issue: Share of customers whose issue from onboarding stays open for months.
        quick_issue: Share of customers whose issue from onboarding is resolved within three weeks.
    """

    sync: tuple[float, float, float] = (0.36, 0.28, 0.20)
    sync_hazard: float = 0.0013
    sync_days: float = 180.0
    invoice: float = 0.28
    invoice_hazard: float = 0.0
    writing: float = 0.5
    open_issue: float = 0.24
    quick_issue: float = 0.34


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong for each customer, in local days, as it would go while the customer stays.

    Attributes:
        sync: The connector fails.
        sync_first: When its first ticket is, or would be if it failed.
        invoice: There are early invoice questions.
        invoice_first: When the first of them is, or would be.
        talk: How much the customer writes, 1 on average or so.
        issue_raised: When an issue is raised in onboarding; never for those without.
        issue_resolved: When it is resolved.
        issue_open: It stays open for months, so that it is open on day 60 after signing.
    """

    sync: Bools
    sync_first: Floats
    invoice: Bools
    invoice_first: Floats
    talk: Floats
    issue_raised: Floats
    issue_resolved: Floats
    issue_open: Bools


def befall(troubles: Troubles, accounts: Accounts, rng: np.random.Generator) -> Trouble:
    """The troubles of all customers of a cell; free accounts raise no issue."""
    count = len(accounts.size)
    day = np.floor(accounts.signed)
    talk = np.exp(-troubles.writing * accounts.fit + rng.normal(0.0, 0.4, count))
    kind = rng.random(count)
    open_issue = accounts.pays & (kind < troubles.open_issue)
    quick = accounts.pays & ~open_issue & (kind < troubles.open_issue + troubles.quick_issue)
    raised = np.where(open_issue | quick, at_office(rng, day + rng.integers(12, 39, count)), NEVER)
    lasting = np.where(quick, rng.integers(1, 20, count), rng.integers(60, 400, count))
    return Trouble(
        sync=accounts.connected & (rng.random(count) < by_code(troubles.sync, accounts.size)),
        sync_first=at_office(rng, day + rng.integers(3, 28, count)),
        invoice=rng.random(count) < 1 - np.exp(-troubles.invoice * talk),
        invoice_first=at_office(rng, day + rng.integers(3, 28, count)),
        talk=talk,
        issue_raised=raised,
        issue_resolved=raised + lasting,
        issue_open=open_issue,
    )
