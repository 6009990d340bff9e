"""Slow first response: the mean wait for the first public reply in half a year was over eight hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel

HOURS = 8.0


def applies(panel: SnapshotPanel) -> Bools:
    """Customers with a ticket that was answered."""
    written: Bools = panel.columns["tickets_answered"] > 0
    return written


def had(panel: SnapshotPanel) -> Bools:
    """The mean wait was longer."""
    slow: Bools = panel.columns["waited_hours"] > HOURS * panel.columns["tickets_answered"]
    return slow


DRIVER = Driver(
    name="slow first response",
    tells=f"whose tickets waited over {HOURS:.0f} hours for a first reply on average, of those who wrote any",
    kind="experience",
    known=(
        Known("waited_hours", "tickets", "opened_at", "wait", of="first_public_reply_at", days=(180, 0)),
        Known("tickets_answered", "tickets", "first_public_reply_at", days=(180, 0)),
    ),
    had=had,
    applies=applies,
    needs=("waited_hours", "tickets_answered"),
)
