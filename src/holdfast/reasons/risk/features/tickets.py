"""Tickets: how many, how many open at the snapshot, and how long the first answers took."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import Family, are, number_text, plural, share_of
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

KNOWN = (
    Known("tickets_recent", "tickets", "opened_at", days=(90, 0)),
    Known("tickets_before", "tickets", "opened_at", days=(365, 90)),
    Known("tickets_open", "tickets", "opened_at", "open", of="first_solved_at", days=(365, 0)),
    Known("reply_hours", "tickets", "opened_at", "wait", of="first_public_reply_at", days=(180, 0)),
    Known("tickets_half_year", "tickets", "opened_at", days=(180, 0)),
)


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Tickets of 90 days, of the year before, open ones, and mean hours to the first reply."""
    columns = panel.columns
    return {
        "tickets_recent": columns["tickets_recent"],
        "tickets_before": columns["tickets_before"],
        "tickets_open": columns["tickets_open"],
        "reply_hours": share_of(columns["reply_hours"], columns["tickets_half_year"]),
    }


def words(own: Values, typical: Values) -> str:
    """Open tickets, slow answers, or many tickets, whichever is there."""
    if own["tickets_open"] > typical["tickets_open"]:
        return f"{plural(own['tickets_open'], 'ticket')} {are(own['tickets_open'])} not solved"
    hours = own["reply_hours"]
    if not np.isnan(hours) and hours > 2 * typical["reply_hours"]:
        return f"first answers took {number_text(hours)} hours"
    return f"it wrote {plural(own['tickets_recent'], 'ticket')} in 90 days"


FAMILY = Family("tickets", KNOWN, features, words, needs=tuple(one.name for one in KNOWN))
