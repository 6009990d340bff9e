"""What a chart shows, and what is said of it to those who cannot see it; `drawing` draws it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.records.words import period_text, value_text
from holdfast.units import Period
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records import Measurement


@dataclass(frozen=True, slots=True)
class FanMark:
    """Where a value will lie, in the unit of the series: in 80 and in 50 of 100 cases."""

    day: date
    low80: float
    low50: float
    high50: float
    high80: float


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is drawn around a series, each in its unit and on local dates.

    Attributes:
        expected: Points of the curve that leads from the baseline to the target, in order of time.
        said: Days of check-ins with the value that stood then.
        events: What happened, on its day: drawn with their numbers, from 1, which the page beside explains.
        fan: Where values will lie, in order of time; it begins at what is known.
    """

    expected: tuple[tuple[date, float], ...] = ()
    said: tuple[tuple[date, float], ...] = ()
    events: tuple[tuple[date, str], ...] = ()
    fan: tuple[FanMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One series to draw.

    Attributes:
        key: Unique on the page; ids inside the SVG start with it.
        title: Name of the metric.
        series: Measurements of one segment in order of time.
        target: In the unit of the series, or None.
        overlay: What else is drawn, or None.
    """

    key: str
    title: str
    series: tuple[Measurement, ...]
    target: float | None = None
    overlay: Overlay | None = None

    @property
    def is_drawable(self) -> bool:
        """Something has a value."""
        return any(m.value is not None for m in self.series)


def final_values(series: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """The measurements that will not change any more and have a value, in their order."""
    return tuple(m for m in series if m.is_mature and m.value is not None)


def describe_chart(chart: Chart) -> str:
    """What `describe_series` says, and where the values will lie."""
    said = describe_series(chart.series, chart.target)
    fan = chart.overlay.fan if chart.overlay else ()
    if not fan:
        return said
    last, unit = fan[-1], chart.series[0].unit
    ends = (last.low80, last.high80, last.low50, last.high50)
    low80, high80, low50, high50 = (value_text(one, unit) for one in ends)
    month = period_text(Period(last.day, _month_after(last.day)))
    return (
        f"{said} If things carry on, the value of {month} lies between {low80} and {high80} in 80 of 100 "
        f"cases, and between {low50} and {high50} in 50."
    )


def describe_series(series: Sequence[Measurement], target: float | None) -> str:
    """Where a series begins, its last final value, its target and what is still open, in sentences."""
    final = final_values(series)
    if not final:
        return "No final value yet."
    first, last = final[0], final[-1]
    course = f"{value_text(first.value, first.unit)} in {period_text(first.period)}"
    if last is not first:
        course += f", {value_text(last.value, last.unit)} in {period_text(last.period)}"
    aim = "" if target is None else f" The target is {value_text(target, last.unit)}."
    return f"{course}.{aim}{_still_open(series)}"


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _still_open(series: Sequence[Measurement]) -> str:
    waiting = sum(not m.is_mature for m in series)
    if not waiting:
        return ""
    return " One period is not final yet." if waiting == 1 else f" {waiting} periods are not final yet."
