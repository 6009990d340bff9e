"""Low adoption: used less than half as often as is typical in the last four weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel

_HALF, _WEEKS_DAYS = 0.5, 28


def applies(panel: SnapshotPanel) -> Bools:
    """Customers of four weeks and more."""
    old: Bools = panel.columns["tenure_days"] >= _WEEKS_DAYS
    return old


def had(panel: SnapshotPanel) -> Bools:
    """Fewer events than half the median of customers."""
    events = panel.columns["events_of_month"]
    there = events[np.isfinite(events)]
    typical = float(np.median(there)) if len(there) else 0.0
    low: Bools = events < max(_HALF * typical, 1.0)
    return low


DRIVER = Driver(
    name="low adoption",
    tells="who used the product less than half as often as is typical in four weeks",
    kind="sign",
    known=(Known("events_of_month", "events", "occurred_at", days=(28, 0)),),
    had=had,
    applies=applies,
    needs=("events_of_month",),
)
