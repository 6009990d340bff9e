"""Company Thermometer: the score rises, and nobody stays for it."""

from __future__ import annotations

from datetime import date

from holdfast.simulate.causes import Causes
from holdfast.simulate.named.model import CANNOT, NO_SIGN, CallsFor, KeyResult, Named, day
from holdfast.simulate.satisfaction import Satisfaction

LIFTED_ON = date(2026, 4, 1)


def _causes() -> Causes:
    return Causes(satisfaction=Satisfaction(lift=0.6, lift_on=day(LIFTED_ON)))


THERMOMETER = Named(
    name="Thermometer",
    customers=2000,
    make=_causes,
    story=(
        "From 1 April 2026 on everybody is more pleased, and NPS rises; nothing follows from it. Whom "
        "the product suits answers better and stays longer, so that score and staying go together, "
        "and one does not bring the other."
    ),
    objective="Paying customers stay with us",
    key_results=(KeyResult("Raise NPS (Net Promoter Score) from 20 to 35", "nps", "35"),),
    calls_for=(
        CallsFor(
            "link", "nps", (CANNOT, NO_SIGN), "the score is a thermometer: it shows warmth and makes none"
        ),
        CallsFor(
            "settlement",
            "",
            ("bet lost", "too small to tell"),
            "the score was reached in the spring of 2026, and not one customer more stayed",
        ),
    ),
)
