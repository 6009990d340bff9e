"""Price: what a customer pays against what it paid four months before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import Family

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

_LITTLE = 0.005


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """The change as a share, and whether it went up or down; 0 for those who did not pay then."""
    before = panel.columns["monthly_before"]
    there = before > 0
    change = np.where(there, panel.monthly_minor / np.where(there, before, 1.0) - 1, 0.0)
    change = np.clip(change, -1.0, 2.0)
    return {
        "price_change": change,
        "price_rose": (change > _LITTLE).astype(float),
        "price_fell": (change < -_LITTLE).astype(float),
    }


def words(own: Values, typical: Values) -> str:
    """By how much what it pays went up or down."""
    del typical
    change = own["price_change"]
    if abs(change) <= _LITTLE:
        return "what it pays did not change"
    return f"what it pays {'rose' if change > 0 else 'fell'} by {abs(change):.0%} in four months"


FAMILY = Family("price", (), features, words)
