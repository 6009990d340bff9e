"""Company Backfire: review calls annoy customers whose issue is still open, and that is most of them."""

from __future__ import annotations

from holdfast.simulate.causes import Causes
from holdfast.simulate.named.model import CANNOT, OTHER_WAY, CallsFor, KeyResult, Named
from holdfast.simulate.reviews import Reviews
from holdfast.simulate.troubles import Troubles


def _causes() -> Causes:
    return Causes(
        reviews=Reviews(helps=1.0, annoys=0.0004, open_issue_odds=1.0),
        troubles=Troubles(open_issue=0.8, quick_issue=0.1),
    )


BACKFIRE = Named(
    name="Backfire",
    customers=8000,
    make=_causes,
    story=(
        "Monthly review calls keep {reviews_open} points of the customers whose issue is open, and "
        "{reviews_quiet} of the others: four in five have one. Each call is a reminder that nothing "
        "was done."
    ),
    objective="Paying customers stay with us",
    key_results=(
        KeyResult(
            "Increase the share of paying accounts with a review call in the last month from 35% to 60%",
            "review_coverage (within_days: 30)",
            "60 %",
        ),
    ),
    calls_for=(
        CallsFor(
            "link",
            "review_coverage",
            (OTHER_WAY, CANNOT),
            "the calls cost customers, and nothing says that they keep any",
        ),
    ),
)
