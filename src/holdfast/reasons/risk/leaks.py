"""Leaks: columns that know the future. A score built on one is right about the past and useless today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import InputError
from holdfast.stats.calibration import auc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Texts = NDArray[np.object_]
    Reals = NDArray[np.float64]

_LAST = re.compile(
    r"(^|_)(last|latest|recent|recency|lastseen|days_since|since_last|inactive|idle|dormant|dormancy)(_|$)"
)
_ACTIVITY = re.compile(r"activ|login|logon|seen|visit|use|usage|event|order|purchase|session|contact|ticket")
_LEAVING = re.compile(
    r"churn|attrit|leav|left|cancel|terminat|clos(ed|ing)|exit|end_date|ended|winback|win_back|lost(_|$)|offboard"
)
_REASON = re.compile(r"reason|why_|_why")
_AHEAD = re.compile(r"contract|renewal|trial|term_")
"""A contract's end is agreed when it begins."""
_STATE = re.compile(r"^(is_paying|is_active|active|state|status|customer_status|account_status|free_since)$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EMPTY = frozenset({"", "(none)", "none", "null", "nan", "n/a", "na", "-"})
_ALMOST_ALL = 0.98
_MOST = 0.9
_LEAST_EVENTS = 20
_TELLS_ALL = 0.985
_KINDS = 50
_TOP = 30


@dataclass(frozen=True, slots=True)
class Leak:
    """A column that is not used, and why.

    Attributes:
        column: Its name.
        reason: What it knows that was not known then.
    """

    column: str
    reason: str


AS_OF_TODAY = "it says when the customer was last active as of today, and who has left is not active since"
AT_LEAVING = "it is written when a customer leaves, so it says that the customer left"
STATE_NOW = "it says how the customer stands today, not how it stood then"


def leak_by_name(column: str) -> str | None:
    """Why a column knows the future, by its name alone; None where the name tells no such thing."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column).lower().replace(" ", "_").replace("-", "_")
    if _AHEAD.search(name):
        return None
    if _REASON.search(name) or _LEAVING.search(name):
        return AT_LEAVING
    if _STATE.search(name):
        return STATE_NOW
    if _LAST.search(name) and (_ACTIVITY.search(name) or name.endswith(("_at", "_date", "_on", "_days"))):
        return AS_OF_TODAY
    return (
        AS_OF_TODAY if re.search(r"recency|days_since|inactive_days|days_inactive|idle_days", name) else None
    )


def leak_by_values(values: Texts, left: Reals, *, before: date | None = None) -> str | None:
    """Why a column knows the future, by its values; None where they do not show it.

    Args:
        values: Text of each customer, empty or ``(none)`` where it is not filled.
        left: 1 where the customer left.
        before: Day of the snapshot; None where there is no time.
    """
    filled = np.array([str(value).strip().lower() not in _EMPTY for value in values.tolist()])
    if left.sum() >= _LEAST_EVENTS and (left == 0).any() and filled.any() and not filled.all():
        by_leaving = left[filled].mean() >= _ALMOST_ALL and left[~filled].mean() < 0.5  # noqa: PLR2004
        by_staying = left[~filled].mean() >= _ALMOST_ALL and filled[left == 0].mean() >= _MOST
        if by_leaving or by_staying:
            return AT_LEAVING
    if before is not None and any(_is_later(value, before) for value in values[filled].tolist()):
        return f"it holds days after {before.isoformat()}, which nobody knew then"
    return _tells_all(values, left) if left.sum() >= _LEAST_EVENTS else None


def _is_later(value: object, before: date) -> bool:
    found = _DAY.match(str(value))
    try:
        return found is not None and date.fromisoformat(found[0]) >= before
    except ValueError:
        return False


def _tells_all(values: Texts, left: Reals) -> str | None:
    """It parts those who left from the others nearly without fail."""
    kinds, place, count = np.unique(values.astype(str), return_inverse=True, return_counts=True)
    if len(kinds) <= min(_KINDS, len(values) // _TOP):
        score = np.bincount(place, weights=left, minlength=len(kinds))[place] / count[place]
    else:
        score = _numbers(values)
        if np.isnan(score).mean() > 1 - _ALMOST_ALL:
            return None
        score = np.nan_to_num(score)
    found = auc(score, left)
    if found is None or max(found, 1 - found) < _TELLS_ALL:
        return None
    return "by itself it parts those who left from the others almost without fail: it was written afterwards"


def _numbers(values: Texts) -> Reals:
    found = np.full(len(values), np.nan)
    for place, value in enumerate(values.tolist()):
        try:
            found[place] = float(str(value))
        except ValueError:
            continue
    return found


def leaks(columns: Mapping[str, Texts], left: Reals, *, before: date | None = None) -> tuple[Leak, ...]:
    """The columns that know the future, by name or by values."""
    found = []
    for name, values in columns.items():
        reason = leak_by_name(name) or leak_by_values(values, left, before=before)
        if reason:
            found.append(Leak(name, reason))
    return tuple(found)


def refuse_leaks(asked: Sequence[str], found: Sequence[Leak]) -> None:
    """Nothing, where none of the columns asked for by name is a leak.

    Raises:
        InputError: One is; the message says why.
    """
    for leak in found:
        if leak.column in asked:
            raise InputError(
                f"feature {leak.column}",
                leak.reason,
                "what was known before the day that a chance is for",
                "Leave it out; the tables with instants give the same without looking ahead",
            )
