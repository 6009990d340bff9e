"""Slow onboarding: the call was held after day 10, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel

WITHIN_DAYS = 10
_YOUNG_DAYS = 90
_KINDS = (("kind", ("onboarding",)),)


def applies(panel: SnapshotPanel) -> Bools:
    """Customers whose first ten days are over, in their first quarter."""
    tenure = panel.columns["tenure_days"]
    young: Bools = (tenure > WITHIN_DAYS + 1) & (tenure < _YOUNG_DAYS)
    return young


def had(panel: SnapshotPanel) -> Bools:
    """The call was not held by day 10."""
    day = panel.columns["tenure_days"] - panel.columns["onboarding_call_ago"]
    slow: Bools = ~(day <= WITHIN_DAYS + 1)
    return slow


DRIVER = Driver(
    name="slow onboarding",
    tells=f"whose onboarding call was not held within {WITHIN_DAYS} days of signing, in their first 90 days",
    kind="experience",
    known=(Known("onboarding_call_ago", "engagements", "completed_at", "since", where=_KINDS),),
    had=had,
    applies=applies,
    needs=("onboarding_call_ago",),
    tested_by=f"holdfast link onboarding_completed --set within_days={WITHIN_DAYS} --stay-days 90",
)
