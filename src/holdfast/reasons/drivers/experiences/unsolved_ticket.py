"""An unsolved ticket: open for more than three days on the landmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel


def had(panel: SnapshotPanel) -> Bools:
    """At least one is open."""
    unsolved: Bools = panel.columns["tickets_unsolved"] > 0
    return unsolved


DRIVER = Driver(
    name="unsolved ticket",
    tells="with a ticket that was not solved for more than three days",
    kind="experience",
    known=(Known("tickets_unsolved", "tickets", "opened_at", "open", of="first_solved_at", days=(365, 3)),),
    had=had,
    needs=("tickets_unsolved",),
)
