"""A flag of who left that says something else than the subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.reasons.risk.cross_section import NO, YES
from holdfast.reasons.risk.leaks import AT_LEAVING, leak_by_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from holdfast.records.snapshot import SnapshotPanel

    Texts = NDArray[np.object_]

_LEAST = 3
_MOST_WRONG = 0.1
"""Of those that either says have left: a late entry or two is no contradiction."""


def refuse_contradiction(panel: SnapshotPanel) -> None:
    """Nothing, where every flag of who left agrees with the subscriptions on the as-of day.

    Args:
        panel: Of the newest landmark, whose horizon ends on the as-of day.

    Raises:
        InputError: A flag and the subscriptions disagree about more than one in ten of those that left.
    """
    newest = panel.snapshot == len(panel.snapshots) - 1
    for name, values in panel.segments.items():
        if leak_by_name(name) == AT_LEAVING:
            flag = _flags(values[newest])
            if flag is not None:
                _refuse(name, flag, panel.left[newest] > 0)


def _flags(values: Texts) -> NDArray[np.bool_] | None:
    """Which customers are flagged; None where the column is no flag."""
    kinds = {str(value).strip().lower() for value in np.unique(values.astype(str))}
    if not kinds or not kinds <= YES | NO or not kinds & YES:
        return None
    return np.array([str(value).strip().lower() in YES for value in values.tolist()], dtype=np.bool_)


def _refuse(name: str, flagged: NDArray[np.bool_], left: NDArray[np.bool_]) -> None:
    paying, silent = int((flagged & ~left).sum()), int((left & ~flagged).sum())
    either = int((flagged | left).sum())
    if paying + silent <= max(_LEAST, _MOST_WRONG * either):
        return
    raise InputError(
        f"customers.{name}",
        f"{paying:,} customers are flagged as left and still have a paid subscription, {silent:,} have none"
        " any more and are not flagged",
        "a flag that agrees with ended_at of subscriptions",
        "Correct whichever is wrong; where the subscriptions are right, leave the flag out by"
        f" --without {name}",
    )
