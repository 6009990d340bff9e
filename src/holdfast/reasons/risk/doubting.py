"""What must be said before a list: that it is no better than lot, or that its chances are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.records.risk import Trust


def doubt_of(trust: Trust | None) -> str:
    """Why a list is not to be worked through as it stands; empty where it is better than lot, or not checked.

    The order counts first, since it makes the list: it must part leavers from others beyond what an order by
    lot does one time in twenty. Chances may then still be further off than the common share for everybody.
    """
    if trust is None:
        return ""
    share = 100 * trust.left / trust.customers
    if trust.auc is None or trust.auc_by_lot is None:
        whom = "all" if trust.left else "none"
        return (
            "Whether this list is better than names drawn by lot cannot be told: of the"
            f" {trust.customers:,} customers that were checked {whom} left."
        )
    if not trust.is_better_than_lot:
        return (
            "This list is no better than names drawn by lot, as far as can be told. Of one that left and one"
            f" that stayed, the one that left had the higher chance {10 * trust.auc:.1f} times in ten, and an"
            f" order by lot reaches {10 * trust.auc_by_lot:.1f} times one time in twenty ({trust.left:,} of"
            f" {trust.customers:,} customers left that were checked). Take the common share of {share:.1f} %"
            " for everybody."
        )
    if trust.brier >= trust.brier_of_base:
        return (
            "The order of this list is better than lot, its chances are not: the common share of"
            f" {share:.1f} % for everybody came as near to what happened, or nearer (Brier score"
            f" {trust.brier_of_base:.4f}, the chances {trust.brier:.4f}). Use the order and not the numbers."
        )
    return ""
