"""Calls and trainings: held lately, planned and not held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.risk.family import Family, plural
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

_REVIEWS = (("kind", ("review_call", "check_in")),)
_ONBOARDING = (("kind", ("onboarding",)),)

KNOWN = (
    Known("calls_held", "engagements", "completed_at", days=(120, 0), where=_REVIEWS),
    Known(
        "calls_missed",
        "engagements",
        "planned_for",
        "open",
        of="completed_at",
        days=(120, 7),
        where=_REVIEWS,
    ),
    Known("onboarding_days_ago", "engagements", "completed_at", "since", where=_ONBOARDING),
)


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Review calls and check-ins of 120 days, those not held, and when in life onboarding was."""
    columns = panel.columns
    return {
        "calls_held": columns["calls_held"],
        "calls_missed": columns["calls_missed"],
        "onboarded_on_day": columns["tenure_days"] - columns["onboarding_days_ago"],
    }


def words(own: Values, typical: Values) -> str:
    """Calls that were not held, or few, or an onboarding that came late or never."""
    if own["calls_missed"] > typical["calls_missed"]:
        return f"{plural(own['calls_missed'], 'planned call')} not held"
    late = own["onboarded_on_day"]
    if late != late:  # noqa: PLR0124 - not a number: none is known
        return "no onboarding call is known"
    if late > typical["onboarded_on_day"]:
        return f"onboarding was on day {late:.0f}"
    return f"{plural(own['calls_held'], 'call')} in 120 days"


FAMILY = Family("calls", KNOWN, features, words, needs=tuple(one.name for one in KNOWN))
