"""Company Gamer: the figures rise by what is written down and who is asked."""

from __future__ import annotations

from datetime import date

from holdfast.simulate.causes import Causes
from holdfast.simulate.gaming import Gaming
from holdfast.simulate.named.model import STAY, CallsFor, KeyResult, Named, day

FROM = date(2026, 4, 1)


def _causes() -> Causes:
    return Causes(gaming=Gaming(from_day=day(FROM), rescheduled=0.9, promoters_only=0.7))


GAMER = Named(
    name="Gamer",
    customers=6000,
    make=_causes,
    story=(
        "From 1 April 2026 on a short call is written down as the onboarding of {tricked} customers "
        "and the real one is moved, and seven in ten of those unlikely to promote are not asked any "
        "more. Both figures rise; nobody is onboarded sooner, and nobody is more pleased."
    ),
    objective=STAY,
    key_results=(
        KeyResult(
            "Increase the share of new customers onboarded within 10 days of signing from 58% to 75%",
            "onboarding_completed (within_days: 10)",
            "75 %",
        ),
        KeyResult("Raise NPS (Net Promoter Score) from 30 to 50", "nps", "50"),
    ),
    calls_for=(
        CallsFor("guards", "onboarding_completed", ("alarm",), "dates are moved and steps are not completed"),
        CallsFor("guards", "nps", ("alarm",), "fewer are asked, and they are those who promote"),
        CallsFor(
            "settlement",
            "",
            ("bet lost", "too small to tell"),
            "both figures were reached, and nothing that they stand for",
        ),
    ),
)
