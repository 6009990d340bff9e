"""How a shop's customer buys: how often, how long between orders, how much, and whether it is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import Family, number_text, plural, share_of
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

_SALES = (("kind", ("sale",)),)
_MOST_OVERDUE = 20.0
_OVERDUE = 1.5

KNOWN = (
    Known("orders_ever", "orders", "ordered_at", where=_SALES),
    Known("orders_month", "orders", "ordered_at", days=(30, 0), where=_SALES),
    Known("spent_ever", "orders", "ordered_at", "total", of="amount_minor", where=_SALES),
    Known("spent_recent", "orders", "ordered_at", "total", of="amount_minor", days=(90, 0), where=_SALES),
)


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Orders, days between them, money, and the time since the last order by that spacing."""
    columns = panel.columns
    count, tenure = columns["orders_ever"], columns["tenure_days"]
    since = np.fmin(columns["order_days_ago"], tenure)
    spacing = share_of(tenure - since, np.maximum(count - 1, 0))
    spent = columns["spent_ever"]
    return {
        "orders_ever": count,
        "is_first_order": (count <= 1).astype(float),
        "orders_month": columns["orders_month"],
        "order_spacing_days": spacing,
        "overdue": np.minimum(share_of(since, spacing), _MOST_OVERDUE),
        "age_at_last_order": tenure - since,
        "spent_ever": spent,
        "spent_recent": np.nan_to_num(columns["spent_recent"]),
        "spent_an_order": share_of(spent, count),
    }


def words(own: Values, typical: Values) -> str:
    """A first order without a second, a pause longer than its own, or how seldom it buys."""
    count = own["orders_ever"]
    if count <= 1:
        return "it ordered once only"
    if own["overdue"] >= _OVERDUE:
        times = number_text(round(own["overdue"], 1))
        return f"its last order lies {times} times as long back as its orders lie apart"
    if own["order_spacing_days"] > typical["order_spacing_days"]:
        return f"it orders every {plural(round(own['order_spacing_days']), 'day')} only"
    return f"it has placed {plural(count, 'order')}"


FAMILY = Family(
    "buying",
    KNOWN,
    features,
    words,
    needs=(*(one.name for one in KNOWN), "order_days_ago"),
)
