"""A low score: 6 or less on average in the NPS questions answered within a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import Driver
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from holdfast.reasons.drivers.driver import Bools
    from holdfast.records.snapshot import SnapshotPanel

MOST = 6.5
_NPS = (("kind", ("nps",)),)


def applies(panel: SnapshotPanel) -> Bools:
    """Customers who answered."""
    answered: Bools = panel.columns["scores_given"] > 0
    return answered


def had(panel: SnapshotPanel) -> Bools:
    """The mean score was below."""
    low: Bools = panel.columns["scores_total"] < MOST * panel.columns["scores_given"]
    return low


DRIVER = Driver(
    name="low score",
    tells="who gave 6 or less of 10 on average, of those who answered",
    kind="sign",
    known=(
        Known("scores_total", "surveys", "answered_at", "total", of="score", days=(365, 0), where=_NPS),
        Known("scores_given", "surveys", "answered_at", "known", of="score", days=(365, 0), where=_NPS),
    ),
    had=had,
    applies=applies,
    needs=("scores_total", "scores_given"),
)
