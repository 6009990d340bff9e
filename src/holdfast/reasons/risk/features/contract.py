"""The contract: how often is paid, how much, when it can end next, and whether notice was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import Family, number_text, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

_MONTH = 365.2425 / 12
_LESS = 0.95
"""Of what a typical customer pays: nearer to it is rounding of intervals to months, and no less."""
_MONTHS_TEXT = {1.0: "month", 3.0: "quarter", 6.0: "half year", 12.0: "year"}


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Months of an interval, money a month, days to its end, and notice that falls within the horizon."""
    columns = panel.columns
    interval = np.maximum(columns["interval_months"], 1.0) * _MONTH
    due = interval - np.mod(columns["paid_span_days"], interval)
    ends = (due <= panel.horizon_days).astype(float)
    return {
        "interval_months": columns["interval_months"],
        "monthly_minor": panel.monthly_minor,
        "days_to_renewal": due,
        "renews_within": ends,
        "notice_ends_within": columns["gave_notice"] * ends,
        "notice": columns["gave_notice"],
    }


def words(own: Values, typical: Values) -> str:
    """Notice, the renewal ahead, or how it pays."""
    if own["notice"]:
        return "notice was given"
    if own["renews_within"] and own["interval_months"] > 1:
        return f"its contract can end in {plural(round(own['days_to_renewal']), 'day')}"
    months = own["interval_months"]
    if months == typical["interval_months"] and own["monthly_minor"] < _LESS * typical["monthly_minor"]:
        return "it pays less than most"
    return f"it pays by the {_MONTHS_TEXT.get(months, f'{number_text(months)} months')}"


FAMILY = Family("contract", (), features, words)
