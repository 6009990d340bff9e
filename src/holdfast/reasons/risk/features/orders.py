"""Orders besides the contract: of the last quarter and the year before, and days since the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import Family, plural
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

_SALES = (("kind", ("sale",)),)

KNOWN = (
    Known("orders_recent", "orders", "ordered_at", days=(90, 0), where=_SALES),
    Known("orders_before", "orders", "ordered_at", days=(365, 90), where=_SALES),
    Known("refunds", "orders", "ordered_at", days=(180, 0), where=(("kind", ("refund",)),)),
    Known("order_days_ago", "orders", "ordered_at", "since", where=_SALES),
)


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Orders, refunds, and days since the last order; of the time as a customer where there is none."""
    columns = panel.columns
    return {
        "orders_recent": columns["orders_recent"],
        "orders_before": columns["orders_before"],
        "refunds": columns["refunds"],
        "order_days_ago": np.fmin(columns["order_days_ago"], columns["tenure_days"]),
    }


def words(own: Values, typical: Values) -> str:
    """Refunds, or how long ago the last order was."""
    if own["refunds"] > typical["refunds"]:
        return f"{plural(own['refunds'], 'refund')} in half a year"
    return f"its last order was {plural(round(own['order_days_ago']), 'day')} ago"


FAMILY = Family("orders", KNOWN, features, words, needs=tuple(one.name for one in KNOWN))
