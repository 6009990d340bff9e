"""What happens to a cell of customers, before any table is written of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.accounts import found
from holdfast.simulate.arrays import NEVER, numbered
from holdfast.simulate.contracts import departure
from holdfast.simulate.gaming import written_down
from holdfast.simulate.growth import arrive
from holdfast.simulate.leaving import REASONS, Exposures, Fates, decide
from holdfast.simulate.local_time import office_hours, to_utc
from holdfast.simulate.onboarding import onboard
from holdfast.simulate.playbook import draw_lots, in_scope
from holdfast.simulate.reviews import enrol
from holdfast.simulate.season import FLAT, Clock, Season, clock
from holdfast.simulate.troubles import befall

if TYPE_CHECKING:
    from holdfast.simulate.accounts import Accounts
    from holdfast.simulate.arrays import Bools, Floats, Instants, Ints
    from holdfast.simulate.causes import Causes
    from holdfast.simulate.onboarding import Calls
    from holdfast.simulate.setting import Setting
    from holdfast.simulate.streams import Streams


@dataclass(frozen=True, slots=True)
class Clocks:
    """The company's clocks: of signing, of leaving, of tickets, and an even one."""

    signing: Clock
    leaving: Clock
    tickets: Clock
    plain: Clock


@dataclass(frozen=True, slots=True)
class World:
    """A cell of customers and all that is decided about them; arrays have one row each, in local days.

    Attributes:
        causes: The company's causes.
        setting: Where and when.
        streams: Generators for what the tables add.
        clocks: The company's clocks.
        fates: Customers, troubles and budgets.
        calls: Their onboarding.
        exposures: The arms they are in.
        decided: When they decide to leave; never for those who stay.
        reason: Code of the reason, -1 for those who stay.
        left: When they have left: the end of the paid interval; never where that lies beyond the history.
        returned: When they come back; never for nearly all.
    """

    causes: Causes
    setting: Setting
    streams: Streams
    clocks: Clocks
    fates: Fates
    calls: Calls
    exposures: Exposures
    decided: Floats
    reason: Ints
    left: Floats
    returned: Floats

    @property
    def accounts(self) -> Accounts:
        """The customers themselves."""
        return self.fates.accounts

    @property
    def until(self) -> Floats:
        """Until when a customer is there the first time: its leaving or the end of the history."""
        return np.minimum(self.left, float(self.setting.days))

    @property
    def takes_part(self) -> Bools:
        """The customer is in the playbook's trial: in scope, and not about to leave, on its day."""
        playbook = self.causes.playbook
        return in_scope(playbook, self.accounts) & (self.decided > playbook.day)

    def instants(self, days: Floats) -> Instants:
        """UTC instants of local days; NaT for what lies at or after the end of the history."""
        return to_utc(self.setting.start, np.where(days < self.setting.days, days, NEVER))

    def future_instants(self, days: Floats) -> Instants:
        """UTC instants of local days, of plans that may lie beyond the end of the history too."""
        return to_utc(self.setting.start, days)

    def leaving_under(self, exposures: Exposures) -> tuple[Floats, Ints]:
        """When the same customers have left under other exposures, and over what; never if after the end."""
        decided, reason = decide(self.causes, self.fates, exposures)
        left = _left(self.causes, self.setting, self.accounts, decided)
        return left, np.where(np.isfinite(left), reason, -1)

    def with_budgets(self, budgets: Floats) -> tuple[Floats, Ints]:
        """The same as `leaving_under`, with the exposures as they are and other budgets."""
        decided, reason = decide(self.causes, replace(self.fates, budgets=budgets), self.exposures)
        left = _left(self.causes, self.setting, self.accounts, decided)
        return left, np.where(np.isfinite(left), reason, -1)


def make_clocks(causes: Causes, setting: Setting, streams: Streams) -> Clocks:
    """The clocks of a company, drawn once for all of its customers."""
    start, days = setting.start, setting.days
    signing = Season(months=causes.growth.months, trend=causes.growth.yearly)
    return Clocks(
        signing=clock(signing, start, days, streams.of("signing season")),
        leaving=clock(causes.leaving_season, start, days, streams.of("leaving season")),
        tickets=clock(causes.ticket_season, start, days, streams.of("ticket season")),
        plain=clock(Season(months=FLAT), start, days, streams.of("plain")),
    )


def make_world(causes: Causes, setting: Setting, *, clocks: Clocks, streams: Streams, numbers: Ints) -> World:
    """The world of the customers with these running numbers."""
    arrivals = arrive(
        causes.growth, numbers, setting=setting, pace=clocks.signing, rng=streams.of("arrivals")
    )
    ids = numbered("C", numbers + 1)
    accounts = found(
        causes.market, arrivals, ids=ids, numbers=numbers, days=setting.days, rng=streams.of("accounts")
    )
    trouble = befall(causes.troubles, accounts, streams.of("troubles"))
    calls = onboard(causes.onboarding, accounts, streams.of("onboarding"))
    calls = written_down(causes.gaming, accounts, calls, streams.of("gaming"))
    budgets = streams.of("budgets").exponential(1.0, (len(numbers), len(REASONS)))
    fates = Fates(accounts, trouble, budgets, season=clocks.leaving, plain=clocks.plain)
    exposures = Exposures(
        fast=calls.fast,
        reviewed=enrol(causes.reviews, accounts, trouble, streams.of("reviews")),
        sync=trouble.sync,
        invoice=trouble.invoice,
        treated=draw_lots(causes.playbook, accounts, streams.of("playbook")),
    )
    return _settle(
        causes, setting, clocks=clocks, streams=streams, fates=fates, calls=calls, exposures=exposures
    )


def _settle(  # noqa: PLR0913  all that a world is made of
    causes: Causes,
    setting: Setting,
    *,
    clocks: Clocks,
    streams: Streams,
    fates: Fates,
    calls: Calls,
    exposures: Exposures,
) -> World:
    accounts = fates.accounts
    # Only those who are there on its day can be treated; who that is does not depend on the treatment.
    untreated, _ = decide(causes, fates, replace(exposures, treated=np.zeros(len(accounts.size), dtype=bool)))
    playbook = causes.playbook
    part = in_scope(playbook, accounts) & (untreated > playbook.day)
    exposures = replace(exposures, treated=exposures.treated & part)
    decided, reason = decide(causes, fates, exposures)
    left = _left(causes, setting, accounts, decided)
    return World(
        causes=causes,
        setting=setting,
        streams=streams,
        clocks=clocks,
        fates=fates,
        calls=calls,
        exposures=exposures,
        decided=decided,
        reason=reason,
        left=left,
        returned=_returns(causes, setting, left, streams.of("returns")),
    )


def _left(causes: Causes, setting: Setting, accounts: Accounts, decided: Floats) -> Floats:
    left = departure(
        causes.contracts,
        setting.start,
        signed=accounts.signed,
        interval=accounts.interval,
        decided=decided,
    )
    return np.where(left < setting.days, left, NEVER)


def _returns(causes: Causes, setting: Setting, left: Floats, rng: np.random.Generator) -> Floats:
    comes = rng.random(len(left)) < causes.contracts.returns
    back = np.floor(left + rng.uniform(120.0, 300.0, len(left))) + office_hours(rng, len(left))
    return np.where(comes & (back < setting.days), back, NEVER)
