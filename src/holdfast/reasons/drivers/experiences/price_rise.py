"""A price rise: the customer pays at least 1 % more than four months before, and at most a quarter more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.drivers.driver import Driver

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel

LEAST, MOST = 0.01, 0.15
"""Beyond it the customer bought more, by its own choice."""


def applies(panel: SnapshotPanel) -> Bools:
    """Customers who paid four months before."""
    paid: Bools = panel.columns["monthly_before"] > 0
    return paid


def had(panel: SnapshotPanel) -> Bools:
    """What is paid rose within the bounds of a price rise."""
    before = panel.columns["monthly_before"]
    change = panel.monthly_minor / np.where(before > 0, before, np.nan) - 1
    rose: Bools = (change >= LEAST) & (change <= MOST)
    return rose


DRIVER = Driver(
    name="price rise",
    tells=f"who pay {LEAST:.0%} to {MOST:.0%} more than four months before",
    kind="experience",
    known=(),
    had=had,
    applies=applies,
    needs=("monthly_before",),
)
