"""Company Seed: the one of the seed's OKR, with every default of every cause."""

from __future__ import annotations

from holdfast.simulate.causes import Causes
from holdfast.simulate.named.model import Named

SEED = Named(
    name="Seed",
    customers=2000,
    make=Causes,
    story=(
        "Onboarding within 10 days keeps {onboarding} points more for 90 days, and a plain comparison "
        "shows {naive}: large customers are onboarded faster and stay anyway. Monthly reviews keep "
        "{reviews_quiet} points where no issue is open and {reviews_open} where one is. NPS follows "
        "satisfaction; nothing follows from NPS."
    ),
)
