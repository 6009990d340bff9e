"""Company Honest: the experience keeps customers, and nothing hidden stands behind it."""

from __future__ import annotations

from holdfast.simulate.causes import Causes
from holdfast.simulate.named.model import ONBOARDED, STAY, SUPPORTED, CallsFor, Named

HONEST = Named(
    name="Honest",
    customers=8000,
    make=Causes,
    story=(
        "Onboarding within 10 days keeps {onboarding} points more for 90 days, and no motive is "
        "hidden: who is onboarded fast depends on the size alone, which is in the tables. A plain "
        "comparison shows {naive}."
    ),
    objective=STAY,
    key_results=(ONBOARDED,),
    calls_for=(
        CallsFor(
            "link",
            "onboarding_completed",
            (SUPPORTED,),
            "onboarding keeps about six points more, and the company is large enough to see it",
            least=0.85,
        ),
    ),
)
