"""Lots that draw weeks of signing: everybody who signs in one week is in the same arm."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.evidence.holdout.lots import Lot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.holdout import Arm, Assignment, HoldoutPlan

WEEK_OF = "week of "
_DAYS = 7


def lot_of(plan: HoldoutPlan) -> Lot:
    """What determines the arms of a plan."""
    known = plan.known if plan.unit == "customer" else ()
    return Lot(plan.id, plan.seed, plan.share, known)


def week_of(day: date) -> str:
    """The stratum of a customer that signed on a day: ``week of 2026-03-02``, its Monday."""
    return f"{WEEK_OF}{day - timedelta(days=day.weekday())}"


def arm_of_week(lot: Lot, week: str) -> Arm:
    """The arm of everybody of a week; weeks are drawn in blocks, in the order of the calendar."""
    monday = date.fromisoformat(week.removeprefix(WEEK_OF))
    return lot.arm("weeks", monday.toordinal() // _DAYS)


def misdrawn_weeks(lot: Lot, log: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """Rows of a log whose arm is not that of their week."""
    return tuple(one for one in log if one.arm != arm_of_week(lot, one.stratum))
