"""Many tickets: three or more in a quarter. Who writes much has more trouble, or more use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel

LEAST = 3


def had(panel: SnapshotPanel) -> Bools:
    """Three or more."""
    many: Bools = panel.columns["tickets_of_quarter"] >= LEAST
    return many


DRIVER = Driver(
    name="many tickets",
    tells=f"who wrote {LEAST} tickets or more in 90 days",
    kind="sign",
    known=(Known("tickets_of_quarter", "tickets", "opened_at", days=(90, 0)),),
    had=had,
    needs=("tickets_of_quarter",),
)
