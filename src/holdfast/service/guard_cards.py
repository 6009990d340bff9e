"""Which guards a key result gets: by what it measures, the ways in which it can be met and nothing gained."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from holdfast.evidence.guards import DRIFT
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.evidence.guard_chances import Bad
    from holdfast.evidence.guards import Measure


@dataclass(frozen=True, slots=True)
class GuardCard:
    """One guard of a kind of key result.

    Attributes:
        name: What is looked at, in words.
        why: What a movement the wrong way would mean.
        bad: The direction that is bad.
        measure: What of the metric is looked at.
        metric: Catalogue name; empty for the key result's own.
        parameters: Of that metric.
        least: Least change that counts, as a share of what was usual.
        cannot: Why no company's data tell it; empty where they may.
    """

    name: str
    why: str
    bad: Bad
    measure: Measure = "value"
    metric: str = ""
    parameters: tuple[tuple[str, Any], ...] = ()
    least: float = 0.0
    cannot: str = ""


_COUNTED = GuardCard(
    "How many it counts", "a share also rises where fewer are counted", "down", measure="counted"
)
_NO_TABLE = "no table tells it"

_ONBOARDING = (
    GuardCard(
        "Customers who leave within 30 days of signing",
        "customers who were hurried may leave sooner",
        "up",
        measure="early leavers",
    ),
    GuardCard(
        "New customers who use the product by day 30",
        "a call may have been held for its date and not for the customer",
        "down",
        metric="feature_adoption",
        parameters=(("variant", "after_signing"), ("within_days", 30)),
    ),
    GuardCard(
        "All onboarding steps within 30 days",
        "a call may have been held for its date and not for the customer",
        "down",
        metric="onboarding_steps",
        parameters=(("within_days", 30),),
    ),
    GuardCard(
        "Times that an onboarding's date is moved",
        "a date that is agreed to be in time is moved afterwards",
        "up",
        metric="onboarding_rescheduled",
    ),
    _COUNTED,
    GuardCard(
        "Part of those who signed that it leaves out",
        "the definition drifts: others are left out than before",
        "either",
        measure="left out",
        least=DRIFT,
    ),
)
_REVIEWS = (
    GuardCard(
        "Review calls followed by a cancellation within 14 days",
        "a call may remind customers of what they could do without",
        "up",
        metric="cancelled_after_review",
    ),
    GuardCard(
        "Issues resolved within 14 days",
        "calls may be held and what was raised in them forgotten",
        "down",
        metric="issues_resolved",
    ),
    GuardCard(
        "Tickets solved and not opened again within 7 days",
        "the same trouble may be talked of twice",
        "down",
        metric="first_contact_resolution",
    ),
    GuardCard("How long a call lasts", "calls may be held for the count", "down", cannot=_NO_TABLE),
)
_RETENTION = (
    GuardCard("Revenue per account", "customers may be kept by discounts", "down", metric="arpa"),
    GuardCard(
        "Customers who leave or have given notice",
        "their leaving may only be put off",
        "up",
        metric="logo_churn",
        parameters=(("variant", "cancel_requested"),),
    ),
    GuardCard(
        "How long contracts run",
        "contracts may be made longer instead of better",
        "up",
        cannot="no metric counts it",
    ),
    GuardCard("How long it takes to cancel", "leaving may be made harder", "up", cannot=_NO_TABLE),
    GuardCard(
        "Pauses counted as kept",
        "a pause may stand for leaving",
        "up",
        cannot="it needs no watching: who pauses counts as left",
    ),
)
_WAITING = (
    GuardCard("Satisfied answers", "quick answers may be poor ones", "down", metric="csat"),
    GuardCard(
        "Tickets solved and not opened again within 7 days",
        "tickets may be closed before they are solved",
        "down",
        metric="first_contact_resolution",
    ),
)
_USE = (GuardCard("Logo churn", "those who use it less may have left", "up", metric="logo_churn"),)


def _asking(kind: str) -> tuple[GuardCard, ...]:
    """Guards of a score: who answers, and who is asked."""
    variant = (("variant", kind),)
    return (
        GuardCard(
            "Part of those asked who answer",
            "those who are not pleased may no longer answer",
            "down",
            metric="survey_response_rate",
            parameters=variant,
        ),
        GuardCard(
            "How many are asked",
            "those who are not pleased may no longer be asked",
            "down",
            measure="counted",
            metric="survey_response_rate",
            parameters=variant,
        ),
        GuardCard(
            "Whether those asked were pleased before",
            "promoters may be asked more often",
            "up",
            cannot="no metric counts it",
        ),
    )


GUARDS: Mapping[str, tuple[GuardCard, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("onboarding_scheduled", "onboarding_completed", "onboarding_steps", "time_to_value"), _ONBOARDING
        ),
        "review_coverage": _REVIEWS,
        **{kind: _asking(kind) for kind in ("nps", "csat", "ces")},
        **dict.fromkeys(
            ("retention_rate", "logo_churn", "renewal_rate", "grr", "nrr", "revenue_churn"), _RETENTION
        ),
        **dict.fromkeys(("first_response_time", "resolution_time", "backlog"), _WAITING),
        **dict.fromkeys(("feature_adoption", "active_customers", "stickiness"), _USE),
    }
)
"""Name of a metric to its guards, in the order in which they are told."""


def guards_for(metric: str) -> tuple[GuardCard, ...]:
    """The guards of a key result of a metric, less those that would be the key result itself."""
    return tuple(one for one in GUARDS.get(metric, ()) if one.metric != metric)
