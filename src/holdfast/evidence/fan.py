"""The fan of a bet: where its values will lie until its last day, month by month, by the frozen model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.evidence.challenge import challenge
from holdfast.evidence.history import first_of
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.evidence.challenge import Bet
    from holdfast.evidence.frozen import Wager
    from holdfast.evidence.history import History, PastValue

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class FanPoint:
    """What is to be expected of one month.

    Attributes:
        period: The month.
        low80: In 80 of 100 cases it lies between this value and `high80`, in the metric's unit.
        low50: In 50 of 100 cases it lies between this value and `high50`.
        middle: As many cases lie above as below.
    """

    period: Period
    low80: float
    low50: float
    middle: float
    high50: float
    high80: float

    def told(self) -> dict[str, Any]:
        """As JSON has it."""
        values = {name: getattr(self, name) for name in ("low80", "low50", "middle", "high50", "high80")}
        return {"start": self.period.start.isoformat(), "end": self.period.end.isoformat(), **values}


def fan_of(wager: Wager, known: Sequence[PastValue], *, seed: int) -> tuple[FanPoint, ...]:
    """What is to be expected of each month of a bet that is not final yet; about 5 ms a month.

    Empty where the past is not told by months, or is too short to foretell anything: a value of a quarter has
    no place among months.

    Args:
        wager: As frozen.
        known: Final values of whole months since the freeze, in order of time.
        seed: Of the draws.

    Raises:
        InputError: See `challenge`.
    """
    frozen = wager.history.values
    since = [one for one in known if frozen and one.period.start >= frozen[-1].period.end]
    return fan_ahead(replace(wager.history, values=(*frozen, *since)), wager.bet, seed=seed)


def fan_ahead(history: History, bet: Bet, *, seed: int) -> tuple[FanPoint, ...]:
    """What is to be expected of each month until the last day of a bet; empty as for `fan_of`.

    Raises:
        InputError: See `challenge`.
    """
    if not history.values or history.values[-1].period.days > _LONGEST_MONTH:
        return ()
    points = []
    for month in _months(history.values[-1].period.end, bet.period.end):
        found = challenge(history, replace(bet, period=month, entities=None), seed=seed).forecast
        if found is None:
            return ()
        points.append(FanPoint(month, *(found.quantile(share) for share in SHARES)))
    return tuple(points)


def _months(start: date, end: date) -> list[Period]:
    """Whole months between two first days of months; none where they are no such days."""
    if start.day != 1 or end.day != 1:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in (start, end))
    return [Period(first_of(month), first_of(month + 1)) for month in range(first, last)]
