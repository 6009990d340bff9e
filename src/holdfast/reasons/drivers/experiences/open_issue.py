"""An open issue: raised and not resolved on the landmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel


def had(panel: SnapshotPanel) -> Bools:
    """At least one is open."""
    is_open: Bools = panel.columns["unresolved_issues"] > 0
    return is_open


DRIVER = Driver(
    name="open issue",
    tells="with an issue that was raised and not resolved",
    kind="experience",
    known=(Known("unresolved_issues", "issues", "raised_at", "open", of="resolved_at"),),
    had=had,
    needs=("unresolved_issues",),
)
