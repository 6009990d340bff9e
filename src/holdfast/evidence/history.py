"""A metric's past as the evidence reads it: final values only, each with what is known of its noise."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records import Direction, Measurement, MetricCard, Unit
    from holdfast.units import Period

Kind = Literal["share", "points", "amount", "count", "number"]
"""How values behave: a share of counts, points between bounds, an amount above 0, a count, any number."""


@dataclass(frozen=True, slots=True)
class PastValue:
    """One final value.

    Attributes:
        period: Local dates, half-open.
        value: In the metric's unit.
        numerator: Count, where the value is a share of counts or a count.
        denominator: Customers, answers or cases it rests on.
        error: Standard error in the metric's unit; None where it is not known or follows from the counts.
    """

    period: Period
    value: float
    numerator: int
    denominator: int
    error: float | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Final values of one metric for one segment, in order of time.

    Attributes:
        metric: Catalogue name.
        title: As people write it.
        unit: Of the values; a share is 0..1, money is in minor units.
        kind: How they behave.
        better: The direction that is good.
        low: Least possible value, or None.
        high: Greatest possible value, or None.
        values: At least none.
        pending: Customers of later periods whose outcome is not known yet: they count nowhere.
        currency: Of money.
    """

    metric: str
    title: str
    unit: Unit
    kind: Kind
    better: Direction
    low: float | None
    high: float | None
    values: tuple[PastValue, ...]
    pending: int = 0
    currency: str | None = None

    @property
    def now(self) -> float | None:
        """The last final value, or None."""
        return self.values[-1].value if self.values else None

    def since(self, day: date) -> History:
        """The same from a day on, on which the definition or the world changed."""
        from dataclasses import replace  # noqa: PLC0415 - 10 ms that a review does not pay

        return replace(self, values=tuple(one for one in self.values if one.period.start >= day))


def history_of(card: MetricCard, series: Sequence[Measurement], *, currency: str | None = None) -> History:
    """A series as measured, less the values that are not final: they look like a collapse, and are none.

    Args:
        card: The metric's.
        series: Of one segment, in order of time.
        currency: Of the company, for words.
    """
    final = [one for one in series if one.is_mature and one.value is not None and one.denominator > 0]
    kind = _kind(card, final)
    return History(
        metric=card.name,
        title=card.title,
        unit=card.unit,
        kind=kind,
        better=card.better,
        low=card.low,
        high=card.high,
        values=tuple(past_value(one, kind) for one in final),
        pending=sum(one.pending for one in series),
        currency=currency,
    )


@lru_cache(maxsize=4096)
def month_of(day: date) -> float:
    """A date as months since the year 0: 1 January of year 1 is 12."""
    return day.year * 12 + day.month - 1 + (day.day - 1) / monthrange(day.year, day.month)[1]


def first_of(months: int) -> date:
    """The first day of a month, counted as `month_of` counts."""
    return date(months // 12, months % 12 + 1, 1)


def middle_of(period: Period) -> float:
    """The middle of a period, in months since the year 0."""
    return (month_of(period.start) + month_of(period.end)) / 2


def refuse_disorder(history: History) -> None:
    """Refuses values out of order, outside of their bounds or that are no numbers.

    Raises:
        InputError: One of these.
    """
    for one in history.values:
        if not one.value - one.value == 0:  # neither infinite nor missing
            raise InputError(_place(history, one), f"the value is {one.value}", "a number")
        if history.kind == "share" and not 0 <= one.numerator <= one.denominator:
            found = f"{one.numerator} of {one.denominator}"
            raise InputError(_place(history, one), found, "a count from 0 to the number of customers")
    ends = [one.period for one in history.values]
    for before, after in pairwise(ends):
        if after.start < before.end:
            raise InputError(
                f"{history.metric}, {after.start}",
                f"the period begins before the one before it ends ({before.end})",
                "periods in order of time that do not overlap",
            )


def _place(history: History, one: PastValue) -> str:
    return f"{history.metric}, {one.period.start}"


def _kind(card: MetricCard, final: Sequence[Measurement]) -> Kind:
    if card.unit == "share" and not card.of_money and all(0 <= m.numerator <= m.denominator for m in final):
        return "share"
    if card.unit == "points" and card.low is not None and card.high is not None:
        return "points"
    if card.unit == "count":
        return "count"
    return "amount" if all((one.value or 0) > 0 for one in final) else "number"


def past_value(one: Measurement, kind: Kind) -> PastValue:
    """A measurement as one value of a past of this kind."""
    error = None
    if kind not in {"share", "count"} and one.interval is not None:
        error = (one.interval.high - one.interval.low) / (2 * two_sided_z(0.95)) or None
    value = one.value if one.value is not None else 0.0
    return PastValue(one.period, value, one.numerator, one.denominator, error)
