"""Company Simpson: every size gets slower, and the whole gets faster, since other customers sign."""

from __future__ import annotations

from datetime import date

from holdfast.simulate.accounts import Market
from holdfast.simulate.causes import Causes
from holdfast.simulate.named.model import ONBOARDED, STAY, CallsFor, Named, day
from holdfast.simulate.onboarding import Onboarding

TURNS_ON = date(2026, 4, 1)


def _causes() -> Causes:
    return Causes(
        market=Market(turns_on=day(TURNS_ON), turned=0.5),
        onboarding=Onboarding(changes_on=day(TURNS_ON), change=-0.25),
    )


SIMPSON = Named(
    name="Simpson",
    customers=8000,
    make=_causes,
    story=(
        "From 1 April 2026 on half of the new customers are large, who were always onboarded faster. "
        "Customers of every size are onboarded more slowly than before, and the share of all of them "
        "rises."
    ),
    objective=STAY,
    key_results=(ONBOARDED,),
    calls_for=(
        CallsFor(
            "mix",
            "onboarding_completed",
            ("the change is mix, not improvement",),
            "other customers are counted; nobody is onboarded faster",
        ),
    ),
)
