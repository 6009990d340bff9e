"""Issues that are open at the snapshot, and that were raised lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.risk.family import Family, are, plural
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

KNOWN = (
    Known("issues_open", "issues", "raised_at", "open", of="resolved_at"),
    Known("issues_recent", "issues", "raised_at", days=(120, 0)),
)


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Open issues, and those raised in 120 days."""
    return {name: panel.columns[name] for name in ("issues_open", "issues_recent")}


def words(own: Values, typical: Values) -> str:
    """How many are open, or were raised."""
    if own["issues_open"] > typical["issues_open"]:
        return f"{plural(own['issues_open'], 'issue')} {are(own['issues_open'])} open"
    return f"{plural(own['issues_recent'], 'issue')} raised in 120 days"


FAMILY = Family("issues", KNOWN, features, words, needs=("issues_open", "issues_recent"))
