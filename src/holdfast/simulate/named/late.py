"""Company Late: it opened three months ago, and no outcome of 90 days can be known."""

from __future__ import annotations

from datetime import date

from holdfast.simulate.causes import Causes
from holdfast.simulate.growth import Growth
from holdfast.simulate.named.model import CANNOT, ONBOARDED, STAY, CallsFor, Named, day

OPENED_ON = date(2026, 7, 1)


def _causes() -> Causes:
    return Causes(growth=Growth(signed=1.12, opens=day(OPENED_ON), months=(1.0,) * 12))


LATE = Named(
    name="Late",
    customers=2000,
    make=_causes,
    story=(
        "The first customer signed on 1 July 2026, and the data end three months later: whether "
        "customers stay 90 days is known of those of the first days alone. What is true of Seed is "
        "true here."
    ),
    objective=STAY,
    key_results=(ONBOARDED,),
    frozen_on=date(2026, 10, 1),
    calls_for=(
        CallsFor(
            "link",
            "onboarding_completed",
            (f"{CANNOT}: the outcome is not mature",),
            "hardly an outcome is known yet",
        ),
        CallsFor("challenge", "onboarding_completed", ("cannot say yet",), "there are two months of history"),
        CallsFor("settlement", "", ("too early",), "the objective is known a quarter after the cycle"),
    ),
)
