"""The two instants that a standing metric compares: ends of the period, or of a window that ends with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.declaration import Parameter
from holdfast.metrics.forms.standing import AVERAGE, BAREMETRICS, DAILY, STRIPE
from holdfast.metrics.periods import months_before

if TYPE_CHECKING:
    from holdfast.metrics.plan import Plan

DAYS, MONTHS, GRACE = "trailing_days", "trailing_months", "grace_days"
_LONGEST_DAYS, _LONGEST_MONTHS = 3650, 120

PARAMETERS = (
    Parameter(DAYS, default=0, low=0, high=_LONGEST_DAYS),
    Parameter(MONTHS, default=0, low=0, high=_LONGEST_MONTHS),
    Parameter(GRACE, default=0, low=0, high=_LONGEST_DAYS),
)
"""Length of the window (0 and 0: the period itself), and for how long after its end a value may change."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Local dates at whose starts a window begins and ends; the end is no later than the as-of date."""

    start: date
    end: date


def is_trailing(plan: Plan) -> bool:
    """The windows are not the periods themselves."""
    return bool(_number(plan, DAYS) or _number(plan, MONTHS))


def is_within(plan: Plan) -> bool:
    """Windows overlap, or the variant asks what happened within them, and not how their ends differ alone."""
    return plan.variant in {STRIPE, BAREMETRICS, AVERAGE} or (is_trailing(plan) and plan.variant != DAILY)


def windows(plan: Plan) -> list[Compared]:
    """One window per period, in order.

    Raises:
        InputError: Days and months were both given, or a window reaches before the calendar's first year.
    """
    days, months = _number(plan, DAYS), _number(plan, MONTHS)
    if days and months:
        raise InputError(
            f"{DAYS} and {MONTHS}", f"{days} and {months} were given", "one of the two", "Leave one out"
        )
    return [
        _window(slot.period.start, min(slot.period.end, plan.request.as_of), days, months)
        for slot in plan.slots
    ]


def cut_days(plan: Plan) -> list[date]:
    """The dates at whose starts standing is looked at: ends of windows that tile, or each day for daily sums.

    Raises:
        InputError: As for `windows`.
    """
    compared = windows(plan)
    if plan.variant != DAILY:
        return [*(window.start for window in compared), compared[-1].end]
    first, last = min(window.start for window in compared), compared[-1].end
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def is_settled(plan: Plan, end: date) -> bool:
    """The period that ends there is over, and so is the time in which its value may still change."""
    return end + timedelta(days=_number(plan, GRACE)) <= plan.request.as_of


def _number(plan: Plan, parameter: str) -> int:
    """The number of a parameter, 0 where the metric has no such parameter."""
    return int(plan.number(parameter)) if parameter in dict(plan.numbers) else 0


def _window(start: date, end: date, days: int, months: int) -> Compared:
    if days:
        return Compared(end - timedelta(days=days), end)
    return Compared(months_before(end, months), end) if months else Compared(start, end)
