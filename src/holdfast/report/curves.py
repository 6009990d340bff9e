"""Survival curves as SVG to inline into a page: a line for each group, told apart by colour and dashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import vl_convert
from markupsafe import Markup

from holdfast.report.drawing import CONFIG, LINES, PIXELS, TEXT, inline_svg
from holdfast.report.survival import course_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.survival import Group
    from holdfast.report.drawing import Size

MOST_CURVES = len(LINES)
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4])
_MONTH_DAYS, _YEAR = 30, 12
_LINE_HEIGHT = 22


def curves_svg(title: str, groups: Sequence[Group], size: Size) -> Markup:
    """The share of each group that is still there by age, in months of 30 days; empty without a course.

    Args:
        title: What is shown.
        groups: At most `MOST_CURVES`; the rest is left out.
        size: For a wide or a narrow screen.
    """
    shown = [one for one in groups[:MOST_CURVES] if len(one.course) > 1]
    if not shown:
        return Markup()
    drawn: str = vl_convert.vegalite_to_svg(_specification(shown, size).to_dict())
    return inline_svg(drawn, key="survival", title=title, said=course_text(shown), size=size)


def _specification(groups: Sequence[Group], size: Size) -> alt.Chart:
    names = [_name(one) for one in groups]
    columns = 1 if size == "narrow" else len(names)
    legend = alt.Legend(
        title=None,
        orient="bottom",
        columns=columns,
        columnPadding=28,
        labelColor=TEXT,
        labelFontSize=12,
        labelLimit=240,
        symbolType="stroke",
        symbolSize=300,
    )
    width, height = PIXELS[size]
    return alt.Chart(
        alt.InlineData(values=_rows(groups)),
        mark=alt.MarkDef(type="line", interpolate="step-after", strokeWidth=2),
        width=width,
        height=height + _LINE_HEIGHT * (len(names) if size == "narrow" else 1),
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        config=CONFIG,
    ).encode(
        x=alt.X("month:Q", title="months since the first payment", axis=_months(groups)),
        y=alt.Y(
            "share:Q",
            title=None,
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="~%", tickCount=4, domain=False, ticks=False),
        ),
        color=alt.Color(
            "name:N", sort=names, scale=alt.Scale(domain=names, range=list(LINES)), legend=legend
        ),
        strokeDash=alt.StrokeDash("name:N", sort=names, scale=alt.Scale(domain=names, range=list(_DASHES))),
    )


def _rows(groups: Sequence[Group]) -> list[dict[str, str | float | None]]:
    return [
        {"name": _name(one), "month": point.days // _MONTH_DAYS, "share": point.share}
        for one in groups
        for point in one.course
    ]


def _months(groups: Sequence[Group]) -> alt.Axis:
    last = max(point.days for one in groups for point in one.course) // _MONTH_DAYS
    step = _YEAR // 4 if last <= _YEAR else _YEAR // 2
    return alt.Axis(grid=False, values=list(range(0, last + 1, step)), labelFlush=False)


def _name(one: Group) -> str:
    return f"{one.name or '(empty)'} ({one.customers:,})"
