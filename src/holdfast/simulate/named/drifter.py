"""Company Drifter: what it aims at comes by itself."""

from __future__ import annotations

from holdfast.simulate.causes import Causes
from holdfast.simulate.named.model import STAY, CallsFor, KeyResult, Named
from holdfast.simulate.onboarding import Onboarding


def _causes() -> Causes:
    return Causes(onboarding=Onboarding(held=(0.20, 0.40, 0.60), yearly=0.8))


DRIFTER = Named(
    name="Drifter",
    customers=8000,
    make=_causes,
    story=(
        "The share of customers onboarded within 10 days rises from year to year, whatever anybody "
        "plans: from three in ten at the start to eight in ten at the end. A target of 77 % needs "
        "nothing but time."
    ),
    objective=STAY,
    key_results=(
        KeyResult(
            "Increase the share of new customers onboarded within 10 days of signing to 77%",
            "onboarding_completed (within_days: 10)",
            "77 %",
        ),
    ),
    calls_for=(
        CallsFor(
            "challenge",
            "onboarding_completed",
            ("already on the way",),
            "the share rises by itself, and is about at the target when the quarter begins",
        ),
    ),
)
