"""A company is a composition of causes: each with its parameters, together all that is random about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.simulate.accounts import Market
from holdfast.simulate.contracts import Contracts
from holdfast.simulate.gaming import Gaming
from holdfast.simulate.growth import Growth
from holdfast.simulate.leaving import Leaving
from holdfast.simulate.onboarding import Onboarding
from holdfast.simulate.playbook import Playbook
from holdfast.simulate.price import PriceRise
from holdfast.simulate.reviews import Reviews
from holdfast.simulate.satisfaction import Satisfaction
from holdfast.simulate.season import Season
from holdfast.simulate.surveys import Asking
from holdfast.simulate.tickets import Writing
from holdfast.simulate.troubles import Troubles
from holdfast.simulate.usage import Usage

# Budgets are made at the turn of the year: more contracts are looked at then.
_LEAVING_MONTHS = (1.5, 1.4, 1.2, 0.95, 0.85, 0.8, 0.75, 0.75, 0.85, 0.9, 0.95, 1.1)
_TICKET_MONTHS = (1.25, 1.1, 1.05, 1.0, 0.95, 0.9, 0.8, 0.75, 1.05, 1.1, 1.05, 1.0)


@dataclass(frozen=True, slots=True)
class Causes:
    """The causes of a company, each described in its own module; the defaults are those of company Seed."""

    growth: Growth = field(default_factory=Growth)
    market: Market = field(default_factory=Market)
    onboarding: Onboarding = field(default_factory=Onboarding)
    troubles: Troubles = field(default_factory=Troubles)
    reviews: Reviews = field(default_factory=Reviews)
    playbook: Playbook = field(default_factory=Playbook)
    price: PriceRise = field(default_factory=PriceRise)
    leaving: Leaving = field(default_factory=Leaving)
    contracts: Contracts = field(default_factory=Contracts)
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    asking: Asking = field(default_factory=Asking)
    gaming: Gaming = field(default_factory=Gaming)
    writing: Writing = field(default_factory=Writing)
    usage: Usage = field(default_factory=Usage)
    leaving_season: Season = field(
        default_factory=lambda: Season(months=_LEAVING_MONTHS, drift=0.02, noise=0.03)
    )
    ticket_season: Season = field(default_factory=lambda: Season(months=_TICKET_MONTHS, noise=0.03))
