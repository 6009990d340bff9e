"""What each segment is expected to do, beside how the model did on the same segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.lifetime_value import SegmentOutlook
from holdfast.stats.discounting import outlook

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from holdfast.stats.customer_base import CustomerBase
    from holdfast.stats.discounting import Outlook
    from holdfast.stats.gamma_gamma import GammaGamma
    from holdfast.stats.repeat_model import RepeatModel

    Reals = NDArray[np.float64]
    Segments = tuple[tuple[str, ...], ...]

_MONTHS = 12
_MONTH_WEEKS = 30.4375 / 7


def months_ahead(model: RepeatModel, base: CustomerBase, months: int, *, discount_rate: float) -> Outlook:
    """Days with a purchase to expect of each row in months of 30.4375 days.

    Args:
        model: Fitted in weeks.
        base: Customers as of today.
        months: How many.
        discount_rate: A year; a month's is its twelfth root.
    """
    monthly = (1 + discount_rate) ** (1 / _MONTHS) - 1
    return outlook(model, base.histories, periods=months, length=_MONTH_WEEKS, discount_rate=monthly)


def segment_outlooks(
    then: tuple[CustomerBase, Segments, GammaGamma, Reals],
    now: tuple[CustomerBase, Segments, GammaGamma, Outlook],
    *,
    names: Sequence[str],
    alive: Reals,
    minor_of_value: float,
) -> tuple[SegmentOutlook, ...]:
    """Everybody first, then each segment of today in order; the only one is everybody.

    Args:
        then: Customers of the calibration, their segments, their spending, and days predicted for each row.
        now: Customers of today, their segments, their spending, and what to expect of each row.
        names: Columns of the segments.
        alive: Chances of rows of today.
        minor_of_value: Minor units of value in one unit of money spent.
    """
    parts = _today(now, alive, minor_of_value), _checked(then, minor_of_value)
    found = [_everybody(*parts)]
    for segment, today in parts[0].items() if names else ():
        pairs = tuple(zip(names, segment, strict=True))
        found.append(_one(pairs, today, parts[1].get(segment, _NOTHING)))
    return tuple(found)


_NOTHING = (0.0, 0.0, 0.0, 0.0)
Sums = tuple[float, ...]


def _today(
    now: tuple[CustomerBase, Segments, GammaGamma, Outlook], alive: Reals, minor: float
) -> dict[tuple[str, ...], Sums]:
    """Customers, alive, days with a purchase and discounted value by segment."""
    base, segments, money, ahead = now
    n = base.customers
    worth = n * ahead.discounted * base.expected_spend(money) * minor
    columns = [base.by_segment(v, len(segments)) for v in (n, n * alive, n * ahead.expected, worth)]
    return dict(zip(segments, zip(*columns, strict=True), strict=True))


def _checked(
    then: tuple[CustomerBase, Segments, GammaGamma, Reals], minor: float
) -> dict[tuple[str, ...], Sums]:
    """Days predicted and come, and money predicted and come, by segment."""
    base, segments, money, predicted = then
    n = base.customers
    spend = n * predicted * base.expected_spend(money) * minor
    values = (n * predicted, n * base.held_out, spend, base.held_out_spent * minor)
    columns = [base.by_segment(v, len(segments)) for v in values]
    return dict(zip(segments, zip(*columns, strict=True), strict=True))


def _everybody(today: dict[tuple[str, ...], Sums], checked: dict[tuple[str, ...], Sums]) -> SegmentOutlook:
    sums = [tuple(map(sum, zip(_NOTHING, *part.values(), strict=True))) for part in (today, checked)]
    return _one((), *sums)


def _one(pairs: tuple[tuple[str, str], ...], today: Sums, checked: Sums) -> SegmentOutlook:
    customers, alive, purchases, value = today
    predicted, actual, predicted_minor, actual_minor = checked
    return SegmentOutlook(
        segment=pairs,
        customers=round(customers),
        alive=alive,
        purchases=purchases,
        value_minor=value,
        predicted=predicted,
        actual=round(actual),
        predicted_minor=predicted_minor,
        actual_minor=round(actual_minor),
    )
