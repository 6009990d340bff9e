"""What is drawn around a series: the way that was expected, check-ins, and what happened."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.records import Measurement
from holdfast.report.chart import Chart, Overlay
from holdfast.report.drawing import chart_svg
from holdfast.units import Interval, Period

OVERLAY = Overlay(
    expected=((date(2026, 7, 1), 0.55), (date(2026, 10, 1), 0.7)),
    said=((date(2026, 8, 2), 0.58),),
    events=((date(2026, 7, 20), "Outage <of> four hours"),),
)


def _series() -> tuple[Measurement, ...]:
    return tuple(
        Measurement(
            metric="m",
            variant="standard",
            version="1",
            period=Period(date(2026, month, 1), date(2026, month + 1, 1)),
            segment=(),
            unit="share",
            value=0.5 + month / 100,
            numerator=50 + month,
            denominator=100,
            interval=Interval(0.45, 0.65),
            pending=0,
            is_mature=True,
            as_of=date(2026, 9, 1),
        )
        for month in range(1, 9)
    )


def test_an_overlay_adds_its_marks_and_the_numbers_of_events_to_the_drawing() -> None:
    plain = chart_svg(Chart("k", "Onboarding", _series(), 0.7), "wide")
    full = chart_svg(Chart("k", "Onboarding", _series(), 0.7, OVERLAY), "wide")

    assert "var(--chart-expected)" not in plain
    assert full.count("var(--chart-expected)") >= 3
    assert ">1</text>" in full
    assert "Outage" not in full


@pytest.mark.parametrize("overlay", [None, OVERLAY])
def test_a_drawing_holds_no_inline_style_that_a_strict_policy_would_refuse(overlay: Overlay | None) -> None:
    drawn = chart_svg(Chart("k", "Onboarding", _series(), 0.7, overlay), "narrow")

    assert "style=" not in drawn
    assert "<style" not in drawn
