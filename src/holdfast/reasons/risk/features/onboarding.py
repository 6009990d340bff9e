"""Onboarding steps that were done before the snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.risk.family import Family, plural
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

KNOWN = (Known("steps_done", "onboarding_steps", "completed_at"),)


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """How many steps are done."""
    return {"steps_done": panel.columns["steps_done"]}


def words(own: Values, typical: Values) -> str:
    """How many steps it has done."""
    return f"{plural(own['steps_done'], 'onboarding step')} done (typical: {typical['steps_done']:.0f})"


FAMILY = Family("onboarding", KNOWN, features, words, needs=("steps_done",))
