"""A missed call: planned and not held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel


def had(panel: SnapshotPanel) -> Bools:
    """At least one."""
    missed: Bools = panel.columns["calls_not_held"] > 0
    return missed


DRIVER = Driver(
    name="missed call",
    tells="with a planned call that was not held, in 120 days",
    kind="sign",
    known=(Known("calls_not_held", "engagements", "planned_for", "open", of="completed_at", days=(120, 7)),),
    had=had,
    needs=("calls_not_held",),
)
