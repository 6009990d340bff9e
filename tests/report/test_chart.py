from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from holdfast.records import Measurement
from holdfast.report.chart import Chart, describe_series
from holdfast.report.drawing import chart_svg
from holdfast.units import Interval

Measure = Callable[..., Measurement]
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    # Inlined into a page the drawing needs no namespace; a parser of XML does.
    text = str(svg).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    )
    return ET.fromstring(text)  # noqa: S314  our own drawing


def test_a_series_is_told_from_its_first_to_its_last_final_value(series: tuple[Measurement, ...]) -> None:
    assert describe_series(series, 0.95) == (
        "77.5% in Jan 2026, 95.0% in Aug 2026. The target is 95.0%. One period is not final yet."
    )


def test_a_series_without_a_final_value_says_so(measure: Measure) -> None:
    assert describe_series((measure(8, 1, 2, pending=3),), None) == "No final value yet."
    assert describe_series((), None) == "No final value yet."


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_drawing_is_named_and_its_colours_are_the_page_s(
    series: tuple[Measurement, ...], size: str
) -> None:
    svg = chart_svg(Chart("c1", "Churn <of> accounts", series, 0.95), "wide" if size == "wide" else "narrow")

    root = parsed(svg)
    named_by = root.attrib["aria-labelledby"].split()
    ids = {element.attrib["id"]: element.text for element in root.iter() if "id" in element.attrib}
    assert ids[named_by[0]] == "Churn <of> accounts"
    assert "77.5% in Jan 2026" in (ids[named_by[1]] or "")
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) <= {
        "none",
        "transparent",
        *(
            f"var(--{name})"
            for name in ("chart-line", "chart-band", "chart-target", "chart-grid", "muted", "surface")
        ),
    }
    assert "font-family" not in svg


def test_two_drawings_on_a_page_share_no_id(series: tuple[Measurement, ...]) -> None:
    drawings = [
        chart_svg(Chart(key, "Churn", series), size) for key in ("a", "b") for size in ("wide", "narrow")
    ]

    ids = [found for svg in drawings for found in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))


def test_values_that_are_not_final_are_hollow_and_off_the_line(measure: Measure) -> None:
    final = (measure(1, 60, 80), measure(2, 62, 80), measure(3, 64, 80))
    waiting = measure(4, 20, 40, pending=40)

    with_waiting = parsed(chart_svg(Chart("a", "Churn", (*final, waiting)), "wide"))

    paths = list(with_waiting.iter(f"{SVG}path"))
    lines = [p for p in paths if p.attrib.get("stroke") == "var(--chart-line)" and "L" in p.attrib["d"]]
    hollow = [p for p in paths if p.attrib.get("fill") == "var(--surface)"]
    assert [p.attrib["d"].count("L") for p in lines] == [len(final) - 1]
    assert len(hollow) == 1


def test_nothing_is_drawn_where_nothing_has_a_value(measure: Measure) -> None:
    assert chart_svg(Chart("a", "Churn", (measure(1, 0, 0),)), "wide") == ""
    assert chart_svg(Chart("a", "Churn", ()), "wide") == ""


def test_a_period_without_a_value_breaks_the_line(measure: Measure) -> None:
    gap = (measure(1, 60, 80), measure(2, 60, 80), measure(3, 0, 0), measure(4, 60, 80), measure(5, 60, 80))

    root = parsed(chart_svg(Chart("a", "Churn", gap), "wide"))

    line = next(p for p in root.iter(f"{SVG}path") if p.attrib.get("stroke-width") == "2")
    assert line.attrib["d"].count("M") == 2


def test_two_early_customers_do_not_flatten_what_is_known(measure: Measure) -> None:
    final = tuple(measure(month, 400 + month, 500) for month in range(1, 6))
    early = replace(measure(6, 409, 500, pending=498), interval=Interval(0.0, 1.0))

    svg = chart_svg(Chart("a", "Churn", (*final, early)), "wide")

    labels = [float(label) for label in re.findall(r">([\d.]+)%</text>", svg)]
    assert min(labels) > 70
    assert max(labels) < 90


def test_what_is_retained_of_revenue_may_be_more_than_all_of_it(measure: Measure) -> None:
    paid = [0.99, 1.04, 1.01]
    series = tuple(
        replace(measure(month, 80, 80), value=value, interval=Interval(value - 0.01, value + 0.01))
        for month, value in enumerate(paid, start=1)
    )

    svg = chart_svg(Chart("a", "Net revenue retention", series, target=1.0), "wide")

    labels = [float(label) for label in re.findall(r">([\d.]+)%</text>", svg)]
    assert max(labels) >= 104


@pytest.mark.parametrize(
    ("numerators", "side", "place"),
    [
        ((10, 10, 10, 41, 41, 41), "start", "above"),
        ((41, 41, 41, 10, 10, 10), "end", "above"),
        ((46, 46, 46, 43, 44, 45), "start", "below"),
        ((41, 41, 41, 42, 43, 42), "end", "below"),
    ],
)
def test_the_words_of_a_target_stand_where_no_value_is(
    measure: Measure, numerators: tuple[int, ...], side: str, place: str
) -> None:
    series = tuple(measure(month, number, 80) for month, number in enumerate(numerators, start=1))

    root = parsed(chart_svg(Chart("a", "Churn", series, target=0.5), "wide"))

    words = next(one for one in root.iter(f"{SVG}text") if (one.text or "").startswith("target"))
    line = next(one for one in root.iter(f"{SVG}line") if one.attrib.get("stroke-dasharray") == "6,4")
    assert words.attrib["text-anchor"] == side
    assert ("above" if _height(words) < _height(line) else "below") == place


def _height(mark: ET.Element) -> float:
    """Of a mark in a drawing, from the top."""
    return float(mark.attrib["transform"].rstrip(")").split(",")[1])
