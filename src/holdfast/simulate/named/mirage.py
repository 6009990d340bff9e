"""Company Mirage: whoever is eager is onboarded fast and stays; onboarding does nothing."""

from __future__ import annotations

from holdfast.simulate.causes import Causes
from holdfast.simulate.named.model import CANNOT, NO_SIGN, ONBOARDED, STAY, SUGGESTIVE, CallsFor, Named
from holdfast.simulate.onboarding import Onboarding


def _causes() -> Causes:
    return Causes(onboarding=Onboarding(slow_hazard=(0.0, 0.0, 0.0), hidden_motive=0.5))


MIRAGE = Named(
    name="Mirage",
    customers=8000,
    make=_causes,
    story=(
        "Onboarding within 10 days does nothing ({onboarding} points), and a plain comparison shows "
        "{naive}: customers with a hidden motive come to the call sooner and stay anyway."
    ),
    objective=STAY,
    key_results=(ONBOARDED,),
    calls_for=(
        CallsFor(
            "link",
            "onboarding_completed",
            (CANNOT, NO_SIGN, SUGGESTIVE),
            "onboarding keeps nobody; what goes together with it is a motive that no table holds",
        ),
    ),
)
