"""Time as a customer: young customers leave at another pace than old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.risk.family import Family, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

_QUARTER, _YEAR = 90.0, 365.0


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Days since the customer first paid, and in which part of its life it is."""
    tenure = panel.columns["tenure_days"]
    return {
        "tenure_days": tenure,
        "is_new": (tenure < _QUARTER).astype(float),
        "is_over_a_year": (tenure >= _YEAR).astype(float),
    }


def words(own: Values, typical: Values) -> str:
    """For how long it has been a customer."""
    days = own["tenure_days"]
    only = " only" if days < typical["tenure_days"] else ""
    return f"it has been a customer for {plural(round(days), 'day')}{only}"


FAMILY = Family("time as a customer", (), features, words)
