"""No review call: none held in 90 days, of customers old enough to have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel

_OLD_DAYS = 150


def applies(panel: SnapshotPanel) -> Bools:
    """Customers of five months and more."""
    old: Bools = panel.columns["tenure_days"] >= _OLD_DAYS
    return old


def had(panel: SnapshotPanel) -> Bools:
    """No call was held."""
    none: Bools = panel.columns["review_calls"] == 0
    return none


DRIVER = Driver(
    name="no review call",
    tells="without a review call in 90 days, of those who are customers for five months",
    kind="experience",
    known=(
        Known(
            "review_calls", "engagements", "completed_at", days=(90, 0), where=(("kind", ("review_call",)),)
        ),
    ),
    had=had,
    applies=applies,
    needs=("review_calls",),
)
