"""Company Tiny: what is true of Seed, with too few customers to see it."""

from __future__ import annotations

from holdfast.simulate.causes import Causes
from holdfast.simulate.named.model import CANNOT, ONBOARDED, STAY, SUGGESTIVE, CallsFor, Named

TINY = Named(
    name="Tiny",
    customers=200,
    make=Causes,
    story=(
        "What is true of Seed: onboarding keeps about six points more. In 200 customers chance makes "
        "{onboarding} of them, and no comparison can tell it from nothing."
    ),
    objective=STAY,
    key_results=(ONBOARDED,),
    calls_for=(
        CallsFor(
            "link",
            "onboarding_completed",
            (CANNOT, SUGGESTIVE),
            "two hundred customers cannot tell whether it goes together with staying",
        ),
        CallsFor(
            "noise", "onboarding_completed", ("smaller", "visible if it lasts"), "about 24 sign in a quarter"
        ),
    ),
)
