"""Charts as SVG to inline into a page: range band, line, target; each colour is a CSS variable of the page.

Altair describes the chart and vl-convert draws it, without a browser. Import this module only where a chart
is drawn: it costs half a second and some 100 MB, then about 40 ms for each chart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
import vl_convert
from markupsafe import Markup, escape

from holdfast.records.words import value_text
from holdfast.report.chart import describe_chart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.records import Measurement, Unit
    from holdfast.report.chart import Chart

Size = Literal["wide", "narrow"]

# Vega needs real colours to draw with; each of these stands for one CSS variable and occurs nowhere else.
VARIABLES = {
    "#01fe01": "var(--chart-line)",
    "#01fe02": "var(--chart-band)",
    "#01fe03": "var(--chart-target)",
    "#01fe04": "var(--chart-grid)",
    "#01fe05": "var(--muted)",
    "#01fe06": "var(--surface)",
    "#01fe07": "var(--chart-expected)",
    "#01fe08": "var(--chart-fan)",
    "#01fe09": "var(--chart-fan-wide)",
    "#01fe0a": "var(--info)",
    "#01fe0b": "var(--bad)",
}
_LINE, _BAND, _TARGET, _GRID, TEXT, _SURFACE, _EXPECTED, _FAN, _FAN_WIDE, *_OTHERS = VARIABLES
LINES = (_LINE, _TARGET, *_OTHERS, _EXPECTED)
"""Colours of several lines of one chart, which dashes tell apart as well."""
# Two drawings, of which the page shows one: a wide chart scaled down to a phone would have letters of 6 px.
PIXELS: dict[Size, tuple[int, int]] = {"wide": (680, 230), "narrow": (284, 200)}
_AIR = 0.12

_BAND_MARK = alt.MarkDef(type="area", color=_BAND, opacity=1)
_FAN_MARKS = (
    ("low80", "high80", alt.MarkDef(type="area", color=_FAN_WIDE, opacity=1)),
    ("low50", "high50", alt.MarkDef(type="area", color=_FAN, opacity=1)),
)
_LINE_MARK = alt.MarkDef(type="line", color=_LINE, strokeWidth=2)
_POINT_MARK = alt.MarkDef(type="point", filled=True, color=_LINE, size=34, opacity=1)
# Hollow and off the line: the value may still change.
_OPEN_POINT_MARK = alt.MarkDef(
    type="point", filled=True, fill=_SURFACE, stroke=_LINE, strokeWidth=1.8, size=54, opacity=1
)
_OPEN_RANGE_MARK = alt.MarkDef(type="rule", color=_LINE, strokeDash=[3, 3])
_TARGET_MARK = alt.MarkDef(type="rule", color=_TARGET, strokeDash=[6, 4], strokeWidth=1.5)
_EXPECTED_MARK = alt.MarkDef(type="line", color=_EXPECTED, strokeDash=[2, 3], strokeWidth=1.5)
_SAID_MARK = alt.MarkDef(
    type="point",
    shape="diamond",
    filled=True,
    fill=_SURFACE,
    stroke=_EXPECTED,
    strokeWidth=1.5,
    size=60,
    opacity=1,
)
_EVENT_MARK = alt.MarkDef(type="rule", color=_EXPECTED, strokeWidth=1, opacity=0.7)
_LABEL: dict[str, Any] = {"type": "text", "fontSize": 12, "fontWeight": 600}
_LABEL_HEIGHT = 0.09
"""Of the words of the target, as a share of the height of the chart."""
# Drawn under the words, so that neither band nor line runs through them.
_HALO: dict[str, Any] = {"stroke": _SURFACE, "strokeWidth": 4, "strokeJoin": "round", "color": _SURFACE}
CONFIG = alt.Config(
    background="transparent",
    padding=6,
    view=alt.ViewConfig(stroke=None),
    axis=alt.AxisConfig(
        labelColor=TEXT,
        titleColor=TEXT,
        titleFontSize=12,
        titleFontWeight="normal",
        labelFontSize=12,
        labelPadding=6,
        domainColor=_GRID,
        tickColor=_GRID,
        gridColor=_GRID,
    ),
)


def chart_svg(chart: Chart, size: Size) -> Markup:
    """SVG that scales with its container, holds title and description, and names neither colour nor font.

    Empty where nothing has a value.
    """
    if not chart.is_drawable:
        return Markup()
    drawn: str = vl_convert.vegalite_to_svg(_specification(chart, size).to_dict())
    return _as_inline(drawn, chart, size)


def _specification(chart: Chart, size: Size) -> alt.LayerChart:
    width, height = PIXELS[size]
    x, y = _x(chart), _y(chart)
    layers = [
        *_fan_layers(chart),
        _layer(chart, _BAND_MARK, is_mature=True).encode(x=x, y=_y(chart, "low"), y2="high:Q"),
        *_target_line(chart),
        _layer(chart, _LINE_MARK, is_mature=True).encode(x=x, y=y),
        _layer(chart, _OPEN_RANGE_MARK, is_mature=False).encode(x=x, y=_y(chart, "low"), y2="high:Q"),
        _layer(chart, _POINT_MARK, is_mature=True).encode(x=x, y=y),
        _layer(chart, _OPEN_POINT_MARK, is_mature=False).encode(x=x, y=y),
    ]
    fit = alt.AutoSizeParams(type="fit", contains="padding")
    return alt.LayerChart(
        layer=[*layers, *_overlay_layers(chart), *_event_layers(chart), *_target_label(chart)],
        width=width,
        height=height,
        autosize=fit,
        config=CONFIG,
    )


def _layer(chart: Chart, mark: alt.MarkDef, *, is_mature: bool) -> alt.Chart:
    """One mark over the final values, or over those that may still change."""
    bounds = _domain(chart)
    rows = [_row(m, bounds) for m in chart.series if m.is_mature is is_mature]
    return alt.Chart(alt.InlineData(values=rows), mark=mark)


def _target_line(chart: Chart) -> tuple[alt.Chart, ...]:
    """The target across the whole chart, over the range and under the line."""
    if chart.target is None:
        return ()
    data = alt.InlineData(values=[{"value": _drawn(chart.target, chart.series[0].unit)}])
    return (alt.Chart(data, mark=_TARGET_MARK).encode(y=_y(chart)),)


def _target_label(chart: Chart) -> tuple[alt.Chart, ...]:
    """The target in words, over all that is drawn, where it hides least."""
    if chart.target is None:
        return ()
    unit = chart.series[0].unit
    data = alt.InlineData(values=[{"value": _drawn(chart.target, unit)}])
    words = alt.value(f"target {value_text(chart.target, unit)}")
    side, is_above = _free_place(chart, chart.target)
    at = {"baseline": "bottom", "dy": -4} if is_above else {"baseline": "top", "dy": 5}
    place = {"align": side, "dx": 4 if side == "left" else 0, **at, **_LABEL}
    marks = (alt.MarkDef(**place, **_HALO), alt.MarkDef(**place, color=_TARGET))
    return tuple(
        alt.Chart(data, mark=mark).encode(
            y=_y(chart), x=alt.value(0 if side == "left" else "width"), text=words
        )
        for mark in marks
    )


def _event_layers(chart: Chart) -> tuple[alt.Chart, ...]:
    """A line on each day on which something happened, with its number: words of neighbours would collide."""
    events = chart.overlay.events if chart.overlay else ()
    label = alt.MarkDef(type="text", baseline="top", align="left", dx=4, fontSize=11, color=TEXT)
    return tuple(
        layer
        for number, (day, _) in enumerate(events, start=1)
        for layer in (
            alt.Chart(_at([day]), mark=_EVENT_MARK).encode(x=_x(chart)),
            alt.Chart(_at([day]), mark=label).encode(
                x=_x(chart), y=alt.value(1), text=alt.value(str(number))
            ),
        )
    )


def _overlay_layers(chart: Chart) -> tuple[alt.Chart, ...]:
    """What was expected, and where check-ins were made."""
    if chart.overlay is None:
        return ()
    unit = chart.series[0].unit
    drawn = ((chart.overlay.expected, _EXPECTED_MARK), (chart.overlay.said, _SAID_MARK))
    return tuple(
        alt.Chart(
            _at([day for day, _ in some], [_drawn(value, unit) for _, value in some]), mark=mark
        ).encode(x=_x(chart), y=_y(chart))
        for some, mark in drawn
        if some
    )


def _fan_layers(chart: Chart) -> tuple[alt.Chart, ...]:
    """Where values will lie, the wider range under the narrower, and both under all that is known."""
    fan = chart.overlay.fan if chart.overlay else ()
    if not fan:
        return ()
    unit = chart.series[0].unit
    names = ("low80", "low50", "high50", "high80")
    rows = [
        {"day": one.day.isoformat(), **{name: _drawn(getattr(one, name), unit) for name in names}}
        for one in fan
    ]
    return tuple(
        alt.Chart(alt.InlineData(values=rows), mark=mark).encode(
            x=_x(chart), y=_y(chart, low), y2=f"{high}:Q"
        )
        for low, high, mark in _FAN_MARKS
    )


def _at(days: Sequence[date], values: Sequence[float | None] = ()) -> alt.InlineData:
    if not values:
        return alt.InlineData(values=[{"day": day.isoformat()} for day in days])
    pairs = zip(days, values, strict=True)
    return alt.InlineData(values=[{"day": day.isoformat(), "value": value} for day, value in pairs])


def _free_place(chart: Chart, target: float) -> tuple[Literal["left", "right"], bool]:
    """The end of the target's line, and whether above it, where the values leave most room for words."""
    values = [m.value for m in chart.series if m.value is not None]
    near = max(1, len(values) // 3)
    ends: dict[Literal["left", "right"], list[float]] = {"right": values[-near:], "left": values[:near]}
    bottom, top = _domain(chart)
    height = (top - bottom) * _LABEL_HEIGHT * (100 if chart.series[0].unit == "money" else 1)
    room = {
        (side, is_above): min(_room(value - target if is_above else target - value, height) for value in some)
        for side, some in ends.items()
        for is_above in (True, False)
    }
    return max(room, key=room.__getitem__)


def _room(beyond: float, height: float) -> float:
    """How far a value lies from words of this height that begin at the target; negative inside of them."""
    return max(beyond - height, -beyond)


def _x(chart: Chart) -> alt.X:
    """Time in UTC, so that the axis does not depend on the machine's time zone."""
    is_monthly = all(m.period.start.day == 1 for m in chart.series)
    form = "%b %Y" if is_monthly else "%-d %b %y"
    axis = alt.Axis(
        format=form, grid=False, tickCount=5, labelOverlap="greedy", labelSeparation=14, labelFlush=False
    )
    return alt.X("day:T", title=None, axis=axis, scale=alt.Scale(type="utc", padding=12))


def _y(chart: Chart, field: str = "value") -> alt.Y:
    form = "~%" if chart.series[0].unit == "share" else ",~f"
    axis = alt.Axis(format=form, tickCount=4, domain=False, ticks=False)
    return alt.Y(
        f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=list(_domain(chart)), zero=False)
    )


def _domain(chart: Chart) -> tuple[float, float]:
    """Low and high of the values, the final ranges and the target, with air; what lies in 0..1 stays there.

    The range of what is not final does not count: of two early customers it would flatten all that is known.
    """
    ends = [
        end for m in chart.series if m.is_mature and m.interval for end in (m.interval.low, m.interval.high)
    ]
    around = [*chart.overlay.expected, *chart.overlay.said] if chart.overlay else []
    fan = [end for one in chart.overlay.fan for end in (one.low80, one.high80)] if chart.overlay else []
    values = [*(m.value for m in chart.series), *ends, *fan, chart.target, *(value for _, value in around)]
    drawn = [_drawn(value, chart.series[0].unit) or 0.0 for value in values if value is not None]
    low, high = min(drawn), max(drawn)
    air = (high - low) * _AIR or abs(high) * _AIR or 1.0
    bottom = low - air if low < 0 else max(0.0, low - air)
    # Of what is retained, more than all can be there: what is paid may grow.
    is_bounded = chart.series[0].unit == "share" and high <= 1.0
    return bottom, min(1.0, high + air) if is_bounded else high + air


def _row(measurement: Measurement, bounds: tuple[float, float]) -> dict[str, str | float | None]:
    """What is drawn of one measurement; a range that leaves the picture ends at its edge."""
    interval, value, unit = measurement.interval, measurement.value, measurement.unit
    low, high = (interval.low, interval.high) if interval else (value, value)
    return {
        "day": measurement.period.start.isoformat(),
        "value": _drawn(value, unit),
        "low": None if low is None else max(bounds[0], _drawn(low, unit) or 0.0),
        "high": None if high is None else min(bounds[1], _drawn(high, unit) or 0.0),
    }


def _drawn(value: float | None, unit: Unit) -> float | None:
    """Money is drawn in whole units of its currency; everything else as it is."""
    return value / 100 if value is not None and unit == "money" else value


def _as_inline(drawn: str, chart: Chart, size: Size) -> Markup:
    return inline_svg(drawn, key=chart.key, title=chart.title, said=describe_chart(chart), size=size)


def inline_svg(drawn: str, *, key: str, title: str, said: str, size: Size) -> Markup:
    """A drawing without its own size, fonts and colours, its ids made unique, named for screen readers.

    Args:
        drawn: SVG as Vega made it, with the stand-ins of `VARIABLES` for colours.
        key: Unique on the page.
        title: What it shows.
        said: The same in sentences.
        size: Which of the two drawings it is.
    """
    key = f"{key}-{size}"
    box = re.search(r'viewBox="[\d .]+"', drawn)
    body = re.sub(r' (?:font-family|role|aria-[a-z]+)="[^"]*"', "", drawn[drawn.index(">") + 1 :])
    body = re.sub(r'(id="|url\(#)', rf"\1{key}-", body)
    for colour, variable in VARIABLES.items():
        body = body.replace(colour, variable)
    return Markup(  # noqa: S704  Vega escaped the drawing's text, and what we add is escaped here
        f'<svg class="chart chart-{size}" role="img" {box.group() if box else ""}'
        f' aria-labelledby="{key}-title {key}-desc"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(said)}</desc>{body}'
    )
