"""What a value would have been anyway: asked before anybody is thanked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.evidence.challenge import Bet, challenge
from holdfast.evidence.settlement import MOVED_FROM

if TYPE_CHECKING:
    from holdfast.evidence.history import History
    from holdfast.records import Measurement

_SEED = 7
_SAME_DAYS = 3
"""Months and quarters are not all as long."""


def best_anyway(history: History, one: Measurement, *, adds_up: bool = False) -> float | None:
    """The value that 95 of 100 values to be expected anyway are no better than; None where nobody can tell.

    Nobody can where there are fewer than four final values, where the value is no later than they are, or
    where it is of a longer or shorter period than they are and parts do not make up the whole.

    Args:
        history: Final values of before.
        one: The value that is asked for, of a later period.
        adds_up: Parts of a period make up the whole.
    """
    if not history.values or one.period.start < history.values[-1].period.end:
        return None
    if not adds_up and abs(one.period.days - history.values[-1].period.days) > _SAME_DAYS:
        return None
    count = one.denominator if one.denominator > 0 and history.kind != "count" else None
    try:
        found = challenge(history, Bet(history.now or 0.0, one.period, count), seed=_SEED)
    except InputError:
        return None
    outer = MOVED_FROM if history.better == "up" else 1 - MOVED_FROM
    return None if found.forecast is None else found.forecast.quantile(outer)
