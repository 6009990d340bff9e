"""Use: events of the last weeks against those before, and days since the last one as known then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import Family, number_text, plural
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

_RECENT, _BEFORE = 4.0, 12.0
"""Weeks of the two spans."""
_LESS = 0.7

KNOWN = (
    Known("events_recent", "events", "occurred_at", days=(28, 0)),
    Known("events_before", "events", "occurred_at", days=(112, 28)),
    Known("event_days_ago", "events", "occurred_at", "since"),
)


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Events a week, the trend against the weeks before (log), and days since the last event."""
    columns = panel.columns
    # A customer of five weeks has had one week before the last four, not twelve.
    lived = np.clip(columns["tenure_days"] / 7 - _RECENT, 1.0, _BEFORE)
    recent, before = columns["events_recent"] / _RECENT, columns["events_before"] / lived
    trend = np.log((columns["events_recent"] + 1) / (columns["events_before"] * _RECENT / lived + 1))
    return {
        "use_a_week": recent,
        "use_before": before,
        "use_trend": np.where(columns["tenure_days"] < 7 * (_RECENT + 1), np.nan, trend),
        "use_days_ago": np.fmin(columns["event_days_ago"], columns["tenure_days"]),
    }


def words(own: Values, typical: Values) -> str:
    """How use changed, or how long ago the last was, or how little there is."""
    now, before, ago = own["use_a_week"], own["use_before"], own["use_days_ago"]
    if not now and not before:
        return f"it was not used for {plural(round(ago), 'day')}"
    if before > 0 and now < _LESS * before:
        return f"use fell from {number_text(before)} to {number_text(now)} events a week"
    if not np.isnan(ago) and ago > 2 * max(typical["use_days_ago"], 1.0):
        return f"it was not used for {plural(round(ago), 'day')}"
    return f"it is used {number_text(now)} times a week (typical: {number_text(typical['use_a_week'])})"


FAMILY = Family("use", KNOWN, features, words, needs=("events_recent", "events_before", "event_days_ago"))
